"""Decides every slot of a blueprint: the user above the agent file, the agent file above the defaults."""

from collections.abc import Mapping
from dataclasses import dataclass

from agentscaffold.blueprints.model import NONE, Blueprint, Decision, Question, Stack
from agentscaffold.blueprints.replaced import replacements
from agentscaffold.blueprints.rules import names, options, rejected
from agentscaffold.catalogue import SLOTS, Catalogue, Slot
from agentscaffold.errors import UnsupportedStackError
from agentscaffold.inference import Reading, SlotReading, Status


def resolve(
    blueprint: Blueprint,
    reading: Reading,
    catalogue: Catalogue,
    *,
    overrides: Mapping[Slot, str],
    answered: Mapping[Slot, str] | None = None,
    named: bool = False,
    take_first: bool = False,
) -> Stack:
    """Decide each slot in turn; what the agent file only offers becomes a question unless it is answered.

    `overrides` are the user's words (`--set`), `answered` those of the wizard: slot → technology id or `none`.
    `named`: the user named the blueprint, which settles what it is built on where the agent file is undecided.
    `take_first`: the first valid value of those offered is the default, instead of a question.
    Raises `UnsupportedStackError` when a stated or chosen technology is not generated or does not go with the others.
    """
    firm = _firm(blueprint, reading, catalogue, overrides, answered or {})
    decisions: list[Decision] = []
    questions: list[Question] = []
    notes: list[str] = []
    choices = dict(firm)
    for slot in SLOTS:
        if slot not in blueprint.slots:
            notes += _left_out(slot, blueprint, reading, overrides, catalogue)
            continue
        others = {other: value for other, value in choices.items() if other != slot}
        case = _Case(slot, blueprint, catalogue, reading.slots.get(slot), others)
        found = _decide(case, overrides.get(slot), (answered or {}).get(slot), named=named)
        if isinstance(found, Question) and take_first:
            found = Decision(slot, found.default, "default", f"the first of those offered{case.at()}")
        if isinstance(found, Question):
            questions.append(found)
            choices[slot] = found.default
        else:
            decisions.append(found)
            choices[slot] = found.value
            notes += _named_too(case, found)
    replaced = replacements(reading.superseded, decisions, catalogue)
    return Stack(blueprint, tuple(decisions), tuple(questions), tuple(notes), replaced=replaced)


@dataclass(frozen=True)
class _Case:
    """One slot to decide: what the agent file says of it, and what is settled in the other slots."""

    slot: Slot
    blueprint: Blueprint
    catalogue: Catalogue
    found: SlotReading | None
    others: Mapping[Slot, str]

    @property
    def status(self) -> Status:
        return self.found.status if self.found else "unstated"

    @property
    def stated(self) -> tuple[str, ...]:
        return self.found.options if self.found and self.found.status == "stated" else ()

    @property
    def offered(self) -> tuple[str, ...]:
        return self.found.options if self.found and self.found.status == "offered" else ()

    def valid(self) -> tuple[str, ...]:
        return options(self.slot, self.blueprint, self.others, self.catalogue)

    def rejected(self) -> dict[str, str]:
        return rejected(self.slot, self.blueprint, self.others, self.catalogue)

    def at(self) -> str:
        return f" (line {self.found.evidence[0].line})" if self.found and self.found.evidence else ""

    def refusal(self, what: str, values: tuple[str, ...]) -> UnsupportedStackError:
        """Why `values` cannot be had: a rule against the first one that is generated, else that none is."""
        valid = self.valid()
        reason = next((self.rejected()[v] for v in values if v in self.rejected()), None)
        why = f": {reason}" if reason else f", which {self.blueprint.name} does not generate"
        also = f" (or {', '.join(valid[1:])})" if len(valid) > 1 else ""
        instead = f"To take what this blueprint has instead: --set {self.slot}={valid[0]}{also}." if valid else None
        return UnsupportedStackError(
            f"{self.slot}: {what} {names(values, self.catalogue)}{self.at()}{why}", hint=instead
        )


