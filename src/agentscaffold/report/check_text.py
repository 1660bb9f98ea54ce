"""The outcome of `check` for a terminal: one finding per line, as compilers write them."""

from collections.abc import Iterator

from agentscaffold.checks import BASELINE_FILE, SEVERITIES, STATUSES
from agentscaffold.commands.check import AgentCoverage, CheckOutcome
from agentscaffold.report.columns import aligned
from agentscaffold.safe_text import safe

_NOUNS = {
    "technology": ("technology", "technologies"),
    "variable": ("environment variable", "environment variables"),
}
_MAX_MISSING = 2


def check_text(outcome: CheckOutcome, width: int = 120) -> str:
    """The findings with their hints, what was looked up, and how many disagree; before that the coverage, if asked.

    The lines of the coverage are cut to `width`, those of findings never: other tools read them.
    """
    return "\n".join(_lines(outcome, width))


def _lines(outcome: CheckOutcome, width: int) -> Iterator[str]:
    for covered in outcome.coverage:
        yield from _coverage(covered, width)
    for finding in outcome.findings:
        place = f"{safe(finding.path)}:{finding.line}:{finding.column}"
        yield f"{place}: {finding.severity}: {finding.message} [{finding.rule}]"
        if finding.hint:
            yield f"  {finding.hint}"
    if outcome.findings:
        yield ""
    looked_up = [
        f"{count} {_NOUNS.get(kind, (kind, f'{kind}s'))[count > 1]}" for kind, count in outcome.checked.items() if count
    ]
    agents = _number(len(outcome.agents), "agent")
    yield f"Checked {agents} against {_number(outcome.files, 'file')}: {', '.join(looked_up) or 'nothing to look up'}."
    if not outcome.all_files:
        yield "There are more files than are looked at; no path is called missing."
    yield from _baseline(outcome)
    yield _summary(outcome)


def _baseline(outcome: CheckOutcome) -> Iterator[str]:
    if outcome.replaced:
        yield f"{BASELINE_FILE} was no baseline, and was written anew: {safe(outcome.replaced)}."
    if outcome.known:
        yield f"{_number(len(outcome.known), 'known finding')} not shown: accepted in {BASELINE_FILE}."
    if outcome.settled:
        gone = _number(outcome.settled, "accepted finding")
        yield f"{gone} of {BASELINE_FILE} gone: shorten it with --update-baseline."


def _summary(outcome: CheckOutcome) -> str:
    counts = [_number(outcome.count(severity), severity) for severity in SEVERITIES if outcome.count(severity)]
    return ", ".join(counts) + "." if counts else f"No {'new ' if outcome.known else ''}findings."


def _coverage(covered: AgentCoverage, width: int) -> Iterator[str]:
    counts = {status: sum(each.status == status for each in covered.statements) for status in STATUSES}
    yield f"{safe(covered.path)}: {', '.join(f'{count} {status}' for status, count in counts.items())}"
    rows = []
    text = max(20, min(60, width // 2 - 14))
    for each in covered.statements:
        where = ", ".join(safe(place, 60) for place in each.places[:_MAX_MISSING])
        if each.status == "not covered":
            where = f"missing: {', '.join(safe(name, 60) for name in each.missing[:_MAX_MISSING])}"
        rows.append((str(each.line), each.status, safe(each.text, text), where))
    yield from (safe(line, max(width, 60)) for line in aligned(rows))
    yield ""


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
