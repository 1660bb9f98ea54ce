"""All or nothing, also when the disk is full, somebody writes meanwhile or the process is killed."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agentscaffold.engine.merge import apply_merge, check_ready, plan_merge
from agentscaffold.engine.merge.ready import TAKE_BACK
from agentscaffold.errors import EngineError
from tests.engine.merge.scene import ANSWERS, LINES, THEIR_LINES, USER_LINES, MakeScene, Scene, git, snapshot

MOVED = LINES.replace("line", "text")
OLD = {"a.ts": LINES, "b.ts": LINES, "gone/c.ts": "1\n", "kind": "1\n", "old.ts": LINES * 2, "from.ts": MOVED}
NEW = {
    "a.ts": THEIR_LINES,
    "b.ts": LINES.replace("line 3", "BLUEPRINT"),
    "gone/c.ts": None,
    "kind": None,
    "kind/x": "2\n",
    "old.ts": None,
    "deep/er/new.ts": LINES * 2 + "more\n",
    "from.ts": None,
    "to.ts": MOVED.replace("text 5\n", "BLUEPRINT\n"),
}
USER = {"a.ts": USER_LINES, "b.ts": USER_LINES, "mine.ts": "USER\n", "from.ts": MOVED.replace("text 5\n", "USER\n")}


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


@pytest.fixture
def git_elsewhere(project: Scene) -> Iterator[Scene]:
    """The project with its git directory on another file system, where nothing can be moved or linked to."""
    with tempfile.TemporaryDirectory(dir="/dev/shm" if Path("/dev/shm").is_dir() else None) as folder:
        if Path(folder).stat().st_dev == project.top.stat().st_dev:
            pytest.skip("there is no other file system to write to")
        place = Path(folder, "git")
        shutil.move(project.top / ".git", place)
        (project.top / ".git").write_text(f"gitdir: {place}\n")
        yield project


def test_a_git_directory_on_another_file_system(git_elsewhere: Scene) -> None:
    before, step, failed = _state(git_elsewhere), 0, True
    with plan_merge(git_elsewhere.project, git_elsewhere.old, git_elsewhere.new, answers_file=ANSWERS) as merge:
        while failed:
            step += 1
            with pytest.MonkeyPatch.context() as patch:
                _fail_at(step, OSError(28, "No space left on device"), patch)
                try:
                    apply_merge(merge)
                    failed = False
                except EngineError:
                    assert _state(git_elsewhere) == before, f"step {step}"

    assert step > 20
    assert snapshot(git_elsewhere.project).keys() == {*snapshot(git_elsewhere.new), "mine.ts"}


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


def _before_each_step(act: Callable[[int], object], patch: pytest.MonkeyPatch) -> None:
    """Let something happen before every change to the disk and every run of git, which are counted."""
    count = 0

    def wrapped(original: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **options: object) -> object:
            nonlocal count
            count += 1
            act(count)
            return original(*arguments, **options)

        return step

    for owner, name in (
        *((Path, name) for name in ("replace", "unlink", "mkdir", "rmdir", "write_text")),
        *((os, "link"), (shutil, "copy2"), (shutil, "rmtree"), (subprocess, "run")),
    ):
        patch.setattr(owner, name, wrapped(getattr(owner, name)))


def _reset(project: Scene) -> None:
    git(project.top, "reset", "--quiet", "--hard")
    git(project.top, "clean", "--quiet", "--force", "-d")


def _interrupted(project: Scene, step: int, number: signal.Signals) -> bool:
    """Update with a signal at that step; whether it arrived."""

    def interrupt(count: int) -> None:
        if count == step:
            os.kill(os.getpid(), number)

    with (
        plan_merge(project.project, project.old, project.new, answers_file=ANSWERS) as merge,
        pytest.MonkeyPatch.context() as patch,
    ):
        _before_each_step(interrupt, patch)
        try:
            apply_merge(merge)
        except KeyboardInterrupt:
            return True
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_an_interrupt_leaves_all_or_nothing(project: Scene, number: signal.Signals) -> None:
    handler = signal.signal(number, signal.default_int_handler)
    try:
        before = _state(project)
        project.update()
        after = _state(project)
        states, step = [], 1
        _reset(project)
        while _interrupted(project, step, number):
            states.append(_state(project))
            _reset(project)
            # Every step is tried with Ctrl-C; the others take the same way.
            step += 1 if number is signal.SIGINT else 9
    finally:
        signal.signal(number, handler)

    taken_back = states.count(before)
    assert states == [before] * taken_back + [after] * (len(states) - taken_back)
    assert 0 < taken_back < len(states)
    assert not (project.top / ".git" / "agentscaffold-update").exists()


def _killed(project: Scene, step: int) -> bool:
    """Update in a process that is killed at that step; whether it came to that."""

    def kill(count: int) -> None:
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)

    with plan_merge(project.project, project.old, project.new, answers_file=ANSWERS) as merge:
        child = os.fork()
        if child == 0:
            try:
                _before_each_step(kill, pytest.MonkeyPatch())
                apply_merge(merge)
            finally:
                os._exit(0)
        return os.waitpid(child, 0)[1] == signal.SIGKILL


def test_no_line_is_lost_if_the_process_is_killed(project: Scene) -> None:
    before, files = _state(project), snapshot(project.project)
    project.update()
    after, updated = _state(project), snapshot(project.project)
    step = refused = told = 0
    _reset(project)
    while _killed(project, step := step + 1):
        try:
            check_ready(project.project)
        except EngineError as error:
            refused += 1
            told += f"`{TAKE_BACK}`" in str(error.hint)
            subprocess.run(TAKE_BACK, shell=True, cwd=project.project, check=True)
        there = snapshot(project.project)
        assert files.items() <= there.items() <= {**updated, **files}.items(), f"step {step}"
        if step % 3 == 0:
            project.update()
            assert _state(project) == after, f"step {step}"
        _reset(project)
        assert _state(project) == before

    assert 10 < refused < step - 1
    assert told == refused - 1  # in the last step everything was done already


def test_the_trace_of_a_killed_update_says_nothing_about_later_work(project: Scene) -> None:
    room = project.top / ".git" / "agentscaffold-update"
    room.mkdir()
    (room / "head").write_text(git(project.top, "rev-parse", "HEAD").strip())
    project.user({"a.ts": "finished\n"}).local({"a.ts": "not committed\n"})

    with pytest.raises(EngineError, match="uncommitted changes") as refused:
        check_ready(project.project)

    assert str(refused.value.hint).startswith("Commit or stash them")


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

    assert git(project.top, "diff", "--cached", "--name-only") == "b.ts\nto.ts\n"
    assert not any((project.top / ".git" / "objects" / "pack").iterdir())


def test_an_update_twice_changes_nothing_more(project: Scene) -> None:
    project.update()
    git(project.top, "checkout", "--ours", "b.ts")
    project.commit()
    shutil.rmtree(project.old)
    shutil.copytree(project.new, project.old)

    assert project.update().changes == ()
