"""A planned merge: what becomes of every file, known before anything is written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from agentscaffold.engine.merge.trees import Entry, Scratch

Kind = Literal["new", "updated", "merged", "conflict", "kept", "deleted", "deleted_by_you", "renamed", "collision"]

_TO_REVIEW = {"conflict", "kept", "deleted_by_you", "collision"}


@dataclass(frozen=True)
class FileChange:
    """What the update does to one file, and why, where that does not go without saying.

    `new`, `updated`, `deleted`, `renamed` (`detail`: the new name): the blueprint did it. `merged`: you and the
    blueprint changed it. `conflict`: in the same place. `kept`: you changed it, the blueprint dropped it.
    `deleted_by_you`: you deleted it, the blueprint changed it. `collision`: what is in the way of a new file is not
    in git, so the new one is left out.
    """

    path: str
    kind: Kind
    detail: str | None = None


@dataclass(frozen=True)
class Writes:
    """What is to be done on disk: `stages` are the three versions of each file in conflict."""

    deleted: tuple[str, ...]
    written: tuple[str, ...]
    created: frozenset[str]
    stages: Mapping[str, Mapping[int, Entry]]


@dataclass(frozen=True)
class Merge:
    """The complete plan of an update; nothing is written yet. It holds as long as `plan_merge` is open.

    `changes` are sorted by path; files that stay as they are are not among them.
    """

    changes: tuple[FileChange, ...]
    writes: Writes = field(repr=False)
    scratch: Scratch = field(repr=False)
    staging: Path = field(repr=False)
    before: str = field(repr=False)
    after: str = field(repr=False)

    @property
    def needs_review(self) -> bool:
        """Whether somebody has to look at one of the files."""
        return any(change.kind in _TO_REVIEW for change in self.changes)

    def diff(self, path: str) -> str:
        """The change to one path as a unified diff; one line if it is binary, empty if nothing is written there."""
        paths = [path, *(c.detail for c in self.changes if c.path == path and c.kind == "renamed" and c.detail)]
        output = self.scratch.git(
            *("diff-tree", "-r", "-p", "-M", "--no-ext-diff", "--no-textconv", "--no-color", "--full-index"),
            *(self.before, self.after, "--", *(f"{self.scratch.repository.prefix}{name}" for name in paths)),
        )
        if not output.count(b"\n@@ ") and b"\nBinary files " in output:
            output = next(line for line in output.splitlines(keepends=True) if line.startswith(b"Binary files "))
        return output.decode("utf-8", "replace")
