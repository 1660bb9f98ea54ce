"""Builds a project beside its target and moves it there in one step, so that a half-made one is never seen."""

import os
import shutil
import signal
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from agentscaffold.errors import EngineError
from agentscaffold.interruption import held_back

_MARK = ".agentscaffold-"


@contextmanager
def staged(target: Path, placed: Callable[[], object] = lambda: None) -> Iterator[Path]:
    """A fresh folder beside `target` that becomes `target` when the block ends without an error; then calls `placed`.

    Otherwise, even when this process is killed, the folder and the parents made for it are gone again. An interrupt
    comes before all of that or after it.
    `target` must be missing or an empty folder (see `check_target`). Raises `EngineError` if it cannot be written.
    """
    made = _missing_parents(target)
    stage: Path | None = None
    release: Callable[[], None] | None = None
    try:
        with held_back():
            stage = _stage_beside(target)
            release = _janitor(stage, made)
        yield stage
        with held_back():
            _move(stage, target)
            placed()
    except BaseException:
        _remove(stage, made)
        raise
    finally:
        if release is not None:
            release()


def _stage_beside(target: Path) -> Path:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        stage = Path(tempfile.mkdtemp(prefix=f".{target.name}{_MARK}", dir=target.parent))
        stage.chmod(0o777 & ~_umask())
    except OSError as error:
        raise EngineError(f"cannot write in {target.parent}: {error.strerror}") from error
    return stage


def check_target(target: Path) -> None:
    """Refuse a target that is not free. Raises `EngineError`."""
    try:
        _check_target(target)
    except OSError as error:
        raise EngineError(f"{str(target)[:80]}: {error.strerror}", hint="Choose another folder.") from error


def _check_target(target: Path) -> None:
    if target.is_symlink():
        raise EngineError(f"{target} is a symbolic link", hint="Name the folder itself.")
    if target.is_dir():
        found = next(target.iterdir(), None)
        if found is not None:
            raise EngineError(f"{target} is not empty (it holds {found.name})", hint="Choose a new folder.")
    elif target.exists():
        raise EngineError(f"{target} is a file", hint="Choose a new folder.")
    for parent in target.parents:
        if parent.exists() and not parent.is_dir():
            raise EngineError(f"{parent} is a file, not a folder", hint="Choose another place.")


def _move(stage: Path, target: Path) -> None:
    try:
        if target.exists() and target.samefile(Path.cwd()):
            # Replacing the current folder would leave the user's shell in a deleted one.
            _move_entries(stage, target)
        else:
            stage.replace(target)
    except OSError as error:
        raise EngineError(
            f"cannot move the finished project to {target}: {error.strerror}",
            hint="Somebody else may have written there meanwhile; nothing was changed.",
        ) from error


def _move_entries(stage: Path, target: Path) -> None:
    """All of them, or none if one cannot be moved."""
    moved: list[Path] = []
    try:
        for entry in list(stage.iterdir()):
            entry.rename(target / entry.name)
            moved.append(entry)
    except OSError:
        for entry in moved:
            (target / entry.name).rename(entry)
        raise
    stage.rmdir()


def _janitor(stage: Path, made: list[Path]) -> Callable[[], None]:
    """A small process that waits for this one to end and then removes what is left: SIGKILL runs no handler here.

    Returns the function that ends it. After a success there is nothing left to remove.
    """
    if not hasattr(os, "fork"):
        return lambda: None
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(writing)
            signal.signal(signal.SIGHUP, signal.SIG_IGN)
            null = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(null, stream)
            if not os.read(reading, 1):  # nothing was written and the other end is gone: the parent was killed
                _remove_for_good(stage, made)
        finally:
            os._exit(0)
    # Before anything else, so that a signal to this process group cannot reach the janitor.
    os.setpgid(child, child)
    os.close(reading)

    def release() -> None:
        os.write(writing, b".")
        os.close(writing)
        os.waitpid(child, 0)

    return release


def _remove_for_good(stage: Path, made: list[Path]) -> None:
    """Delete again what a git that outlived its parent still writes; it gives up once its folders are gone."""
    quiet = 0
    while quiet < 3:
        quiet = 0 if stage.exists() else quiet + 1
        _remove(stage, made)
        time.sleep(0.1 if quiet else 0.02)
    _remove(stage, made)


def _remove(stage: Path | None, made: list[Path]) -> None:
    """Delete the stage, and the parents that were made for it where nothing else is in them."""
    if stage is not None:
        shutil.rmtree(stage, ignore_errors=True)
    for parent in made:
        with suppress(OSError):
            parent.rmdir()


def _missing_parents(target: Path) -> list[Path]:
    """The parents of `target` that do not exist, innermost first."""
    return [parent for parent in target.parents if not parent.exists()]


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
