"""The outcome of `adopt` as JSON, schema `agentscaffold/adopt/1`."""

import json

from agentscaffold.commands.adopt import AdoptOutcome
from agentscaffold.report.accepted import accepted_json

SCHEMA = "agentscaffold/adopt/1"


def adopt_json(outcome: AdoptOutcome, *, with_diffs: bool = False) -> str:
    """One JSON object; keys and their meaning are those of `schemas/adopt-1.json`."""
    plan = outcome.plan
    decisions = [
        {"slot": d.slot, "value": d.value, "source": d.source, "reason": d.reason, "line": d.line, "column": d.column}
        for d in plan.decisions
    ]
    changes = [
        {
            "path": change.path,
            "kind": change.kind,
            "detail": change.detail,
            **({"diff": outcome.diffs[change.path]} if with_diffs else {}),
        }
        for change in outcome.changes
    ]
    return json.dumps(
        {
            "schema": SCHEMA,
            "dry_run": outcome.request.dry_run,
            "target": str(outcome.request.project),
            "name": plan.project_name,
            "blueprint": plan.blueprint,
            "version": outcome.version,
            "decisions": decisions,
            "settings": [{"name": s.name, "value": s.value, "source": s.source, "line": s.line} for s in plan.settings],
            "directories": [{"role": c.role, "path": c.path, "line": c.line, "found": c.found} for c in plan.paths],
            "files": [{"path": f.path, "state": f.state, "group": f.group, "detail": f.detail} for f in outcome.files],
            "added": {path: list(keys) for path, keys in outcome.added.items()},
            "kept_values": [
                {"path": k.path, "key": k.key, "yours": k.yours, "blueprint": k.blueprint} for k in outcome.kept_values
            ],
            "lacks": [
                {"path": each.path, "state": each.state, "importers": list(each.importers)} for each in outcome.lacks
            ],
            "changes": changes,
            "needs_review": outcome.needs_review,
            "accepted": accepted_json(outcome.accepted),
            "notes": list(plan.notes),
        },
        ensure_ascii=False,
        indent=2,
    )
