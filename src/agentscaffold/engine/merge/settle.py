"""Decides what git leaves open: where the user and the blueprint disagree about a whole file, the user wins."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from agentscaffold.engine.merge.model import FileChange
from agentscaffold.engine.merge.three_way import Outcome
from agentscaffold.engine.merge.trees import GITLINK, SYMLINK, Entry, Tree

_TYPES = {"100": "a file", SYMLINK: "a symbolic link", GITLINK: "a submodule"}


@dataclass(frozen=True)
class Sides:
    """The three trees: the blueprint before, the project, the blueprint now."""

    base: Tree
    ours: Tree
    theirs: Tree

    def edited(self, path: str) -> bool:
        """Whether the project's file is not the one the blueprint made."""
        return path in self.ours and self.ours[path] != self.base.get(path)


@dataclass(frozen=True)
class Settled:
    """The tree to write, the conflicts that remain for the user, and what was decided on the way."""

    tree: Tree
    stages: Mapping[str, Mapping[int, Entry]]
    decided: Mapping[str, FileChange]


def make_room(sides: Sides) -> tuple[Sides, dict[str, FileChange]]:
    """What git has to merge: without what has no place, where the user has a folder for a file, or another type.

    git would move one of the two to an invented name; here the user's stays and the blueprint's is reported.
    """
    theirs = dict(sides.theirs)
    decided: dict[str, FileChange] = {}
    apart = {p for p, e in sides.ours.items() if p in sides.base and sides.base[p].type != e.type}
    for path in apart:
        if sides.theirs.get(path) != sides.base[path]:
            decided[path] = _other_type(path, sides)
    staying = {path for path in sides.ours if path in sides.theirs or sides.edited(path)}
    folders = {parent for path in staying for parent in parents(path)}
    for path, entry in sides.theirs.items():
        before = sides.base.get(path)
        blocker = path if path in folders else next((p for p in parents(path) if p in staying), None)
        if blocker is not None:
            change = _blocked(path, blocker, path in folders, known=before is not None)
        elif sides.edited(path) and sides.ours[path].type != entry.type and entry != before:
            change = _other_type(path, sides)
        else:
            continue
        if entry != before:
            decided[path] = change
        theirs.pop(path)
        if before is not None:
            theirs[path] = before
    base, ours, theirs = ({p: e for p, e in t.items() if p not in apart} for t in (sides.base, sides.ours, theirs))
    return Sides(base, ours, theirs), decided


def _other_type(path: str, sides: Sides) -> FileChange:
    yours = f"yours is {_TYPES[sides.ours[path].type]}"
    if path not in sides.theirs:
        return FileChange(path, "kept", f"{yours}, the blueprint no longer has it")
    return FileChange(path, "kept", f"{yours}, the blueprint's {_TYPES[sides.theirs[path].type]}")


def _blocked(path: str, blocker: str, is_folder: bool, *, known: bool) -> FileChange:
    what = f"your {'folder' if is_folder else 'file'} {blocker} is in its place"
    return FileChange(path, "deleted_by_you" if known else "collision", what)


def parents(path: str) -> list[str]:
    """The folders around a path, innermost first."""
    return [parent.as_posix() for parent in PurePosixPath(path).parents][:-1]


def settle(sides: Sides, outcome: Outcome) -> Settled:
    """The user's decision for each file that one side deleted and the other changed."""
    tree, stages = dict(outcome.tree), dict(outcome.stages)
    decided = _keep_your_names(sides, outcome, tree, stages)
    old_names = {new: old for old, new in outcome.renames.items()}
    twice_renamed = {path for path, versions in stages.items() if versions.keys() == {1}}
    for path, versions in list(stages.items()):
        old = old_names.get(path)
        if versions.keys() == {1, 2} or (versions.keys() == {2} and not twice_renamed):
            tree[path] = versions[2]
            decided[path] = FileChange(path, "kept", "the blueprint no longer has it")
        elif versions.keys() in ({1, 3}, {3}) and path not in sides.ours and old not in twice_renamed:
            tree.pop(path, None)
            detail = f"the blueprint renamed it to {path}" if old else "the blueprint changed it"
            decided[old or path] = FileChange(old or path, "deleted_by_you", detail)
        else:
            continue
        del stages[path]
    carried = {old for old, new in outcome.renames.items() if new in tree and new not in sides.ours}
    for path in sides.ours:
        # Whatever git made of it: what the user wrote stays, unless it went to the new name.
        if path not in tree and sides.edited(path) and path not in carried and path not in stages:
            tree[path] = sides.ours[path]
            decided[path] = FileChange(path, "kept", "the blueprint no longer has it")
    return Settled(tree, stages, decided)


def _keep_your_names(
    sides: Sides, outcome: Outcome, tree: Tree, stages: dict[str, Mapping[int, Entry]]
) -> dict[str, FileChange]:
    """Where both sides renamed a file, the user's name stays, with the changes of both; git would write it twice."""
    decided: dict[str, FileChange] = {}
    for old, its in outcome.renames.items():
        yours = outcome.your_renames.get(old, its)
        if yours == its or stages.get(yours, {}).keys() != {2} or stages.get(its, {}).keys() != {3}:
            continue
        for path in (old, its, yours):
            stages.pop(path, None)
        tree.pop(its, None)
        if yours in outcome.marked:
            stages[yours] = {1: sides.base[old], 2: sides.ours[yours], 3: sides.theirs[its]}
        else:
            what = f"the blueprint renamed {old} to {its}, your name stays: look at its imports and its importers"
            decided[yours] = FileChange(yours, "kept", what)
    return decided
