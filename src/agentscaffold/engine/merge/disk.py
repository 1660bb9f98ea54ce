"""What lies in the way on disk: files that git does not know must never be written."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agentscaffold.engine.merge.settle import parents
from agentscaffold.engine.merge.trees import Tree


@dataclass(frozen=True)
class Obstacles:
    """`blocked`: new path → what is in its way. `identical`: new paths that exist, exactly as they are to be."""

    blocked: Mapping[str, str]
    identical: frozenset[str]


def find_obstacles(project: Path, staging: Path, ours: Tree, tree: Tree) -> Obstacles:
    """The untracked and ignored files that new files of `tree` would be written over.

    A file that is the same already is none: it was written by an update that was interrupted.
    """
    going = ours.keys() - tree.keys()
    blocked: dict[str, str] = {}
    identical: set[str] = set()
    for path in sorted(tree.keys() - ours.keys()):
        obstacle = obstacle_to(project, path, going)
        if obstacle is None:
            continue
        if obstacle == path and same(project / path, staging / path):
            identical.add(path)
        else:
            blocked[path] = obstacle
    return Obstacles(blocked, frozenset(identical))


def obstacle_to(project: Path, path: str, going: "frozenset[str] | set[str]") -> str | None:
    """What is in the way of a new file at `path`, once the files `going` are gone; empty folders do not count."""
    for parent in parents(path):
        place = project / parent
        if os.path.lexists(place) and (place.is_symlink() or not place.is_dir()) and parent not in going:
            return parent
    place = project / path
    if place.is_dir() and not place.is_symlink():
        below = (p for p in place.rglob("*") if p.is_symlink() or not p.is_dir())
        names = (p.relative_to(project).as_posix() for p in below)
        return next((name for name in names if name not in going), None)
    return path if os.path.lexists(place) and path not in going else None


def same(one: Path, other: Path) -> bool:
    """Whether two files have the same type, content and executable bit."""
    if one.is_symlink() or other.is_symlink():
        return one.is_symlink() and other.is_symlink() and one.readlink() == other.readlink()
    if not (one.is_file() and other.is_file()):
        return False
    executable = [path.stat().st_mode & 0o100 for path in (one, other)]
    return executable[0] == executable[1] and one.read_bytes() == other.read_bytes()
