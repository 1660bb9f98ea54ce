"""Which blueprint fits what an agent file says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from agentscaffold.blueprints.model import NONE, Blueprint, BlueprintMatch
from agentscaffold.blueprints.rules import names
from agentscaffold.catalogue import SLOTS, Catalogue, Slot
from agentscaffold.inference import Reading


@dataclass(frozen=True)
class _Fit:
    blueprint: Blueprint
    agreeing: tuple[str, ...]
    mismatched: tuple[str, ...]
    missing: tuple[str, ...]

    @property
    def works(self) -> bool:
        return bool(self.agreeing) and not self.mismatched and not self.missing


def match_blueprint(
    reading: Reading,
    catalogue: Catalogue,
    blueprints: Sequence[Blueprint],
    overrides: Mapping[Slot, str] | None = None,
) -> BlueprintMatch:
    """The blueprint whose identity the reading agrees with and which generates everything that is stated.

    `overrides` (slot → technology id or `none`) stand above the agent file, as on the command line.
    """
    chosen = overrides or {}
    if reading.scope == "not_backend":
        return BlueprintMatch(None, "the agent builds no servers")
    if not blueprints:
        return BlueprintMatch(None, "there are no blueprints")
    fits = sorted((_fit(b, reading, catalogue, chosen) for b in blueprints), key=_distance)
    working = [f for f in fits if f.works]
    if working:
        best = working[0]
        reason = f"{best.blueprint.title}: agrees in {', '.join(best.agreeing)}"
        return BlueprintMatch(best.blueprint.name, reason, tuple(f.blueprint.name for f in working[1:]))
    return _none(fits[0])


def _none(nearest: _Fit) -> BlueprintMatch:
    name = nearest.blueprint.name
    if not (nearest.mismatched or nearest.missing):
        reason = f"the text names nothing that points to a blueprint; nearest: {name}"
        return BlueprintMatch(None, reason, (name,))
    obstacles = (*nearest.mismatched, *nearest.missing)
    return BlueprintMatch(None, f"nearest is {name}, but {'; '.join(obstacles)}", (name,), obstacles)


def _distance(fit: _Fit) -> tuple[bool, int, int, str]:
    return not fit.works, len(fit.mismatched) * 2 + len(fit.missing), -len(fit.agreeing), fit.blueprint.name


def _fit(blueprint: Blueprint, reading: Reading, catalogue: Catalogue, overrides: Mapping[Slot, str]) -> _Fit:
    agreeing: list[str] = []
    mismatched: list[str] = []
    missing: list[str] = []
    if reading.layout not in ("unstated", *blueprint.layouts):
        mismatched.append(f"the agent describes a {reading.layout} layout")
    for slot in SLOTS:
        values = _values(slot, reading, overrides)
        if not values:
            continue
        identity = blueprint.identity.get(slot)
        if identity is not None:
            if identity in values:
                agreeing.append(f"{slot} {names((identity,), catalogue)}")
            else:
                mismatched.append(f"{slot} is {names(values, catalogue)}")
        elif not _offers_one(slot, values, blueprint, reading, overrides, catalogue):
            missing.append(f"{slot} {names(values, catalogue)} is recognised, not generated")
    # A language alone points nowhere: at least the framework or the API style has to agree.
    pointed = any(fact.split()[0] in ("framework", "api") for fact in agreeing)
    return _Fit(blueprint, tuple(agreeing) if pointed else (), tuple(mismatched), tuple(missing))


def _values(slot: Slot, reading: Reading, overrides: Mapping[Slot, str]) -> tuple[str, ...]:
    if slot in overrides:
        return () if overrides[slot] == NONE else (overrides[slot],)
    found = reading.slots.get(slot)
    return found.options if found is not None and found.status != "unstated" else ()


def _offers_one(
    slot: Slot,
    values: tuple[str, ...],
    blueprint: Blueprint,
    reading: Reading,
    overrides: Mapping[Slot, str],
    catalogue: Catalogue,
) -> bool:
    """Whether the blueprint can take one of `values`; what is merely offered may be left out of an optional slot."""
    if slot in blueprint.slots:
        return any(t is not None and t.generated for t in map(catalogue.get, values))
    return slot not in overrides and reading.slots[slot].status == "offered"
