"""`agentscaffold adopt`: brings a repository that is there under management, and overwrites nothing of it."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from agentscaffold.blueprints import Plan
from agentscaffold.checks import BASELINE_FILE, Finding
from agentscaffold.commands.adopt_files import (
    AdoptedFile,
    Choose,
    Lack,
    compare_with,
    decide_files,
    lacks_of,
    not_merged_in,
)
from agentscaffold.commands.adopt_notes import adopt_notes
from agentscaffold.commands.adopt_plan import AdoptRequest, adopt_plan
from agentscaffold.commands.decide import Ask
from agentscaffold.commands.derived import DERIVED, write_derived
from agentscaffold.commands.managed import KeptValue, kept_values
from agentscaffold.commands.repository_files import Found
from agentscaffold.engine import (
    ANSWERS_FILE,
    Adopted,
    FileChange,
    Merge,
    answers_of,
    apply_merge,
    plan_merge,
    read_template,
    render,
)
from agentscaffold.interruption import Progress
from agentscaffold.resources import template_root


@dataclass(frozen=True)
class AdoptOutcome:
    """What was done, or would be (`dry_run`). `added` are the keys that each manifest gets, or whose list gets items.

    `changes` are the files that were written, `diffs` holds a unified diff for each. `accepted` is as in `NewOutcome`.
    """

    request: AdoptRequest
    plan: Plan
    version: str
    adopted: Adopted
    files: tuple[AdoptedFile, ...]
    added: Mapping[str, tuple[str, ...]]
    kept_values: tuple[KeptValue, ...]
    lacks: tuple[Lack, ...]
    changes: tuple[FileChange, ...]
    diffs: Mapping[str, str]
    needs_review: bool
    accepted: tuple[Finding, ...] = ()


def adopt(
    request: AdoptRequest,
    ask: Ask,
    choose: Choose,
    progress: Progress | None = None,
    confirm: Callable[[AdoptOutcome], bool] = lambda _: True,
) -> AdoptOutcome | None:
    """Decide as `new` does, compare with what is there, ask which missing files are wanted, merge, write.

    Nothing is written before everything is decided, and nothing on `dry_run`, or when `confirm` says no to what would
    be done: then the result is `None`. `progress` is kept true for whoever interrupts it. Raises `ScaffoldError`s only.
    """
    plan, survey = adopt_plan(request, ask)
    with _rendered(plan, Adopted()) as rendered:
        compared = compare_with(request.project, rendered, plan, survey)
    files = decide_files(request, compared, choose)
    adopted = Adopted(
        unmanaged=tuple(file.path for file in files if file.state in ("yours", "left_out")),
        merged=tuple(file.path for file in files if file.state == "merged"),
        directories={choice.role: choice.path for choice in plan.paths if choice.found},
    )
    merges = {path: each for path in adopted.merged if (each := compared.found[path].merge) is not None}
    kept = (
        *not_merged_in(files, compared.found),
        *(value for path, each in merges.items() for value in kept_values(path, each.kept)),
    )
    lacks = lacks_of(files, compared)
    with (
        _completed(request.project, plan, adopted) as (rendered, accepted),
        _two_sides(request.project, rendered, files, compared.found) as (old, new),
        plan_merge(request.project, old, new, answers_file=ANSWERS_FILE) as merge,
    ):
        outcome = AdoptOutcome(
            request,
            replace(
                plan,
                notes=(
                    *plan.notes,
                    *adopt_notes(request.project, rendered, survey, files, merges),
                ),
            ),
            read_template(template_root()).version,
            adopted,
            files,
            {path: (*each.added, *each.updated) for path, each in merges.items() if each.added or each.updated},
            kept,
            lacks,
            merge.changes,
            {change.path: merge.diff(change.path) for change in merge.changes},
            merge.needs_review or bool(kept or lacks),
            accepted,
        )
        if not request.dry_run:
            if not confirm(outcome):
                return None
            _apply(merge, progress or Progress())
    return outcome


def _apply(merge: Merge, progress: Progress) -> None:
    def written() -> None:
        progress.state = "the repository is adopted; `git status` shows what is new."

    progress.state = "everything is as it was before."
    apply_merge(merge, written)


@contextmanager
def _rendered(plan: Plan, adopted: Adopted) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="agentscaffold-") as folder:
        target = Path(folder, "project")
        render(read_template(template_root()), target, answers_of(plan, adopted))
        yield target


@contextmanager
def _completed(project: Path, plan: Plan, adopted: Adopted) -> Iterator[tuple[Path, tuple[Finding, ...]]]:
    """The render, with what is derived from it where nothing of the user's is in its place: it speaks of a whole."""
    with _rendered(plan, adopted) as rendered:
        accepted = write_derived(rendered) if not adopted.stored() else ()
        yield rendered, () if os.path.lexists(project / BASELINE_FILE) else accepted


@contextmanager
def _two_sides(
    project: Path, rendered: Path, files: tuple[AdoptedFile, ...], found: Mapping[str, Found]
) -> Iterator[tuple[Path, Path]]:
    """The difference to merge: before, only the manifests as they are; after, those merged and all that is new."""
    with tempfile.TemporaryDirectory(prefix="agentscaffold-") as folder:
        old, new = Path(folder, "old"), Path(folder, "new")
        old.mkdir()
        new.mkdir()
        for file in files:
            merge = found[file.path].merge
            if file.state == "merged" and merge is not None:
                _place(old / file.path, (project / file.path).read_bytes())
                _place(new / file.path, merge.text.encode("utf-8"))
            elif file.state == "new":
                (new / file.path).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(rendered / file.path, new / file.path)
        for path in DERIVED:
            if (rendered / path).is_file() and not os.path.lexists(project / path):
                _place(new / path, (rendered / path).read_bytes())
        yield old, new


def _place(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
