"""Plans a merge completely before the first write, without touching the user's repository."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from agentscaffold.engine.merge.changes import list_changes
from agentscaffold.engine.merge.disk import Obstacles, find_obstacles
from agentscaffold.engine.merge.model import FileChange, Merge, Writes
from agentscaffold.engine.merge.ready import check_repository, marked
from agentscaffold.engine.merge.repository import Repository, find_repository
from agentscaffold.engine.merge.settle import Settled, Sides, make_room, settle
from agentscaffold.engine.merge.three_way import git_version, merge
from agentscaffold.engine.merge.trees import (
    GITLINK,
    Scratch,
    Tree,
    committed_tree,
    index_lines,
    make_scratch,
    rendered_tree,
    write_tree,
)
from agentscaffold.errors import EngineError


@contextmanager
def plan_merge(
    project: Path, old: Path, new: Path, *, answers_file: str, version: tuple[int, ...] | None = None
) -> Iterator[Merge]:
    """What has to be done so that `project`, once made like `old`, becomes like `new` and keeps its own changes.

    `old` and `new` are plain folders: renders of the blueprint. `project` may be any folder of its repository. The
    file `answers_file` always becomes the new one, since nobody but this tool writes it. `version` is that of git,
    for tests. Raises what `check_ready` does, and `EngineError` if git fails or a sparse checkout leaves out a file
    that changes.
    """
    repository = find_repository(project)
    check_repository(repository)
    with tempfile.TemporaryDirectory(prefix="agentscaffold-") as folder:
        yield _plan(make_scratch(Path(folder).resolve(), repository), old, new, answers_file, version or git_version())


def _plan(scratch: Scratch, old: Path, new: Path, answers_file: str, version: tuple[int, ...]) -> Merge:
    ours = committed_tree(scratch.repository)
    base = rendered_tree(scratch, old, "old", ours)
    theirs = rendered_tree(scratch, new, "new", ours)
    sides = Sides(base, _with_answers_of(base, ours, answers_file), theirs)
    room, decided = make_room(sides)
    _fetch_what_is_needed(scratch.repository, sides)
    outcome = merge(scratch, room.base, room.ours, room.theirs, version=version)
    aside = {path: entry for path, entry in sides.ours.items() if path not in room.ours}
    settled = settle(sides, replace(outcome, tree={**outcome.tree, **aside}))
    settled = replace(settled, decided={**settled.decided, **decided})
    _check_sparse(scratch.repository, ours, settled.tree)
    staging = _stage(scratch, ours, settled.tree)
    obstacles = find_obstacles(scratch.repository.project, staging, ours, settled.tree)
    settled = _leave_out(settled, sides, obstacles)
    return Merge(
        list_changes(replace(sides, ours=ours), settled, outcome.renames, scratch.repository.project, answers_file),
        _writes(ours, settled, obstacles),
        scratch,
        staging,
        write_tree(scratch, ours),
        write_tree(scratch, settled.tree),
    )


def _with_answers_of(base: Tree, ours: Tree, answers_file: str) -> Tree:
    """The project as if its answers file were as rendered: else answers would conflict with every new one."""
    return {**ours, answers_file: base[answers_file]} if answers_file in base else dict(ours)


def _fetch_what_is_needed(repository: Repository, sides: Sides) -> None:
    """Asking for the user's files makes a partial clone fetch them, which the throw-away repository cannot do."""
    promised = repository.git(
        "config", "--get-regexp", r"^(remote\..*\.promisor|extensions\.partialclone)$", allowed=(0, 1)
    )
    if promised:
        wanted = [e.oid for path, e in sides.ours.items() if sides.edited(path) and e.mode != GITLINK]
        repository.git("cat-file", "--batch-check", given="".join(f"{oid}\n" for oid in wanted).encode())


def _check_sparse(repository: Repository, ours: Tree, tree: Tree) -> None:
    absent = [path.removeprefix(repository.prefix) for path in marked(repository)]
    changed = [path for path in absent if ours.get(path) != tree.get(path)]
    if changed:
        raise EngineError(
            f"the sparse checkout leaves out what would change: {', '.join(changed[:10])}",
            hint="Check it out first: git sparse-checkout disable",
        )


def _stage(scratch: Scratch, ours: Tree, tree: Tree) -> Path:
    """Every file that differs, as it is to be on disk: with the filters and line endings of the user's repository."""
    staging = scratch.folder / "staging"
    staging.mkdir()
    changed = {path: entry for path, entry in tree.items() if ours.get(path) != entry}
    git = scratch.project_git.with_(
        {"GIT_INDEX_FILE": scratch.folder / "staging.index"}, {"core.sparseCheckout": "false"}
    )
    git("update-index", "-z", "--index-info", given=index_lines(changed, scratch.repository.prefix))
    git("checkout-index", "--all", "--force", f"--prefix={staging}{os.sep}")
    return staging / scratch.repository.prefix


def _leave_out(settled: Settled, sides: Sides, obstacles: Obstacles) -> Settled:
    """The plan without the files that something untracked is in the way of."""
    if not obstacles.blocked:
        return settled
    tree = {path: entry for path, entry in settled.tree.items() if path not in obstacles.blocked}
    stages = {path: versions for path, versions in settled.stages.items() if path not in obstacles.blocked}
    decided = dict(settled.decided)
    for path, blocker in obstacles.blocked.items():
        decided[path] = FileChange(path, "collision", f"{blocker} is not in git")
    for path in sides.ours.keys() - tree.keys():
        if sides.edited(path):  # it would have gone to a name that is taken
            tree[path] = sides.ours[path]
            decided[path] = FileChange(path, "kept", "its new name is taken")
    return Settled(tree, stages, decided)


def _writes(ours: Tree, settled: Settled, obstacles: Obstacles) -> Writes:
    differing = (path for path, entry in settled.tree.items() if ours.get(path) != entry)
    written = [path for path in differing if path not in obstacles.identical]
    return Writes(
        deleted=tuple(sorted(ours.keys() - settled.tree.keys())),
        written=tuple(sorted(written)),
        created=frozenset(written) - ours.keys(),
        stages=settled.stages,
    )
