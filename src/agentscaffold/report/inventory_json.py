"""`list` and `doctor` as JSON, each with a versioned `schema` key."""

import json
from collections.abc import Sequence

from agentscaffold.blueprints import Blueprint, LayersSetting, Setting
from agentscaffold.commands.inventory import TechnologyRow
from agentscaffold.environment import Tool


def blueprints_json(blueprints: Sequence[Blueprint]) -> str:
    rows = [
        {
            "name": b.name,
            "title": b.title,
            "summary": b.summary,
            "slots": list(b.slots),
            "settings": [{"name": name, **_setting(setting)} for name, setting in b.settings.items()],
        }
        for b in blueprints
    ]
    return json.dumps({"schema": "agentscaffold/blueprints/1", "blueprints": rows}, indent=2)


def _setting(setting: Setting) -> dict[str, object]:
    """A text has a `pattern`, a list has `values`; the other key is null."""
    if isinstance(setting, LayersSetting):
        allowed: dict[str, object] = {"pattern": None, "values": list(setting.layers)}
        return {"help": setting.help, "default": list(setting.default), **allowed}
    return {"help": setting.help, "default": setting.default, "pattern": setting.pattern.pattern, "values": None}


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
