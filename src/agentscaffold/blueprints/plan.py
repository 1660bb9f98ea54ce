"""Turns a decided stack into a plan: layers, directories and answers as plain data."""

from collections.abc import Sequence

from agentscaffold.blueprints.directories import import_paths, place_directories
from agentscaffold.blueprints.model import PlacedAgent, Plan, Stack
from agentscaffold.catalogue import Catalogue
from agentscaffold.inference import Directory


def make_plan(
    stack: Stack,
    catalogue: Catalogue,
    *,
    project_name: str,
    directories: Sequence[Directory],
    agents: Sequence[PlacedAgent],
    notes: Sequence[str] = (),
) -> Plan:
    """The plan of a fully decided stack (no open questions); `notes` are what the user should know besides."""
    placed = place_directories(stack.blueprint, directories)
    return Plan(
        project_name=project_name,
        blueprint=stack.blueprint.name,
        decisions=stack.decisions,
        layers=_layers(stack, catalogue),
        paths=placed.paths,
        imports=import_paths(stack.blueprint, placed.paths),
        agents=tuple(agents),
        notes=(*notes, *stack.notes, *placed.notes),
        settings=stack.settings,
        replaced=stack.replaced,
    )


def _layers(stack: Stack, catalogue: Catalogue) -> tuple[str, ...]:
    """The blueprint's own layers, then those of each chosen technology, then those of the settings, each once."""
    names = list(stack.blueprint.layers)
    for decision in stack.decisions:
        technology = catalogue.get(decision.value)
        if technology is not None and technology.layer is not None:
            names += [*technology.layers, technology.layer]
    for choice in stack.settings:
        names += choice.value if isinstance(choice.value, tuple) else ()
    return tuple(dict.fromkeys(names))
