"""What a baseline accepts from now on, as `new`, `update` and `adopt` tell it."""

from collections.abc import Iterator, Sequence
from typing import Any

from agentscaffold.checks import BASELINE_FILE, Finding
from agentscaffold.safe_text import safe

_SHOWN = 10


def accepted_text(accepted: Sequence[Finding]) -> Iterator[str]:
    """A short list with a title; nothing where nothing is accepted."""
    if not accepted:
        return
    yield from ("", f"Named by the agent and not made; {BASELINE_FILE} accepts it, so that `check` is silent about it")
    for each in accepted[:_SHOWN]:
        yield f"  {safe(each.path)}:{each.line}: {each.message} [{each.rule}]"
    if len(accepted) > _SHOWN:
        yield f"  and {len(accepted) - _SHOWN} more"


def accepted_json(accepted: Sequence[Finding]) -> list[dict[str, Any]]:
    """The same as plain data, all of it."""
    return [
        {
            "rule": each.rule,
            "path": safe(each.path, limit=4096),
            "line": each.line,
            "subject": safe(each.subject, limit=1000),
            "message": safe(each.message, limit=1000),
        }
        for each in accepted
    ]
