"""Stands between a foreign agent file and the project."""

from agentscaffold.errors import AgentFileError
from agentscaffold.safe_text import safe
from agentscaffold.spec import AgentSpec


def guard(spec: AgentSpec, allowed: tuple[str, ...]) -> None:
    """Refuse what an agent file could do to its reader, unless it was allowed by name. Raises `AgentFileError`."""
    refused = [h for h in spec.hazards if h.severity == "refuse" and h.kind not in allowed]
    if refused:
        lines = "; ".join(f"line {h.line}: {h.message.rstrip('.')}" for h in refused)
        kinds = " ".join(f"--allow {kind}" for kind in dict.fromkeys(h.kind for h in refused))
        raise AgentFileError(
            f"{safe(spec.source)}: {lines}",
            hint=f"Look at those lines; to place the file all the same: {kinds}.",
        )
