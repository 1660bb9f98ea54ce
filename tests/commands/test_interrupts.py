"""Ctrl-C at any moment of `new` and `update`: what is said of the files is true."""

import importlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from agentscaffold.installation import Installation

from .conftest import Run
from .projects import AGENT, commit, edit, status, tree

NOTHING = "nothing was written."
AS_BEFORE = "everything is as it was before."
UPDATED = "the update is complete; `git status` shows what it did."
NEW = ("--agent", str(AGENT), "--yes", "--git")


@pytest.fixture
def interrupt(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Lets a Ctrl-C come when a function is called the first time."""

    def arrange(place: str) -> None:
        name, attribute = place.split(":")
        owner: object = importlib.import_module(name)
        *path, last = attribute.split(".")
        for part in path:
            owner = getattr(owner, part)
        original, calls = getattr(owner, last), []

        def interrupted(*arguments: object, **options: object) -> object:
            calls.append(1)
            if len(calls) == 1:
                os.kill(os.getpid(), signal.SIGINT)
            return original(*arguments, **options)

        monkeypatch.setattr(owner, last, interrupted)

    return arrange


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("agentscaffold.commands.update:read_answers", NOTHING),
        ("agentscaffold.commands.update:render", NOTHING),
        ("agentscaffold.engine.merge.plan:merge", NOTHING),
        ("agentscaffold.engine.merge.apply:_Disk.delete", AS_BEFORE),
        ("agentscaffold.engine.merge.apply:_Disk.write", AS_BEFORE),
        ("agentscaffold.engine.merge.apply:_mark_conflicts", UPDATED),
        ("agentscaffold.cli.update:print_result", UPDATED),
    ],
)
def test_update(project: Path, run: Run, interrupt: Callable[[str], None], place: str, said: str) -> None:
    edit(project, "package.json", '"name": "npm"', '"name": "yarn"')
    commit(project)
    before = tree(project)
    interrupt(place)

    code, out, err = run("update", str(project), "--no-input", "--set", "package_manager=pnpm")

    assert (code, out, err) == (130, "", f"Interrupted: {said}\n")
    if said == UPDATED:
        assert "UU package.json\n" in status(project)
        assert '"name": "yarn"' in (project / "package.json").read_text()
        assert (project / "pnpm-workspace.yaml").exists()
    else:
        assert tree(project) == before
        assert status(project) == ""
    assert not (project / ".git" / "agentscaffold-update").exists()


def test_ctrl_c_in_a_terminal_does_not_reach_the_git_that_writes(project: Path, tmp_path: Path) -> None:
    """It goes to every process of the group; here while the conflicts are handed over."""
    edit(project, "package.json", '"name": "npm"', '"name": "yarn"')
    commit(project)
    started, slow = tmp_path / "started", tmp_path / "bin" / "git"
    slow.parent.mkdir()
    git = shutil.which("git")
    slow.write_text(f'#!/bin/sh\ncase "$*" in *unpack-objects*) touch {started}; sleep 2;; esac\nexec {git} "$@"\n')
    slow.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "agentscaffold", "update", str(project), "--no-input", "--set", "package_manager=pnpm"],
        env={**os.environ, "PATH": f"{slow.parent}:{os.environ['PATH']}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    deadline = time.monotonic() + 60
    while not started.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)

    assert (process.returncode, err) == (130, f"Interrupted: {UPDATED}\n")
    assert "UU package.json\n" in status(project)


@pytest.mark.parametrize(
    ("place", "complete"),
    [
        ("agentscaffold.commands.new:render", False),
        ("agentscaffold.commands.new:start", False),
        ("agentscaffold.engine.staging:_move", True),
        ("agentscaffold.cli.new:print_result", True),
    ],
)
def test_new(tmp_path: Path, run: Run, interrupt: Callable[[str], None], place: str, complete: bool) -> None:
    target = tmp_path / "sub" / "shop"
    interrupt(place)

    code, out, err = run("new", str(target), *NEW, "--no-install")

    said = f"{target} is complete; what is left to do in it: npm install" if complete else NOTHING
    assert (code, out, err) == (130, "", f"Interrupted: {said}\n")
    assert [path.name for path in tmp_path.rglob("*.md")] == [] if not complete else status(target) == ""
    assert list(tmp_path.iterdir()) == ([target.parent] if complete else [])


def test_new_after_the_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run, interrupt: Callable[[str], None]
) -> None:
    monkeypatch.setattr("agentscaffold.commands.new.install", lambda *_, **__: Installation("done", "npm install"))
    interrupt("agentscaffold.cli.new:print_result")

    code, out, err = run("new", str(tmp_path / "shop"), *NEW)

    assert (code, out) == (130, "")
    assert err == f"Interrupted: {tmp_path / 'shop'} is complete, with its dependencies.\n"


def test_new_during_the_install(tmp_path: Path) -> None:
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text("#!/bin/sh\nkill -INT $PPID\nexec sleep 30\n")
    npm.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-m", "agentscaffold", "new", str(tmp_path / "shop"), *NEW],
        env={**os.environ, "PATH": f"{npm.parent}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 6
    assert "The project is complete, but `npm install` failed: it was interrupted." in done.stdout
    assert status(tmp_path / "shop") == ""
