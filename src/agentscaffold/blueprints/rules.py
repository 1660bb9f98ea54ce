"""Which technologies go together: the one place that applies the rules of `technology.toml`."""

from collections.abc import Iterator, Mapping, Sequence

from agentscaffold.blueprints.model import Blueprint
from agentscaffold.catalogue import Catalogue, Slot, Technology


def objection(technology: Technology, choices: Mapping[Slot, str], catalogue: Catalogue) -> str | None:
    """Why `technology` cannot stand beside `choices` (slot → technology id), or `None` if it can.

    Rules are read in both directions: those of `technology`, and those of the chosen ones about its slot.
    Slots without a choice object to nothing.
    """
    for rule in technology.requires:
        other = choices.get(rule.slot)
        if other is not None and other not in rule.any_of:
            return rule.reason
    for rule in technology.conflicts:
        if choices.get(rule.slot) in rule.any_of:
            return rule.reason
    for slot, chosen in choices.items():
        other_technology = catalogue.get(chosen)
        if slot == technology.slot or other_technology is None:
            continue
        for rule in other_technology.requires:
            if rule.slot == technology.slot and technology.id not in rule.any_of:
                return rule.reason
        for rule in other_technology.conflicts:
            if rule.slot == technology.slot and technology.id in rule.any_of:
                return rule.reason
    return None


def options(slot: Slot, blueprint: Blueprint, choices: Mapping[Slot, str], catalogue: Catalogue) -> tuple[str, ...]:
    """The values a slot can take in this blueprint, given what is already chosen, default first."""
    fixed = blueprint.identity.get(slot)
    if fixed is not None:
        return (fixed,)
    valid = [t.id for t in catalogue.of_slot(slot) if t.generated and objection(t, choices, catalogue) is None]
    default = blueprint.defaults.get(slot)
    if default in valid:
        valid.remove(default)
        valid.insert(0, default)
    return tuple(valid)


def rejected(slot: Slot, blueprint: Blueprint, choices: Mapping[Slot, str], catalogue: Catalogue) -> dict[str, str]:
    """The generated values a slot cannot take here, each with the reason."""
    fixed = blueprint.identity.get(slot)
    found: dict[str, str] = {}
    for technology in catalogue.of_slot(slot):
        if not technology.generated or technology.id == fixed:
            continue
        if fixed is not None:
            found[technology.id] = f"the blueprint {blueprint.name} is built on {fixed}"
        elif reason := objection(technology, choices, catalogue):
            found[technology.id] = reason
    return found


def every_choice(blueprint: Blueprint, catalogue: Catalogue) -> Iterator[Mapping[Slot, str]]:
    """Every stack that the rules allow: a value for each slot of the blueprint."""

    def below(slots: Sequence[Slot], chosen: Mapping[Slot, str]) -> Iterator[Mapping[Slot, str]]:
        if not slots:
            yield chosen
            return
        for value in options(slots[0], blueprint, chosen, catalogue):
            yield from below(slots[1:], {**chosen, slots[0]: value})

    return below(blueprint.slots, {})


def names(values: Sequence[str], catalogue: Catalogue) -> str:
    """Technologies as people write them: `Next.js / Express`."""
    return " / ".join(t.name if (t := catalogue.get(v)) else v for v in values)
