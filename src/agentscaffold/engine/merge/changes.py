"""Says of every file what a planned merge does to it."""

import os
from collections.abc import Mapping
from pathlib import Path

from agentscaffold.engine.merge.model import FileChange
from agentscaffold.engine.merge.settle import Settled, Sides


def list_changes(
    sides: Sides, settled: Settled, renames: Mapping[str, str], project: Path, answers_file: str
) -> tuple[FileChange, ...]:
    """All changes, sorted by path. `sides` are the trees as they are, also of the answers file."""
    moved = {
        old: new
        for old, new in renames.items()
        if old in sides.ours and old not in settled.tree and new in settled.tree and new not in sides.ours
    }
    found = {path: _on_disk(change, project) for path, change in settled.decided.items()}
    for path in sides.ours.keys() | settled.tree.keys() | settled.stages.keys():
        if path in found:
            continue
        if path in settled.stages:
            found[path] = FileChange(path, "conflict", _conflict(path, sides, settled, moved))
        elif path in moved:
            if moved[path] not in settled.stages:
                found[path] = FileChange(path, "renamed", moved[path])
            else:
                found[path] = FileChange(path, "deleted", f"now {moved[path]}")
        elif path not in moved.values() and sides.ours.get(path) != settled.tree.get(path):
            found[path] = _plain(path, sides, settled, answers_file)
    return tuple(found[path] for path in sorted(found))


def _plain(path: str, sides: Sides, settled: Settled, answers_file: str) -> FileChange:
    if path not in sides.ours:
        return FileChange(path, "new")
    if path not in settled.tree:
        return FileChange(path, "deleted")
    if path == answers_file:
        return FileChange(path, "updated", "your changes to it are replaced" if sides.edited(path) else None)
    return FileChange(path, "merged" if sides.edited(path) else "updated")


def _conflict(path: str, sides: Sides, settled: Settled, moved: Mapping[str, str]) -> str | None:
    versions = settled.stages[path]
    old = next((old for old, new in moved.items() if new == path), None)
    if old is not None:
        return f"was {old}"
    if 1 not in versions and {2, 3} <= versions.keys():
        return "both added it"
    if len(versions) == 1:
        return "both renamed it, to different names"
    if settled.tree.get(path) == sides.ours.get(path):
        return "cannot be merged; yours is in place"
    return None


def _on_disk(change: FileChange, project: Path) -> FileChange:
    """A deleted file that still lies there was not deleted: git only does not know it."""
    if change.kind == "deleted_by_you" and _lies_there(project / change.path):
        return FileChange(change.path, "collision", f"{change.detail}, yours is not in git")
    return change


def _lies_there(place: Path) -> bool:
    return os.path.lexists(place) and (place.is_symlink() or not place.is_dir())
