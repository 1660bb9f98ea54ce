"""Refuses a project whose present state is not in git: an update must be something that can be taken back."""

import os
from collections.abc import Sequence
from pathlib import Path

from agentscaffold.engine.merge.git import records, text
from agentscaffold.engine.merge.repository import Repository, find_repository
from agentscaffold.errors import EngineError

WORKROOM = "agentscaffold-update"
"""Folder in the git directory that holds what a running update replaces."""
WORKROOM_HEAD = "head"
"""File in it that names the commit that is updated."""
TAKE_BACK = "git reset -q -- . && git restore ."
"""Gives back what a killed update replaced, also where the index has its conflicts already."""

_OPERATIONS = {
    "MERGE_HEAD": "a merge",
    "CHERRY_PICK_HEAD": "a cherry-pick",
    "REVERT_HEAD": "a revert",
    "rebase-merge": "a rebase",
    "rebase-apply": "a rebase",
}
_SHOWN = 10


def check_ready(project: Path) -> None:
    """Refuse a project that cannot be updated safely. Untracked and ignored files are no obstacle.

    Raises `UsageError` without a repository or a commit; `EngineError` while a merge or the like is unfinished, if
    a tracked file below `project` differs from the last commit, or if git was told not to look at one of them.
    """
    check_repository(find_repository(project))


def check_repository(repository: Repository) -> None:
    """`check_ready` for a repository that was found already."""
    for name, operation in _OPERATIONS.items():
        if (repository.git_dir / name).exists():
            raise EngineError(f"{operation} is in progress in {repository.top}", hint="Finish or abort it first.")
    dirty = _dirty(repository)
    if dirty:
        raise EngineError(f"there are uncommitted changes: {_some(dirty)}", hint=_way_out(repository))
    hidden = [path for path in marked(repository) if os.path.lexists(repository.top / path)]
    if hidden:
        raise EngineError(
            f"git does not look at these files (assume-unchanged or skip-worktree): {_some(hidden)}",
            hint="Let it: git update-index --no-assume-unchanged --no-skip-worktree FILE",
        )


def marked(repository: Repository) -> list[str]:
    """Paths of the repository, below the project, whose changes git was told not to see.

    With a sparse checkout most of them do not exist on disk.
    """
    listed = records(repository.git("ls-files", "-v", "-z", "--", repository.prefix or "."))
    return [entry[2:] for entry in listed if entry[0].islower() or entry[0] == "S"]


def _dirty(repository: Repository) -> list[str]:
    output = repository.git(
        *("status", "--porcelain=v1", "-z", "--untracked-files=no", "--no-renames", "--ignore-submodules=dirty"),
        *("--", repository.prefix or "."),
    )
    return [text(entry[3:]) for entry in output.split(b"\0") if entry]


def _way_out(repository: Repository) -> str:
    if _killed_update(repository):
        return (
            f"An update of this commit was killed. If nobody has worked here since, `{TAKE_BACK}` "
            "gives back what was there; then update again."
        )
    return "Commit or stash them first, so that everything can be taken back."


def _killed_update(repository: Repository) -> bool:
    """Whether there is a trace of one that began with the present commit; with another it says nothing any more."""
    try:
        return (repository.git_dir / WORKROOM / WORKROOM_HEAD).read_text() == repository.head
    except OSError:
        return False


def _some(paths: Sequence[str]) -> str:
    more = len(paths) - _SHOWN
    return ", ".join(paths[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
