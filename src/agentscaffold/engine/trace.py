"""Says of every generated file why it is there: which layers bring it, and where its directory comes from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from agentscaffold.blueprints import Plan
from agentscaffold.engine.answers import answers_of
from agentscaffold.engine.outputs import ANSWERS_FILE, outputs
from agentscaffold.engine.template import Template, layer_name


@dataclass(frozen=True)
class GeneratedFile:
    """One file of a rendered project: path, size in bytes, and the reasons in words (never empty)."""

    path: str
    size: int
    layers: tuple[str, ...]
    reasons: tuple[str, ...]


def trace(template: Template, plan: Plan, rendered: Path, *, others: Mapping[str, str]) -> tuple[GeneratedFile, ...]:
    """Every file below `rendered`, sorted by path, with the layers and agent lines that brought it.

    `others` are files that come from no template, each with its reason.
    """
    sources = outputs(template, answers_of(plan))
    found: list[GeneratedFile] = []
    for path in sorted(p for p in rendered.rglob("*") if p.is_file() and ".git" not in p.parts):
        name = path.relative_to(rendered).as_posix()
        layers = tuple(layer_name(key, plan.layers) for key in sources[name].layers) if name in sources else ()
        found.append(
            GeneratedFile(
                name, path.stat().st_size, layers, (others[name],) if name in others else _reasons(name, layers, plan)
            )
        )
    return tuple(found)


def _reasons(name: str, layers: Sequence[str], plan: Plan) -> tuple[str, ...]:
    if name in {_agent_path(agent.stem) for agent in plan.agents}:
        return ("the agent file, byte for byte",)
    if name == ANSWERS_FILE:
        return ("records the decisions for updates",)
    by_layer = {d.value: d for d in plan.decisions}
    switched = {layer: s for s in plan.settings if isinstance(s.value, tuple) for layer in s.value}
    reasons: list[str] = []
    for layer in layers:
        decision = by_layer.get(layer)
        if layer in switched:
            reasons.append(f"{layer} ({switched[layer].name}: {switched[layer].source})")
        elif decision is None:
            reasons.append(layer)
        elif decision.line is not None:
            reasons.append(f"{decision.value} (agent line {decision.line})")
        else:
            reasons.append(f"{decision.value} ({decision.source})")
    below = [c for c in plan.paths if c.line is not None and PurePosixPath(name).is_relative_to(c.path)]
    if below and below[-1].path != ".":
        reasons.append(f"{below[-1].path}/ (agent line {below[-1].line})")
    return tuple(reasons)


def _agent_path(stem: str) -> str:
    return f".claude/agents/{stem}.md"
