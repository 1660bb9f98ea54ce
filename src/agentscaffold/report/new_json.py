"""The outcome of `new` as JSON, schema `agentscaffold/new/1`."""

import json

from agentscaffold.commands.new import NewOutcome

SCHEMA = "agentscaffold/new/1"


def new_json(outcome: NewOutcome) -> str:
    """One JSON object; keys and their meaning are those of `schemas/new-1.json`."""
    plan = outcome.plan
    return json.dumps(
        {
            "schema": SCHEMA,
            "dry_run": outcome.request.dry_run,
            "target": str(outcome.request.target),
            "name": plan.project_name,
            "blueprint": plan.blueprint,
            "decisions": [
                {
                    "slot": d.slot,
                    "value": d.value,
                    "source": d.source,
                    "reason": d.reason,
                    "line": d.line,
                    "column": d.column,
                }
                for d in plan.decisions
            ],
            "settings": [
                {
                    "name": c.name,
                    "value": c.value if isinstance(c.value, str) else list(c.value),
                    "source": c.source,
                    "line": c.line,
                    "column": c.column,
                }
                for c in plan.settings
            ],
            "layers": list(plan.layers),
            "directories": [{"role": c.role, "path": c.path, "line": c.line} for c in plan.paths],
            "agents": [f".claude/agents/{agent.stem}.md" for agent in plan.agents],
            "files": [
                {"path": f.path, "size": f.size, "layers": list(f.layers), "reasons": list(f.reasons)}
                for f in outcome.files
            ],
            "notes": list(plan.notes),
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
