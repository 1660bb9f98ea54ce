import itertools
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from agentscaffold.engine.staging import check_target, staged
from agentscaffold.errors import EngineError


def test_the_project_appears_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "shop"
    with staged(target) as stage:
        (stage / "README.md").write_text("hello")

        assert not target.exists()

    assert (target / "README.md").read_text() == "hello"
    assert list(tmp_path.iterdir()) == [target]


def test_an_error_leaves_nothing_not_even_the_parents_it_made(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), staged(tmp_path / "a" / "b" / "shop") as stage:
        (stage / "half").write_text("half")
        raise RuntimeError

    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    target = tmp_path / "shop"
    target.mkdir()
    check_target(target)

    with staged(target) as stage:
        (stage / "x").touch()

    assert [p.name for p in target.iterdir()] == ["x"]


def test_the_current_folder_stays_the_same_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    inode = tmp_path.stat().st_ino

    with staged(Path.cwd()) as stage:
        (stage / "x").touch()

    assert tmp_path.stat().st_ino == inode
    assert [p.name for p in tmp_path.iterdir()] == ["x"]


def _before_nth(owner: object, name: str, nth: int, act: Callable[[], object], patch: pytest.MonkeyPatch) -> None:
    original, count = getattr(owner, name), itertools.count(1)

    def wrapped(*arguments: object, **options: object) -> object:
        if next(count) == nth:
            act()
        return original(*arguments, **options)

    patch.setattr(owner, name, wrapped)


def _interrupt() -> None:
    os.kill(os.getpid(), signal.SIGINT)


def _full() -> None:
    raise OSError(28, "No space left on device")


def test_the_current_folder_gets_everything_or_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "shop"
    target.mkdir()
    monkeypatch.chdir(target)
    placed: list[bool] = []

    with pytest.raises(EngineError, match="No space left"), staged(target, lambda: placed.append(True)) as stage:
        for name in "abc":
            (stage / name).touch()
        _before_nth(Path, "rename", 3, _full, monkeypatch)

    assert (list(target.iterdir()), placed) == ([], [])
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("here", [False, True], ids=["a new folder", "the current folder"])
def test_an_interrupt_during_the_move_comes_after_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, here: bool
) -> None:
    target = tmp_path / "shop"
    if here:
        target.mkdir()
        monkeypatch.chdir(target)
    placed: list[bool] = []

    with pytest.raises(KeyboardInterrupt), staged(target, lambda: placed.append(True)) as stage:
        for name in "abc":
            (stage / name).touch()
        _before_nth(Path, *(("rename", 2) if here else ("replace", 1)), _interrupt, monkeypatch)

    assert sorted(path.name for path in target.iterdir()) == ["a", "b", "c"]
    assert placed == [True]
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(("owner", "name"), [(Path, "mkdir"), (tempfile, "mkdtemp"), (Path, "chmod"), (os, "fork")])
def test_an_interrupt_before_anything_is_made_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, owner: object, name: str
) -> None:
    with monkeypatch.context() as patch:
        _before_nth(owner, name, 1, _interrupt, patch)
        with pytest.raises(KeyboardInterrupt), staged(tmp_path / "a" / "shop"):
            pytest.fail("it was interrupted before")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("kind", ["file", "full", "link", "below a file"])
def test_a_target_that_is_not_free_is_refused(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "shop"
    if kind == "file":
        target.touch()
    elif kind == "full":
        target.mkdir()
        (target / "mine.txt").touch()
    elif kind == "link":
        (tmp_path / "elsewhere").mkdir()
        target.symlink_to(tmp_path / "elsewhere")
    else:
        (tmp_path / "file").touch()
        target = tmp_path / "file" / "shop"

    with pytest.raises(EngineError):
        check_target(target)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(EngineError, match="cannot write in"), staged(tmp_path / "file" / "shop"):
        pass


def test_somebody_else_taking_the_target_meanwhile_loses_nothing(tmp_path: Path) -> None:
    target = tmp_path / "shop"

    with pytest.raises(EngineError, match="cannot move"), staged(target) as stage:
        (stage / "x").touch()
        target.mkdir()
        (target / "theirs").touch()

    assert [p.name for p in target.iterdir()] == ["theirs"]
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize("whole_group", [False, True])
def test_kill_leaves_nothing(tmp_path: Path, whole_group: bool) -> None:
    program = (
        "import sys, time, pathlib\n"
        "from agentscaffold.engine.staging import staged\n"
        "with staged(pathlib.Path(sys.argv[1])) as stage:\n"
        "    (stage / 'half').touch()\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "sub" / "shop")],
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    assert list((tmp_path / "sub").iterdir()) != []

    (os.killpg if whole_group else os.kill)(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()

    deadline = time.monotonic() + 10
    while any(tmp_path.iterdir()) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert list(tmp_path.iterdir()) == []


def test_what_a_child_writes_after_the_kill_goes_too(tmp_path: Path) -> None:
    writer = (
        'mkdir -p "$0/.git"; for i in 1 2 3 4 5 6 7 8; do sleep 0.05; mkdir -p "$0/.git" && date > "$0/.git/$i"; done'
    )
    program = (
        "import subprocess, sys, time, pathlib\n"
        "from agentscaffold.engine.staging import staged\n"
        "with staged(pathlib.Path(sys.argv[1])) as stage:\n"
        "    subprocess.Popen(['sh', '-c', sys.argv[2], str(stage)], stdout=subprocess.DEVNULL)\n"
        "    print('ready', flush=True)\n"
        "    time.sleep(60)\n"
    )
    process = subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "shop"), writer], stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"

    process.kill()
    process.wait()
    process.stdout.close()

    time.sleep(1.5)
    assert list(tmp_path.iterdir()) == []
