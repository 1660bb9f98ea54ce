"""Says of every file of a render how it stands to what a project has at its place."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from agentscaffold.engine.merge.disk import obstacle_to
from agentscaffold.engine.merge.repository import find_repository
from agentscaffold.engine.merge.trees import committed_tree, make_scratch, rendered_tree

Standing = Literal["same", "differs", "other_type", "not_in_git", "blocked", "missing"]


@dataclass(frozen=True)
class Compared:
    """`missing`: nothing is at its place. `same` and `differs`: a file that is in git.

    `other_type`: a link or a submodule. `not_in_git`: a file that git does not know, the same or not. `blocked`: a
    folder is there, or a file where its folder has to be. `obstacle` is what lies there, for the last two.
    """

    standing: Standing
    obstacle: str | None = None


def compare(project: Path, render: Path) -> Mapping[str, Compared]:
    """Every file below `render`, by path, against the last commit of `project` and what lies on its disk.

    Files are compared as git stores them, so line endings that git converts are no difference. `project` is as
    `check_ready` wants it. Raises `UsageError` without a repository or a commit, `EngineError` if git fails.
    """
    repository = find_repository(project)
    with tempfile.TemporaryDirectory(prefix="agentscaffold-") as folder:
        scratch = make_scratch(Path(folder).resolve(), repository)
        ours = committed_tree(repository)
        found: dict[str, Compared] = {}
        for path, entry in sorted(rendered_tree(scratch, render, "render", ours).items()):
            yours = ours.get(path)
            if yours is None:
                found[path] = _absent(path, obstacle_to(repository.project, path, frozenset()))
            elif yours.type != entry.type:
                found[path] = Compared("other_type")
            else:
                found[path] = Compared("same" if yours.oid == entry.oid else "differs")
        return found


def _absent(path: str, obstacle: str | None) -> Compared:
    if obstacle is None:
        return Compared("missing")
    return Compared("not_in_git" if obstacle == path else "blocked", obstacle)
