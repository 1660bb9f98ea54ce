"""An explanation for a terminal: slot by slot what was found, where, and what would be done about it."""

import textwrap
from collections.abc import Iterator, Sequence

from agentscaffold.commands.explain import Explanation
from agentscaffold.inference import Evidence, SlotReading
from agentscaffold.report.columns import aligned, size
from agentscaffold.safe_text import safe

_WIDTH = 80
_DIRECTORIES_SHOWN = 12
_NAMES_WIDTH = 24


def explain_text(explanation: Explanation) -> str:
    """Plain text of at most 80 columns, except where a single path is longer."""
    return "\n".join(_lines(explanation)).rstrip()


def _lines(explanation: Explanation) -> Iterator[str]:
    yield from _agent(explanation)
    yield ""
    yield from _stack(explanation)
    yield from _directories(explanation)
    yield from _package_scope(explanation)
    yield from _ruled_out(explanation)
    yield from _superseded(explanation)
    yield from _not_generated(explanation)
    yield from _warnings(explanation)
    yield ""
    yield from _blueprint(explanation)


def _agent(explanation: Explanation) -> Iterator[str]:
    spec, reading = explanation.spec, explanation.reading
    header = spec.frontmatter
    name = safe(header.name, limit=60) if header.name else "(no name)"
    yield from _wrapped(f"{safe(spec.source, limit=400)}: {name}", indent="")
    loads = "Claude Code loads it" if header.client_loads else "Claude Code does not load it"
    yield f"  {size(len(spec.data))}, frontmatter {header.level}; {loads}"
    layout = {"single": "one application", "monorepo": "a monorepo", "unstated": "layout not stated"}[reading.layout]
    scope = {
        "backend": "builds a back end",
        "fullstack": "builds a full stack",
        "generic": "commits to no stack",
        "not_backend": "builds no servers",
    }[reading.scope]
    yield f"  {scope}, {layout}"


def _stack(explanation: Explanation) -> Iterator[str]:
    rows: list[tuple[str, ...]] = [("SLOT", "STATUS", "FOUND", "WHERE", "WHY")]
    rows += [_row(explanation, slot) for slot in explanation.reading.slots.values()]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    indent = 2 + sum(widths) + 2 * len(widths)
    for line in aligned(rows):
        yield from textwrap.wrap(line, _WIDTH, subsequent_indent=" " * indent, drop_whitespace=True) or [""]


def _row(explanation: Explanation, slot: SlotReading) -> tuple[str, ...]:
    where = _place(slot.evidence[0]) if slot.evidence else ""
    found = _names(explanation, slot.options) if slot.options else "-"
    why = slot.reason
    if slot.status != "stated" and slot.slot in explanation.defaults:
        default = _name(explanation, explanation.defaults[slot.slot])
        why = f"{why}; default {default}" if slot.options else f"default {default}"
    elif slot.status == "unstated":
        why = "not stated"
    return slot.slot, slot.status, found, where, why


def _directories(explanation: Explanation) -> Iterator[str]:
    found = explanation.reading.directories
    if not found:
        return
    rows = [(f"{each.line}:{each.column}", safe(each.path)) for each in found[:_DIRECTORIES_SHOWN]]
    yield from ("", "Directories and files it names", *aligned(rows))
    if len(found) > _DIRECTORIES_SHOWN:
        yield f"  and {len(found) - _DIRECTORIES_SHOWN} more (--format json lists them)"


def _package_scope(explanation: Explanation) -> Iterator[str]:
    scope = explanation.reading.package_scope
    if scope is not None:
        yield from ("", "Scope of its packages", f"  {scope.line}:{scope.column}  {safe(scope.name)}")


def _ruled_out(explanation: Explanation) -> Iterator[str]:
    if explanation.reading.excluded:
        rows = [(_place(each), _name(explanation, each.technology)) for each in explanation.reading.excluded]
        yield from ("", "Ruled out", *aligned(list(dict.fromkeys(rows))))


def _superseded(explanation: Explanation) -> Iterator[str]:
    if explanation.reading.superseded:
        yield from ("", "Superseded")
        for each in explanation.reading.superseded:
            yield from _wrapped(f"{each.line}:{each.column}  {each.name}: {each.reason}. Instead: {each.by}.")


def _not_generated(explanation: Explanation) -> Iterator[str]:
    if explanation.not_generated:
        names = ", ".join(dict.fromkeys(technology.name for technology in explanation.not_generated))
        yield from ("", "Recognised, not generated", *_wrapped(names))


def _warnings(explanation: Explanation) -> Iterator[str]:
    spec = explanation.spec
    warnings = [f"{each.line}: {each.message}" for each in spec.hazards]
    warnings += [*spec.frontmatter.problems, *explanation.reading.notes]
    if warnings:
        yield from ("", "Warnings")
        for warning in warnings:
            yield from _wrapped(safe(warning, limit=400))


def _blueprint(explanation: Explanation) -> Iterator[str]:
    match = explanation.match
    yield f"Blueprint: {match.name or 'none fits'}"
    yield from _wrapped(safe(match.reason, limit=600))
    if match.name is not None and match.alternatives:
        yield from _wrapped(f"also possible: {', '.join(match.alternatives)}")


def _place(evidence: Evidence) -> str:
    return f"{evidence.line}:{evidence.column}"


def _names(explanation: Explanation, technologies: Sequence[str]) -> str:
    """The names, as many as fit; the main one is always there."""
    names = [_name(explanation, technology) for technology in technologies]
    shown = names[:1]
    for name in names[1:]:
        if len(", ".join([*shown, name])) > _NAMES_WIDTH - 3:
            break
        shown.append(name)
    hidden = len(names) - len(shown)
    return ", ".join(shown) + (f" +{hidden}" if hidden else "")


def _name(explanation: Explanation, technology: str) -> str:
    known = explanation.catalogue.get(technology)
    return known.name if known else technology


def _wrapped(text: str, indent: str = "  ") -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent + "  ",
        break_long_words=False,
        break_on_hyphens=False,  # `node-postgres` is one word
    )
