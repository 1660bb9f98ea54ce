"""The outcome of `check` as JSON, version 1 (see `schemas/check-1.json`)."""

import json
from typing import Any

from agentscaffold.checks import SEVERITIES, STATUSES
from agentscaffold.commands.check import AgentCoverage, CheckOutcome
from agentscaffold.safe_text import safe

SCHEMA = "agentscaffold/check/1"


def check_json(outcome: CheckOutcome) -> str:
    """One JSON object on one line, as described by `schemas/check-1.json`."""
    findings = [
        {
            "rule": each.rule,
            "severity": each.severity,
            "subject": safe(each.subject, limit=1000),
            "message": safe(each.message, limit=1000),
            "hint": safe(each.hint, limit=1000),
            "path": safe(each.path, limit=4096),
            "line": each.line,
            "column": each.column,
            "end_column": each.end_column,
        }
        for each in outcome.findings
    ]
    return json.dumps(
        {
            "schema": SCHEMA,
            "directory": safe(str(outcome.request.directory), limit=4096),
            "agents": [safe(path, limit=4096) for path in outcome.agents],
            "files": outcome.files,
            "complete": outcome.complete,
            "checked": dict(outcome.checked),
            "summary": {severity: outcome.count(severity) for severity in SEVERITIES},
            "findings": findings,
            "baseline": {"known": len(outcome.known), "settled": outcome.settled, "replaced": outcome.replaced},
            "coverage": [_coverage(each) for each in outcome.coverage] if outcome.request.with_coverage else None,
        },
        ensure_ascii=False,
    )


def _coverage(covered: AgentCoverage) -> dict[str, Any]:
    return {
        "agent": safe(covered.path, limit=4096),
        "summary": {
            status.replace(" ", "_"): sum(each.status == status for each in covered.statements) for status in STATUSES
        },
        "statements": [
            {
                "line": each.line,
                "section": safe(each.section),
                "text": safe(each.text, limit=1000),
                "status": each.status.replace(" ", "_"),
                "places": [safe(place, limit=4096) for place in each.places],
                "missing": [safe(name, limit=1000) for name in each.missing],
            }
            for each in covered.statements
        ],
    }
