"""Writes a planned merge, and takes everything back if something goes wrong on the way."""

import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from agentscaffold.engine.merge.disk import obstacle_to
from agentscaffold.engine.merge.model import Merge
from agentscaffold.engine.merge.ready import WORKROOM, WORKROOM_HEAD, check_repository
from agentscaffold.engine.merge.repository import Repository, find_repository
from agentscaffold.engine.merge.settle import parents
from agentscaffold.engine.merge.trees import Entry, Scratch
from agentscaffold.errors import EngineError
from agentscaffold.interruption import Held, held_back


def apply_merge(merge: Merge, written: Callable[[], object] = lambda: None) -> None:
    """Write the plan to the project, then call `written`; conflicts get markers, and three versions in the index.

    All or nothing: whatever fails, files and index are as before, also after the `KeyboardInterrupt` of an interrupt
    between two files. One that comes too late for that is raised after `written` was called. Raises `EngineError`,
    also if the project was changed since the plan was made.

    If the process is killed, some files are new and some are old, each of them whole. Every file that is replaced or
    deleted is in the last commit, so no line is lost: see `TAKE_BACK`. A second update then goes through, because
    files that are already as it would write them are no obstacle. The index is written last, in one step.
    """
    repository = merge.scratch.repository
    _check_unchanged(merge, repository)
    room = repository.git_dir / WORKROOM
    shutil.rmtree(room, ignore_errors=True)
    disk = _Disk(repository.project, room)
    with held_back() as interrupts:
        try:
            room.mkdir()
            (room / WORKROOM_HEAD).write_text(repository.head)
            _write(merge, disk, interrupts)
        except BaseException as error:
            _take_back(disk, error)
            raise
        finally:
            shutil.rmtree(room, ignore_errors=True)
        written()
        # Only saves the next `git status` from reading the files; nothing depends on it.
        repository.git.shield().run("update-index", "-q", "--refresh")


def _write(merge: Merge, disk: "_Disk", interrupts: Held) -> None:
    for path in merge.writes.deleted:
        interrupts.check()
        disk.delete(path)
    for path in merge.writes.written:
        interrupts.check()
        disk.write(path, merge.staging / path, new=path in merge.writes.created)
    interrupts.check()
    _mark_conflicts(merge)


def _take_back(disk: "_Disk", error: BaseException) -> None:
    lost = disk.undo()
    if lost:
        raise EngineError(
            f"writing failed ({error}), and these files could not be put back: {', '.join(lost)}",
            hint="They are in the last commit: git restore FILE",
        ) from error
    if isinstance(error, OSError):
        raise EngineError(
            f"cannot write: {error.filename or disk.project}: {error.strerror}",
            hint="Everything is as it was before.",
        ) from error


def _check_unchanged(merge: Merge, repository: Repository) -> None:
    now = find_repository(repository.project)
    if now.head != repository.head:
        raise EngineError("the project got a new commit meanwhile", hint="Run this again.")
    check_repository(now)
    going = frozenset(merge.writes.deleted)
    for path in merge.writes.created:
        obstacle = obstacle_to(repository.project, path, going)
        if obstacle is not None:
            raise EngineError(f"{obstacle} appeared meanwhile", hint="Run this again.")


def _mark_conflicts(merge: Merge) -> None:
    stages = merge.writes.stages
    if not stages:
        return
    scratch, repository = merge.scratch, merge.scratch.repository
    _hand_over(scratch, (entry for versions in stages.values() for entry in versions.values()))
    lines = b""
    for path, versions in stages.items():
        name = os.fsencode(f"{repository.prefix}{path}")
        nothing = "0" * len(next(iter(versions.values())).oid)
        lines += f"0 {nothing}\t".encode() + name + b"\0"
        for number, entry in sorted(versions.items()):
            lines += f"{entry.mode} {entry.oid} {number}\t".encode() + name + b"\0"
    repository.git.shield()("update-index", "-z", "--index-info", given=lines)


def _hand_over(scratch: Scratch, entries: Iterable[Entry]) -> None:
    """Copy the versions that the index will name from the throw-away repository to the user's."""
    names = "".join(f"{oid}\n" for oid in sorted({entry.oid for entry in entries}))
    pack = scratch.git.shield()("pack-objects", "--stdout", "-q", given=names.encode())
    scratch.repository.git.shield()("unpack-objects", "-q", given=pack)


@dataclass(frozen=True)
class _Disk:
    """Changes files one by one and remembers how to take each change back.

    `room` holds what was replaced; it lies in the git directory, where nobody sees it.
    """

    project: Path
    room: Path
    _undo: list[tuple[str, Callable[[], object]]] = field(default_factory=list)

    def delete(self, path: str) -> None:
        """Remove a file, and the folders that are empty then."""
        target = self.project / path
        self._save(path)
        target.unlink()
        for parent in parents(path):
            folder = self.project / parent
            try:
                folder.rmdir()
            except OSError:
                break
            self._undo.append((path, lambda folder=folder: folder.mkdir(exist_ok=True)))  # type: ignore[misc]

    def write(self, path: str, source: Path, *, new: bool) -> None:
        """Put a copy of `source` at a path, in one step. A new file never replaces one that exists."""
        target = self.project / path
        self._make_folders(path)
        beside = self.room / f"new-{len(self._undo)}"
        shutil.copy2(source, beside, follow_symlinks=False)
        if new:
            self._clear(target)
            if os.path.lexists(target):
                raise FileExistsError(17, "it appeared meanwhile", str(target))
            self._undo.append((path, lambda: target.unlink(missing_ok=True)))
        else:
            self._save(path)
        _move(beside, target)

    def undo(self) -> list[str]:
        """Take everything back, last change first. The result are the paths for which that failed."""
        failed: list[str] = []
        while self._undo:
            path, take_back = self._undo.pop()
            try:
                take_back()
            except OSError:
                failed.append(path)
        return failed

    def _save(self, path: str) -> None:
        target, saved = self.project / path, self.room / f"old-{len(self._undo)}"
        try:
            os.link(target, saved, follow_symlinks=False)
        except OSError:  # not every file system has hard links
            shutil.copy2(target, saved, follow_symlinks=False)
        self._undo.append((path, lambda: _move(saved, target)))

    def _make_folders(self, path: str) -> None:
        for parent in reversed(parents(path)):
            folder = self.project / parent
            if not folder.is_dir():
                folder.mkdir()
                self._undo.append((path, folder.rmdir))

    def _clear(self, folder: Path) -> None:
        """Remove a tree of empty folders where a file is to be."""
        if folder.is_dir() and not folder.is_symlink():
            for inner in folder.iterdir():
                self._clear(inner)
            folder.rmdir()
            self._undo.append((str(folder), lambda: folder.mkdir(exist_ok=True)))


def _move(source: Path, target: Path) -> None:
    """Replace `target` in one step, also if `source` lies on another file system."""
    try:
        source.replace(target)
    except OSError:
        beside = target.with_name(f".{target.name[:100]}.agentscaffold")
        try:
            shutil.copy2(source, beside, follow_symlinks=False)
            beside.replace(target)
        except BaseException:
            with suppress(OSError):
                beside.unlink()
            raise
