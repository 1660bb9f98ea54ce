"""The outcome of `new` as JSON, schema `agentscaffold/new/1`."""

import json
from typing import Any

from agentscaffold.blueprints import Plan
from agentscaffold.commands.new import NewOutcome
from agentscaffold.report.accepted import accepted_json

SCHEMA = "agentscaffold/new/1"


def new_json(outcome: NewOutcome) -> str:
    """One JSON object; keys and their meaning are those of `schemas/new-1.json`."""
    return json.dumps(
        {
            "schema": SCHEMA,
            "dry_run": outcome.request.dry_run,
            "target": str(outcome.request.target),
            **_plan(outcome.plan),
            "files": [
                {"path": f.path, "size": f.size, "layers": list(f.layers), "reasons": list(f.reasons)}
                for f in outcome.files
            ],
            "accepted": accepted_json(outcome.accepted),
            "notes": list(outcome.plan.notes),
            "git": {"committed": outcome.committed, "note": outcome.git_note},
            "install": {
                "outcome": outcome.installation.outcome,
                "command": outcome.installation.command,
                "problem": outcome.installation.problem,
            },
            "command": outcome.command,
        },
        ensure_ascii=False,
        indent=2,
    )


def _plan(plan: Plan) -> dict[str, Any]:
    decisions = [
        {"slot": d.slot, "value": d.value, "source": d.source, "reason": d.reason, "line": d.line, "column": d.column}
        for d in plan.decisions
    ]
    settings = [  # a list in the plan is a tuple, which JSON writes as a list
        {"name": s.name, "value": s.value, "source": s.source, "line": s.line, "column": s.column}
        for s in plan.settings
    ]
    return {
        "name": plan.project_name,
        "blueprint": plan.blueprint,
        "decisions": decisions,
        "settings": settings,
        "replaced": [
            {"name": r.name, "by": r.by, "reason": r.reason, "line": r.line, "column": r.column} for r in plan.replaced
        ],
        "layers": list(plan.layers),
        "directories": [{"role": c.role, "path": c.path, "line": c.line} for c in plan.paths],
        "agents": [f".claude/agents/{agent.stem}.md" for agent in plan.agents],
    }
