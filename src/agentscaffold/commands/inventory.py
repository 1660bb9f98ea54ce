"""`agentscaffold list`: what can be generated, and what is recognised."""

from dataclasses import dataclass

from agentscaffold.blueprints import Blueprint, load_blueprints
from agentscaffold.catalogue import SLOTS, Slot, load_catalogue


@dataclass(frozen=True)
class TechnologyRow:
    """One value of a slot. `generated`: a layer writes it; otherwise it is only recognised."""

    slot: Slot
    id: str
    name: str
    generated: bool


def blueprints() -> tuple[Blueprint, ...]:
    return load_blueprints()


def technologies() -> tuple[TechnologyRow, ...]:
    """Every technology of the catalogue by slot, generated ones first."""
    catalogue = load_catalogue()
    rows = [
        TechnologyRow(slot, technology.id, technology.name, technology.generated)
        for slot in SLOTS
        for technology in catalogue.of_slot(slot)
    ]
    return tuple(sorted(rows, key=lambda row: (SLOTS.index(row.slot), not row.generated, row.id)))