def _firm(
    blueprint: Blueprint,
    reading: Reading,
    catalogue: Catalogue,
    overrides: Mapping[Slot, str],
    answered: Mapping[Slot, str],
) -> dict[Slot, str]:
    """What is settled before any default is taken, so that a default gives way to whatever else is said."""
    firm: dict[Slot, str] = {}
    for slot in blueprint.slots:
        found = reading.slots.get(slot)
        stated = found.options if found and found.status == "stated" else ()
        generated = next((v for v in stated if (t := catalogue.get(v)) and t.generated), None)
        value = overrides.get(slot) or generated or answered.get(slot) or blueprint.identity.get(slot)
        if value is not None:
            firm[slot] = value
    return firm


def _decide(case: _Case, override: str | None, answer: str | None, *, named: bool) -> Decision | Question:
    valid = case.valid()
    if override is not None:
        return Decision(case.slot, _required(case, override), "you", "you said so")
    if case.stated:
        return _stated(case)
    if answer is not None:
        return Decision(case.slot, _required(case, answer), "you", "your answer")
    if case.slot in case.blueprint.identity and (named or case.status == "unstated"):
        value = case.blueprint.identity[case.slot]
        return Decision(case.slot, value, "blueprint", f"{case.blueprint.name} is built on it")
    if not valid:
        reasons = "; ".join(f"{value}: {reason}" for value, reason in case.rejected().items())
        raise UnsupportedStackError(
            f"{case.slot}: nothing that {case.blueprint.name} generates goes with the rest of the stack",
            hint=reasons or "Nothing is generated for it yet.",
        )
    if case.status == "unstated":
        return Decision(case.slot, valid[0], "default", "the agent file leaves it open")
    return _question(case)


def _stated(case: _Case) -> Decision:
    value = next((v for v in case.stated if v in case.valid()), None)
    if value is None or case.found is None:
        raise case.refusal("the agent file states", case.stated)
    roles = ("chosen", "implied")
    proof = next((e for e in case.found.evidence if e.technology == value and e.role in roles), None)
    line, column = (proof.line, proof.column) if proof else (None, None)
    return Decision(case.slot, value, "agent", case.found.reason, line, column)


def _question(case: _Case) -> Question:
    valid = case.valid()
    listed = tuple(v for v in case.offered if v in valid)
    if not listed or case.found is None:
        raise case.refusal("the agent file offers", case.offered)
    refusals = case.rejected()
    for value in case.offered:
        if value not in valid:
            refusals.setdefault(value, "recognised, not generated")
    line = case.found.evidence[0].line if case.found.evidence else None
    return Question(case.slot, listed, listed[0], case.found.reason, refusals, line)


def _required(case: _Case, value: str) -> str:
    """`value` if the slot can take it. Raises `UnsupportedStackError`."""
    valid = case.valid()
    if value in valid:
        return value
    if value == NONE:
        message = f"{case.slot}: {case.blueprint.name} needs one"
        raise UnsupportedStackError(message, hint=f"Choose one of: {', '.join(valid)}.")
    raise case.refusal("you chose", (value,))


def _left_out(
    slot: Slot, blueprint: Blueprint, reading: Reading, overrides: Mapping[Slot, str], catalogue: Catalogue
) -> list[str]:
    if overrides.get(slot, NONE) != NONE:
        value = names((overrides[slot],), catalogue)
        raise UnsupportedStackError(
            f"{slot}: {blueprint.name} does not generate {value}", hint=f"Leave it out: --set {slot}={NONE}."
        )
    found = reading.slots.get(slot)
    if slot in overrides or found is None or found.status == "unstated":
        return []
    case = _Case(slot, blueprint, catalogue, found, {})
    said = names(found.options, catalogue)
    if found.status == "offered":
        return [f"{slot}: {said} offered{case.at()}; not generated, left out"]
    raise UnsupportedStackError(
        f"{slot}: the agent file states {said}{case.at()}, which {blueprint.name} does not generate",
        hint=f"To generate the project without it: --set {slot}={NONE}.",
    )


def _named_too(case: _Case, decision: Decision) -> list[str]:
    """Stated besides the choice and not generated: worth a note, not a refusal.

    What only says the choice in other words (the T3 stack is Next.js) is not worth one.
    """
    others = tuple(
        value
        for value in case.stated
        if value != decision.value
        and ((named := case.catalogue.get(value)) is None or decision.value not in named.implies)
    )
    if decision.source != "agent" or not others:
        return []
    return [f"{case.slot}: {names(others, case.catalogue)} named too{case.at()}; not generated"]
