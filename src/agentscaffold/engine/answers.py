"""The answers that Copier renders from and stores: a plan as plain data."""

from agentscaffold.blueprints import Decision, Plan


def answers_of(plan: Plan) -> dict[str, object]:
    """Every stored answer of a plan. The keys are the questions of `copier.yml` that are not computed."""
    return {
        "project_name": plan.project_name,
        "blueprint": plan.blueprint,
        "decisions": {decision.slot: _decision(decision) for decision in plan.decisions},
        "layers": list(plan.layers),
        "paths": {choice.role: choice.path for choice in plan.paths},
        "packages": [{"role": p.role, "root": p.root, "name": p.name} for p in plan.packages],
        "imports": dict(plan.imports),
        "settings": {choice.name: _plain(choice.value) for choice in plan.settings},
        "replaced": [{"name": r.name, "by": r.by, "reason": r.reason, "line": r.line} for r in plan.replaced],
        "agents": [{"stem": agent.stem, "text": agent.text} for agent in plan.agents],
    }


def _plain(value: str | tuple[str, ...]) -> str | list[str]:
    return value if isinstance(value, str) else list(value)


def _decision(decision: Decision) -> dict[str, object]:
    stored: dict[str, object] = {"value": decision.value, "source": decision.source}
    if decision.line is not None:
        stored["line"] = decision.line
    return stored
