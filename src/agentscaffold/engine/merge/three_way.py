"""Lets git merge three trees, in memory where it can, and puts readable labels on the conflicts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agentscaffold.engine.merge.git import Git, records, text
from agentscaffold.engine.merge.trees import Entry, Scratch, Tree, read_index, read_tree, write_tree

YOURS, BLUEPRINT, BEFORE = "your project", "blueprint", "blueprint before"

Stages = Mapping[str, Mapping[int, Entry]]
"""Path in conflict → its versions: 1 the blueprint before, 2 the project, 3 the blueprint now."""

_IN_MEMORY = (2, 38)
_ZEALOUS = (2, 35)
_RULES = {
    "merge.renames": "true",
    "merge.renameLimit": "5000",
    "merge.directoryRenames": "false",  # would guess where the user's own new files belong
    "merge.renormalize": "true",
}
_CONVERSIONS = r"^core\.(autocrlf|eol)$"
_BYTE_EXACT = "* -filter -ident -working-tree-encoding -eol -text\n"
_MARKER = re.compile(rb"^(<{7,}|\|{7,}|>{7,}) ([0-9a-f]{7,64}|constructed merge base)(?=:|\r?$)", re.MULTILINE)


@dataclass(frozen=True)
class Outcome:
    """What git made of it.

    `stages` are only there for paths it could not decide; `marked` are those whose file has conflict markers.
    `renames` and `your_renames` are old → new names that the blueprint and the user changed.
    """

    tree: Tree
    stages: Stages
    marked: frozenset[str]
    renames: Mapping[str, str]
    your_renames: Mapping[str, str]


def git_version() -> tuple[int, ...]:
    """Of the git that is installed."""
    found = re.search(r"(\d+)\.(\d+)", Git(Path("/")).line("--version"))
    return tuple(int(part) for part in found.groups()) if found else (0, 0)


def merge(scratch: Scratch, base: Tree, ours: Tree, theirs: Tree, *, version: tuple[int, ...]) -> Outcome:
    """The three-way merge, done as git of this version can. Raises `EngineError` if git fails."""
    style = "zdiff3" if version >= _ZEALOUS else "diff3"
    git = scratch.git.with_({}, {**_RULES, "merge.conflictStyle": style, **_conversions(scratch)})
    commits = _commits(scratch, base, ours, theirs)
    in_memory = version >= _IN_MEMORY
    tree, stages = _in_memory(scratch, git, commits) if in_memory else _in_a_checkout(scratch, git, commits)
    labelled = _labelled(scratch, tree, stages, commits)
    return Outcome(
        {**tree, **labelled},
        stages,
        frozenset(labelled),
        _renames(scratch, commits.base, commits.theirs),
        _renames(scratch, commits.base, commits.ours),
    )


@dataclass(frozen=True)
class _Commits:
    base: str
    ours: str
    theirs: str


def _commits(scratch: Scratch, base: Tree, ours: Tree, theirs: Tree) -> _Commits:
    def commit(tree: Tree, message: str, *parents: str) -> str:
        options = [part for parent in parents for part in ("-p", parent)]
        return scratch.git.line("commit-tree", write_tree(scratch, tree), *options, "-m", message)

    root = commit(base, BEFORE)
    return _Commits(root, commit(ours, YOURS, root), commit(theirs, BLUEPRINT, root))


def _conversions(scratch: Scratch) -> dict[str, str]:
    """The settings that decide which line endings are the same; other settings of the user have no say."""
    found = scratch.repository.git("config", "-z", "--get-regexp", _CONVERSIONS, allowed=(0, 1))
    return {key: value for key, _, value in (record.partition("\n") for record in records(found))}


def _in_memory(scratch: Scratch, git: Git, commits: _Commits) -> tuple[Tree, Stages]:
    # The work tree is only there for its attributes, such as `merge=union`; nothing is written to it.
    top = scratch.repository.top
    reading = git.in_(top).with_({"GIT_DIR": scratch.objects.parent, "GIT_WORK_TREE": top})
    output = reading(
        *("merge-tree", "--write-tree", "-z", "--no-messages", commits.ours, commits.theirs), allowed=(0, 1)
    )
    tree, *conflicts = records(output)
    return read_tree(scratch, tree), _stages(scratch, conflicts)


def _in_a_checkout(scratch: Scratch, git: Git, commits: _Commits) -> tuple[Tree, Stages]:
    """For a git that can only merge in a work tree. It knows labels, but the result is read back from files."""
    info = scratch.objects.parent / "info"
    info.mkdir(exist_ok=True)
    with (info / "attributes").open("a", encoding="utf-8") as attributes:
        attributes.write(_BYTE_EXACT)
    git = git.with_({}, {"core.autocrlf": "false", "merge.renormalize": "false"})
    git("read-tree", commits.ours)
    git("checkout-index", "--all", "--force", "--index")
    git("merge-recursive", commits.base, "--", commits.ours, commits.theirs, allowed=(0, 1))
    conflicts = records(git("ls-files", "--unmerged", "-z"))
    git("add", "--all", "--force", "--", ".")
    return read_index(git, scratch.repository.prefix), _stages(scratch, conflicts)


def _renames(scratch: Scratch, before: str, after: str) -> dict[str, str]:
    options = ("-r", "-z", "-M", "-l5000", "--diff-filter=R", "--name-status")
    output = records(scratch.git("diff-tree", *options, before, after))
    prefix = scratch.repository.prefix
    return {
        old.removeprefix(prefix): new.removeprefix(prefix) for old, new in zip(output[1::3], output[2::3], strict=True)
    }


def _stages(scratch: Scratch, conflicts: list[str]) -> Stages:
    found: dict[str, dict[int, Entry]] = {}
    for conflict in conflicts:
        meta, path = conflict.split("\t", 1)
        mode, oid, stage = meta.split(" ")
        found.setdefault(path.removeprefix(scratch.repository.prefix), {})[int(stage)] = Entry(mode, oid)
    return found


def _labelled(scratch: Scratch, merged: Tree, conflicts: Stages, commits: _Commits) -> Tree:
    """The files with markers, with labels that say whose lines one sees: git knows only names of commits."""
    labelled: Tree = {}
    for path in conflicts:
        entry = merged.get(path)
        if entry is None or entry.type != "100":
            continue
        content = scratch.git("cat-file", "blob", entry.oid)
        readable = _MARKER.sub(lambda marker: _label(marker, commits), content)
        if readable != content:
            oid = text(scratch.git("hash-object", "-w", "--stdin", given=readable)).strip()
            labelled[path] = Entry(entry.mode, oid)
    return labelled


def _label(marker: "re.Match[bytes]", commits: _Commits) -> bytes:
    marks, name = marker.group(1), marker.group(2).decode()
    if marks.startswith(b"<") and name == commits.ours:
        return marks + b" " + YOURS.encode()
    if marks.startswith(b">") and name == commits.theirs:
        return marks + b" " + BLUEPRINT.encode()
    if marks.startswith(b"|") and (commits.base.startswith(name) or name == "constructed merge base"):
        return marks + b" " + BEFORE.encode()
    return marker.group()
