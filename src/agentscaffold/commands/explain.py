"""`agentscaffold explain`: what stack agent files describe, and what would be made of them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from agentscaffold.blueprints import Blueprint, BlueprintMatch, Stack, load_blueprints, match_blueprint, resolve
from agentscaffold.catalogue import Catalogue, Technology, load_catalogue
from agentscaffold.errors import UnsupportedStackError
from agentscaffold.inference import Reading, infer
from agentscaffold.spec import AgentSpec, read_agent


@dataclass(frozen=True)
class Explanation:
    """One agent file, what it says, and which blueprint fits.

    `defaults` holds what the blueprint would take for the slots the text leaves open: slot → technology id.
    `not_generated` holds the stated and offered technologies that no layer generates.
    """

    spec: AgentSpec
    reading: Reading
    match: BlueprintMatch
    defaults: Mapping[str, str]
    not_generated: tuple[Technology, ...]
    catalogue: Catalogue


def explain(paths: Iterable[Path]) -> list[Explanation]:
    """Read and understand each file, in order. Nothing is written.

    Raises `AgentFileError` for the first file that cannot be read.
    """
    return [explain_one(read_agent(path)) for path in paths]


def explain_one(spec: AgentSpec) -> Explanation:
    """As `explain`, for an agent file that has been read."""
    catalogue = load_catalogue()
    blueprints = load_blueprints()
    reading = infer(spec, catalogue)
    match = match_blueprint(reading, catalogue, blueprints)
    matched = next((blueprint for blueprint in blueprints if blueprint.name == match.name), None)
    stack = _stack(matched, reading, catalogue)
    return Explanation(spec, reading, match, _defaults(stack), _not_generated(reading, catalogue), catalogue)


def _stack(blueprint: Blueprint | None, reading: Reading, catalogue: Catalogue) -> Stack | None:
    """The stack `new` would start from, or `None` when it would refuse; `match` then says why."""
    if blueprint is None:
        return None
    try:
        return resolve(blueprint, reading, catalogue, overrides={})
    except UnsupportedStackError:
        return None


def _defaults(stack: Stack | None) -> dict[str, str]:
    if stack is None:
        return {}
    decided: dict[str, str] = {d.slot: d.value for d in stack.decisions if d.source in ("default", "blueprint")}
    asked = {question.slot: question.default for question in stack.questions}
    return decided | dict(asked)


def _not_generated(reading: Reading, catalogue: Catalogue) -> tuple[Technology, ...]:
    """Without what only says in other words what is generated: the T3 stack is Next.js."""
    found: list[Technology] = []
    for slot in reading.slots.values():
        generated = {option for option in slot.options if (t := catalogue.get(option)) and t.generated}
        named = (catalogue.get(option) for option in slot.options)
        found += [t for t in named if t is not None and not t.generated and not generated & set(t.implies)]
    return tuple(found)
