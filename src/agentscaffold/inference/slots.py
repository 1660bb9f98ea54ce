"""From findings to slots: what is stated, what is only offered, and what nothing in the text decides."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from agentscaffold.catalogue import SLOTS, Catalogue, Technology
from agentscaffold.inference.model import Evidence, SlotReading
from agentscaffold.inference.rivals import SINGLE_SLOTS
from agentscaffold.inference.roles import PLAIN, WEAK, Finding
from agentscaffold.safe_text import safe

_COUNTED_LINES = 6
"""Lines beyond these add nothing: a long sample of code is not a stronger commitment than a short one."""
_MARGINAL = 0.25
"""In a slot that is filled once, a value with less than this share of the main one's weight is an aside."""
_SHOWN_LINES = 5
_GENERIC = 3
"""An agent that offers this many frameworks is written for any stack."""


@dataclass
class _Tally:
    """What speaks for one technology."""

    technology: Technology
    findings: list[Finding] = field(default_factory=list)

    @property
    def weight(self) -> float:
        best: dict[int, float] = {}
        for finding in self.findings:
            line = finding.mention.line
            best[line] = max(best.get(line, 0), finding.weight)
        heaviest = sorted(best.values(), reverse=True)[:_COUNTED_LINES]
        return sum(heaviest) * (0.5 if self.technology.general else 1)

    @property
    def first(self) -> tuple[int, int]:
        return min((finding.mention.line, finding.mention.column) for finding in self.findings)


def read_slots(findings: Sequence[Finding], catalogue: Catalogue) -> dict[str, SlotReading]:
    """A reading for each of the slots, in their order."""
    by_slot: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_slot[finding.slot].append(finding)
    readings: dict[str, SlotReading] = {slot: _read_slot(slot, by_slot[slot]) for slot in SLOTS}
    if len(readings["framework"].options) >= _GENERIC and readings["framework"].status == "offered":
        readings = {slot: _as_known_only(reading, by_slot[slot]) for slot, reading in readings.items()}
    readings = _without_contradictions(_with_implications(readings, catalogue), catalogue)
    return _with_implications(readings, catalogue)


def _read_slot(slot: str, findings: Sequence[Finding]) -> SlotReading:
    named = [finding for finding in findings if finding.mention.kind != "hint"]
    hinted = not any(finding.role in ("chosen", "offered") for finding in named)
    counted = findings if hinted else named
    chosen = _tallies(finding for finding in counted if finding.role == "chosen")
    offered = _tallies(finding for finding in counted if finding.role == "offered")
    excluded = _tallies(finding for finding in counted if finding.role == "excluded")
    chosen = _without_excluded(chosen, excluded)
    if _open_decision(offered):
        chosen = {key: tally for key, tally in chosen.items() if any(f.declared for f in tally.findings)}
    elif offered:
        chosen = {key: tally for key, tally in chosen.items() if _outweighs(tally, offered)}
    if chosen and max(sum(f.weight for f in tally.findings) for tally in chosen.values()) >= WEAK:
        return _stated(slot, chosen, counted)
    rest = _tallies(finding for finding in counted if finding.role in ("chosen", "offered"))
    if rest:
        return _offered(slot, rest, counted)
    return SlotReading(slot, "unstated", None, (), "nothing in the text decides it")


def _as_known_only(reading: SlotReading, findings: Sequence[Finding]) -> SlotReading:
    """An agent for any stack: what it merely lists among its skills is an offer."""
    chosen = [finding for finding in findings if finding.role == "chosen" and finding.technology in reading.options]
    if reading.status != "stated" or not all(finding.known_only for finding in chosen):
        return reading
    return _offered(reading.slot, _tallies(chosen), findings)


def _tallies(findings: Iterable[Finding]) -> dict[str, _Tally]:
    tallies: dict[str, _Tally] = {}
    for finding in findings:
        tallies.setdefault(finding.technology, _Tally(finding.mention.technology)).findings.append(finding)
    return tallies


def _without_excluded(chosen: dict[str, _Tally], excluded: Mapping[str, _Tally]) -> dict[str, _Tally]:
    """A rule that forbids a value outweighs a passing mention of it, not a declaration."""
    return {
        key: tally
        for key, tally in chosen.items()
        if key not in excluded or tally.weight > excluded[key].weight or any(f.declared for f in tally.findings)
    }


def _open_decision(offered: Mapping[str, _Tally]) -> bool:
    """Whether a table or a list of skills leaves this slot open between two or more values."""
    return sum(any(finding.decisive for finding in tally.findings) for tally in offered.values()) > 1


