"""The outcome of `update` as JSON, schema `agentscaffold/update/1`."""

import json

from agentscaffold.commands.update import UpdateOutcome
from agentscaffold.report.accepted import accepted_json

SCHEMA = "agentscaffold/update/1"


def update_json(outcome: UpdateOutcome, *, with_diffs: bool = False) -> str:
    """One JSON object; keys and their meaning are those of `schemas/update-1.json`."""
    changes = [
        {
            "path": change.path,
            "kind": change.kind,
            "detail": change.detail,
            **({"diff": outcome.diffs[change.path]} if with_diffs else {}),
        }
        for change in outcome.changes
    ]
    differences = [
        {"name": d.name, "before": d.before, "after": d.after, "reason": d.reason, "line": d.line}
        for d in outcome.differences
    ]
    return json.dumps(
        {
            "schema": SCHEMA,
            "dry_run": outcome.request.dry_run,
            "name": outcome.plan.project_name,
            "blueprint": outcome.plan.blueprint,
            "version": {"before": outcome.before, "after": outcome.after},
            "differences": differences,
            "changes": changes,
            "kept_values": [
                {"path": k.path, "key": k.key, "yours": k.yours, "blueprint": k.blueprint} for k in outcome.kept_values
            ],
            "needs_review": outcome.needs_review,
            "accepted": accepted_json(outcome.accepted),
            "notes": list(outcome.plan.notes),
        },
        ensure_ascii=False,
        indent=2,
    )
