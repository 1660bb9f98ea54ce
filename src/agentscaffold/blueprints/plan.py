"""Turns a decided stack into a plan: layers, directories and answers as plain data."""

from collections.abc import Collection, Sequence

from agentscaffold.blueprints.directories import find_packages, import_paths, place_directories
from agentscaffold.blueprints.model import PlacedAgent, Plan, Stack
from agentscaffold.blueprints.settings import SCOPE
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
    existing: Collection[str] = (),
) -> Plan:
    """The plan of a fully decided stack (no open questions); `notes` are what the user should know besides.

    `existing` are the folders of a repository that is adopted, or those that were found then.
    """
    placed = place_directories(stack.blueprint, directories, existing)
    packages = find_packages(
        stack.blueprint, placed.paths, project_name=project_name, scope=_scope(stack) or f"@{project_name}"
    )
    return Plan(
        project_name=project_name,
        blueprint=stack.blueprint.name,
        decisions=stack.decisions,
        layers=_layers(stack, catalogue),
        paths=placed.paths,
        packages=packages,
        imports=import_paths(stack.blueprint, placed.paths, packages),
        agents=tuple(agents),
        notes=(*notes, *stack.notes, *placed.notes),
        settings=stack.settings,
        replaced=stack.replaced,
    )


def _scope(stack: Stack) -> str | None:
    return next((str(choice.value) for choice in stack.settings if choice.name == SCOPE), None)


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