def _outweighs(tally: _Tally, offered: Mapping[str, _Tally]) -> bool:
    """Whether a chosen value stands although others are offered: it must be more than a skill or an aside."""
    if tally.technology.id in offered and len(offered) == 1:
        return True
    if all(finding.known_only for finding in tally.findings):
        return False
    return sum(finding.weight for finding in tally.findings) >= PLAIN


def _stated(slot: str, chosen: Mapping[str, _Tally], findings: Sequence[Finding]) -> SlotReading:
    ranked = sorted(chosen.values(), key=lambda tally: (-tally.weight, tally.first))
    if slot in SINGLE_SLOTS or slot == "language":
        ranked = [tally for tally in ranked if tally.weight >= ranked[0].weight * _MARGINAL]
    main = ranked[0]
    options = tuple(tally.technology.id for tally in ranked)
    evidence = _evidence(findings, options)
    lines = len({finding.mention.line for finding in main.findings})
    reason = "named once" if lines == 1 else f"named on {lines} lines"
    return SlotReading(slot, "stated", options[0], options, reason, evidence)


def _offered(slot: str, offered: Mapping[str, _Tally], findings: Sequence[Finding]) -> SlotReading:
    ranked = sorted(offered.values(), key=lambda tally: min(map(_persuasion, tally.findings)))
    options = tuple(tally.technology.id for tally in ranked)
    reason = "named as an option" if len(options) == 1 else f"{len(options)} alternatives, none chosen"
    return SlotReading(slot, "offered", None, options, reason, _evidence(findings, options))


def _evidence(findings: Sequence[Finding], options: Sequence[str]) -> tuple[Evidence, ...]:
    """The best lines for each option, main option first; a few per technology are enough to check."""
    shown: list[Evidence] = []
    for option in options:
        own = [f for f in findings if f.technology == option and f.role in ("chosen", "offered")]
        lines: set[int] = set()
        for finding in sorted(own, key=_persuasion):
            if finding.mention.line not in lines and len(lines) < _SHOWN_LINES:
                lines.add(finding.mention.line)
                shown.append(evidence(finding))
    return tuple(shown)


def _persuasion(finding: Finding) -> tuple[object, ...]:
    """What convinces a reader first: an open decision, a declaration, a sentence, then code."""
    passage = finding.mention.passage
    return not finding.decisive, not finding.declared, passage.fence is not None, passage.line, finding.mention.column


def evidence(finding: Finding) -> Evidence:
    mention = finding.mention
    return Evidence(finding.technology, finding.role, mention.line, mention.column, safe(mention.passage.text.strip()))


def _with_implications(readings: dict[str, SlotReading], catalogue: Catalogue) -> dict[str, SlotReading]:
    """Fill slots that nothing is stated for from what is certain: FastAPI implies Python and Pydantic.

    Runs until nothing changes, because what is implied implies further.
    """
    pending = [t for reading in readings.values() if reading.status == "stated" for t in reading.options]
    done: set[str] = set()
    while pending:
        source = catalogue.get(pending.pop(0))
        if source is None or source.id in done:
            continue
        done.add(source.id)
        proof = _proof(source, readings)
        for implied in (catalogue.get(identifier) for identifier in source.implies):
            if implied is None or proof is None or readings[implied.slot].status == "stated":
                continue
            quoted = Evidence(implied.id, "implied", proof.line, proof.column, proof.quote)
            reason = f"implied by {source.name}"
            readings[implied.slot] = SlotReading(implied.slot, "stated", implied.id, (implied.id,), reason, (quoted,))
            pending.append(implied.id)
    return readings


def _without_contradictions(readings: dict[str, SlotReading], catalogue: Catalogue) -> dict[str, SlotReading]:
    """Drop values that cannot run in the stated language: the Next.js whose export a Go server hands out."""
    languages = set(readings["language"].options)
    if readings["language"].status != "stated":
        return readings
    return {slot: _fitting(reading, languages, catalogue) for slot, reading in readings.items()}


def _fitting(reading: SlotReading, languages: set[str], catalogue: Catalogue) -> SlotReading:
    options = tuple(option for option in reading.options if _speaks(catalogue.get(option), languages))
    if options == reading.options:
        return reading
    if not options:
        return SlotReading(reading.slot, "unstated", None, (), "what is named does not go with the language")
    evidence = tuple(each for each in reading.evidence if each.technology in options)
    choice = options[0] if reading.status == "stated" else None
    return replace(reading, choice=choice, options=options, evidence=evidence)


def _speaks(technology: Technology | None, languages: set[str]) -> bool:
    if technology is None:
        return True
    rules = [rule for rule in technology.requires if rule.slot == "language"]
    return all(languages & set(rule.any_of) for rule in rules)


def _proof(technology: Technology, readings: Mapping[str, SlotReading]) -> Evidence | None:
    return next((e for e in readings[technology.slot].evidence if e.technology == technology.id), None)
