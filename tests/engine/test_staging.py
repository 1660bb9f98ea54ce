import os
import signal
import subprocess
import sys
import time
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
