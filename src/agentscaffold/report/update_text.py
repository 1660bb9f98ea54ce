"""The outcome of `update` for a terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence

from agentscaffold.commands.update import Difference, UpdateOutcome
from agentscaffold.engine import FileChange
from agentscaffold.report.accepted import accepted_text
from agentscaffold.report.columns import DIFF_WIDTH, aligned
from agentscaffold.report.kept_text import kept_text
from agentscaffold.safe_text import safe

_TOLD = {
    "new": "new",
    "updated": "updated",
    "merged": "merged with your changes",
    "deleted": "deleted",
    "conflict": "CONFLICT: both changed the same lines",
    "kept": "kept: you changed it, the blueprint no longer has it",
    "deleted_by_you": "left out: you deleted it, the blueprint changed it",
    "collision": "NOT WRITTEN: a file that git does not know is in the way",
}
_REASONED = {"kept": "kept", "deleted_by_you": "left out", "collision": "NOT WRITTEN"}
_REASONS = {
    ("kept", "the blueprint no longer has it"): "you changed it, the blueprint no longer has it",
    ("deleted_by_you", "the blueprint changed it"): "you deleted it, the blueprint changed it",
}
_MANY = 4


def update_text(outcome: UpdateOutcome, *, with_diffs: bool = False) -> str:
    """What changed (or would), what is decided differently and why, and what is left to do."""
    return "\n".join(_lines(outcome, with_diffs))


def _lines(outcome: UpdateOutcome, with_diffs: bool) -> Iterator[str]:
    same = outcome.before == outcome.after
    versions = f"blueprints {outcome.after}" if same else f"blueprints {outcome.before} -> {outcome.after}"
    yield f"{outcome.plan.project_name}: {outcome.plan.blueprint}, {versions}"
    if outcome.differences:
        yield from ("", "Decided differently", *aligned([_difference(each) for each in outcome.differences]))
    for note in outcome.plan.notes:
        yield f"  note: {safe(note)}"
    if outcome.kept_values:
        yield from ("", "Kept as you have it, although the blueprint has it otherwise now")
        yield from kept_text(outcome.kept_values)
    yield from accepted_text(outcome.accepted)
    yield ""
    if not outcome.changes:
        yield "Nothing to change."
        return
    yield from aligned(list(_rows(outcome.changes)))
    if with_diffs:
        for change in outcome.changes:
            yield from ("", *(safe(line, DIFF_WIDTH) for line in outcome.diffs[change.path].splitlines()))
    yield ""
    if outcome.request.dry_run:
        yield "Dry run: nothing was written."
    elif outcome.needs_review:
        yield "Look at the marked files: `git status` and `git diff` show what is open; commit when it is right."
    else:
        yield "Look at it with `git diff`, install the dependencies anew, and commit."


def _difference(each: Difference) -> tuple[str, str, str]:
    where = f" (agent line {each.line})" if each.line is not None else ""
    return each.name, f"{safe(each.before or '-')} -> {safe(each.after or '-')}", f"{each.reason}{where}"


def _told(change: FileChange) -> str:
    if change.kind == "renamed":
        return f"renamed to {safe(change.detail or '')}"
    if change.kind in _REASONED and change.detail is not None:
        return f"{_REASONED[change.kind]}: {_REASONS.get((change.kind, change.detail), safe(change.detail))}"
    detail = f" ({safe(change.detail)})" if change.detail else ""
    return _TOLD[change.kind] + detail


def _rows(changes: Sequence[FileChange]) -> Iterator[tuple[str, str]]:
    """A row for each file; one for a folder of which git knows nothing."""
    told = [(change, _told(change)) for change in changes]
    unknown = Counter(_folder(change, text) for change, text in told if change.kind == "collision")
    shown: set[tuple[str, str]] = set()
    for change, text in told:
        group = _folder(change, text)
        if change.kind != "collision" or unknown[group] < _MANY:
            yield safe(change.path), text
        elif group not in shown:
            shown.add(group)
            yield f"{safe(group[0])}/ ({unknown[group]} files)", f"{text}; to have them in it: git add --force"


def _folder(change: FileChange, text: str) -> tuple[str, str]:
    return change.path.partition("/")[0], text
