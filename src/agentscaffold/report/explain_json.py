"""An explanation as JSON, version 1. Its own shape: internals may change, this may not (see `schemas/`)."""

import json
from collections.abc import Sequence
from typing import Any

from agentscaffold.commands.explain import Explanation
from agentscaffold.inference import Evidence, PackageScope, SlotReading
from agentscaffold.safe_text import safe
from agentscaffold.spec import AgentSpec

SCHEMA = "agentscaffold/explain/1"
_DESCRIPTION_LIMIT = 4096


def explain_json(explanation: Explanation) -> str:
    """One JSON object on one line, so that several files make JSON lines."""
    return json.dumps(explanation_object(explanation), ensure_ascii=False)


def explanation_object(explanation: Explanation) -> dict[str, Any]:
    """The object behind `explain_json`, as described by `schemas/explain-1.json`."""
    reading, match = explanation.reading, explanation.match
    return {
        "schema": SCHEMA,
        "agent": _agent(explanation.spec),
        "scope": reading.scope,
        "slots": {name: _slot(slot) for name, slot in reading.slots.items()},
        "layout": reading.layout,
        "directories": [
            {"path": safe(each.path), "line": each.line, "column": each.column} for each in reading.directories
        ],
        "package_scope": _package_scope(reading.package_scope),
        "excluded": _evidence(reading.excluded),
        "superseded": [
            {"name": each.name, "by": each.by, "reason": each.reason, "line": each.line, "column": each.column}
            for each in reading.superseded
        ],
        "not_generated": [technology.id for technology in explanation.not_generated],
        "defaults": dict(explanation.defaults),
        "blueprint": {
            "name": match.name,
            "reason": safe(match.reason, limit=1000),
            "alternatives": list(match.alternatives),
            "missing": [safe(each, limit=1000) for each in match.missing],
        },
        "notes": [safe(note, limit=1000) for note in reading.notes],
    }


def _agent(spec: AgentSpec) -> dict[str, Any]:
    header = spec.frontmatter
    return {
        "path": safe(spec.source, limit=4096),
        "name": None if header.name is None else safe(header.name),
        "description": None if header.description is None else safe(header.description, limit=_DESCRIPTION_LIMIT),
        "model": None if header.model is None else safe(header.model),
        "tools": None if header.tools is None else [safe(tool) for tool in header.tools],
        "level": header.level,
        "client_loads": header.client_loads,
        "problems": [safe(problem, limit=1000) for problem in header.problems],
        "sha256": spec.sha256,
        "bytes": len(spec.data),
        "hazards": [
            {"kind": each.kind, "severity": each.severity, "line": each.line, "message": safe(each.message, limit=1000)}
            for each in spec.hazards
        ],
    }


def _package_scope(scope: PackageScope | None) -> dict[str, Any] | None:
    return None if scope is None else {"name": safe(scope.name), "line": scope.line, "column": scope.column}


def _slot(slot: SlotReading) -> dict[str, Any]:
    return {
        "status": slot.status,
        "choice": slot.choice,
        "options": list(slot.options),
        "reason": slot.reason,
        "evidence": _evidence(slot.evidence),
    }


def _evidence(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    return [
        {
            "technology": each.technology,
            "role": each.role,
            "line": each.line,
            "column": each.column,
            "quote": safe(each.quote),
        }
        for each in evidence
    ]
