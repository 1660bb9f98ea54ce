"""All or nothing, also when the disk is full, somebody writes meanwhile or the process is killed."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agentscaffold.engine.merge import apply_merge, check_ready, plan_merge
from agentscaffold.errors import EngineError
from tests.engine.merge.scene import ANSWERS, LINES, THEIR_LINES, USER_LINES, MakeScene, Scene, git, snapshot

OLD = {"a.ts": LINES, "b.ts": LINES, "gone/c.ts": "1\n", "kind": "1\n", "old.ts": LINES * 2}
NEW = {
    "a.ts": THEIR_LINES,
    "b.ts": LINES.replace("line 3", "BLUEPRINT"),
    "gone/c.ts": None,
    "kind": None,
    "kind/x": "2\n",
    "old.ts": None,
    "deep/er/new.ts": LINES * 2 + "more\n",
}
USER = {"a.ts": USER_LINES, "b.ts": USER_LINES, "mine.ts": "USER\n"}


@pytest.fixture
def project(scene: MakeScene) -> Scene:
    return scene(OLD, NEW).user(USER)


def _state(project: Scene) -> tuple[object, ...]:
    folders = sorted(path for path in project.project.rglob("*") if path.is_dir() and ".git" not in path.parts)
    index = git(project.top, "ls-files", "--stage")
    return snapshot(project.project), folders, index, project.status()


def _fail_at(step: int, failure: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the n-th change to the disk fail."""
    count = 0

    def failing(original: Callable[..., object]) -> Callable[..., object]:
        def change(*arguments: object, **options: object) -> object:
            nonlocal count
            count += 1
            if count == step:
                raise failure
            return original(*arguments, **options)

        return change

    monkeypatch.setattr(shutil, "copy2", failing(shutil.copy2))
    monkeypatch.setattr(Path, "unlink", failing(Path.unlink))
    monkeypatch.setattr(Path, "mkdir", failing(Path.mkdir))


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()], ids=["full", "^C"])
def test_everything_is_as_before_wherever_it_fails(
    project: Scene, failure: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, step, failed = _state(project), 0, True
    with plan_merge(project.project, project.old, project.new, answers_file=ANSWERS) as merge:
        while failed:
            step += 1
            with monkeypatch.context() as patch:
                _fail_at(step, failure, patch)
                try:
                    apply_merge(merge)
                    failed = False
                except (EngineError, KeyboardInterrupt) as error:
                    assert isinstance(error, KeyboardInterrupt) or "No space left" in str(error)
            if failed:
                assert _state(project) == before, f"step {step}"

    assert step > 10
    assert not (project.top / ".git" / "agentscaffold-update").exists()


def test_everything_is_as_before_if_the_index_is_locked(project: Scene) -> None:
    before = _state(project)
    lock = project.top / ".git" / "index.lock"
    lock.touch()

    with pytest.raises(EngineError, match=r"index\.lock"):
        project.update()

    lock.unlink()
    assert _state(project) == before


@pytest.mark.parametrize(
    ("name", "message"), [("a.ts", "uncommitted changes: a.ts"), ("deep/er/new.ts", "deep/er/new.ts appeared")]
)
def test_what_was_written_since_the_plan_is_not_overwritten(project: Scene, name: str, message: str) -> None:
    with plan_merge(project.project, project.old, project.new, answers_file=ANSWERS) as merge:
        project.local({name: "meanwhile\n"})
        before = _state(project)
        with pytest.raises(EngineError, match=message):
            apply_merge(merge)

    assert _state(project) == before


def test_a_commit_since_the_plan(project: Scene) -> None:
    with plan_merge(project.project, project.old, project.new, answers_file=ANSWERS) as merge:
        project.user({"a.ts": "meanwhile\n"})
        with pytest.raises(EngineError, match="new commit"):
            apply_merge(merge)


_KILLED = """
import os, signal, shutil, sys
from pathlib import Path
from agentscaffold.engine.merge import apply_merge, plan_merge
project, old, new, answers, step = sys.argv[1:]
with plan_merge(Path(project), Path(old), Path(new), answers_file=answers) as merge:
    count, original = 0, os.replace
    def replace(self, target):
        global count
        count += 1
        if count == int(step):
            os.kill(os.getpid(), signal.SIGKILL)
        original(self, target)
    Path.replace = replace
    apply_merge(merge)
"""


@pytest.mark.parametrize("step", [1, 4])
def test_no_line_is_lost_if_the_process_is_killed(project: Scene, step: int) -> None:
    before = snapshot(project.project)
    arguments = [str(project.project), str(project.old), str(project.new), ANSWERS, str(step)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", _KILLED, *arguments], env=environment, check=False)

    assert done.returncode == -signal.SIGKILL
    assert " D gone/c.ts\n" in project.status()
    with pytest.raises(EngineError, match="uncommitted changes") as refused:
        check_ready(project.project)
    assert "git restore ." in str(refused.value.hint)
    git(project.top, "restore", ".")
    assert snapshot(project.project).items() >= before.items()
    project.update()
    assert project.kinds == {
        "a.ts": "merged",
        "b.ts": "conflict",
        "gone/c.ts": "deleted",
        "kind": "deleted",
        "kind/x": "new",
        "old.ts": "renamed",
    }
    assert project.read("deep/er/new.ts") == NEW["deep/er/new.ts"]


def test_conflicts_can_be_finished_with_git(project: Scene) -> None:
    project.update()
    git(project.top, "checkout", "--ours", "b.ts")
    assert project.read("b.ts") == USER_LINES
    git(project.top, "checkout", "--theirs", "b.ts")
    assert project.read("b.ts") == NEW["b.ts"]
    project.commit()
    git(project.top, "fsck", "--strict")

    check_ready(project.project)


def test_only_conflicts_are_in_the_index(project: Scene) -> None:
    project.update()

    assert git(project.top, "diff", "--cached", "--name-only") == "b.ts\n"
    assert not any((project.top / ".git" / "objects" / "pack").iterdir())


def test_an_update_twice_changes_nothing_more(project: Scene) -> None:
    project.update()
    git(project.top, "checkout", "--ours", "b.ts")
    project.commit()
    shutil.rmtree(project.old)
    shutil.copytree(project.new, project.old)

    assert project.update().changes == ()
