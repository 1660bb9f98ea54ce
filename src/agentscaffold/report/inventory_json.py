"""`list` and `doctor` as JSON, each with a versioned `schema` key."""

import json
from collections.abc import Sequence

from agentscaffold.blueprints import Blueprint
from agentscaffold.commands.inventory import TechnologyRow
from agentscaffold.environment import Tool


def blueprints_json(blueprints: Sequence[Blueprint]) -> str:
    rows = [{"name": b.name, "title": b.title, "summary": b.summary, "slots": list(b.slots)} for b in blueprints]
    return json.dumps({"schema": "agentscaffold/blueprints/1", "blueprints": rows}, indent=2)


def technologies_json(rows: Sequence[TechnologyRow]) -> str:
    found = [{"slot": r.slot, "id": r.id, "name": r.name, "generated": r.generated} for r in rows]
    return json.dumps({"schema": "agentscaffold/technologies/1", "technologies": found}, indent=2)


def doctor_json(tools: Sequence[Tool]) -> str:
    rows = [
        {
            "name": t.name,
            "version": t.version,
            "required": t.required,
            "needed_for": t.needed_for,
            "problem": t.problem,
        }
        for t in tools
    ]
    return json.dumps({"schema": "agentscaffold/doctor/1", "tools": rows}, indent=2)
