"""Where an agent file goes in the project, and under which name."""

import re
import unicodedata
from pathlib import Path

from agentscaffold.blueprints import PlacedAgent
from agentscaffold.errors import AgentFileError, UsageError
from agentscaffold.safe_text import safe
from agentscaffold.spec import AgentSpec

AGENTS = ".claude/agents"
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MAX_STEM = 64
_WINDOWS_RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10))}
)


def place(spec: AgentSpec) -> PlacedAgent:
    """The agent under a safe file name: its `name` as a slug, else the slug of its file name.

    The text is the file's, byte for byte; only the name is ours. Raises `AgentFileError` if neither gives a name.
    """
    for candidate in (spec.frontmatter.name, _stem_of(spec.source)):
        stem = slug(candidate or "")
        if stem:
            return PlacedAgent(stem, spec.data.decode("utf-8"))
    raise AgentFileError(
        f"{safe(spec.source)}: neither the agent's name nor its file name can be a file name",
        hint="Give the agent a name of letters, digits and dashes.",
    )


def place_in(project: Path, spec: AgentSpec) -> PlacedAgent:
    """As `place`; but an agent that lies in the project's folder of agents keeps its file name: it is there once.

    Raises `UsageError` when that file name cannot stay.
    """
    source, home = Path(spec.source).resolve(), (project / AGENTS).resolve()
    if not source.is_relative_to(home):
        return place(spec)
    stem = slug(source.stem)
    if source != home / f"{stem}.md":
        raise UsageError(
            f"{safe(spec.source)} cannot stay under this name: it has to be {agent_path(stem or 'backend')}",
            hint="Rename and commit it first.",
        )
    return PlacedAgent(stem, spec.data.decode("utf-8"))


def agent_path(stem: str) -> str:
    """Where in a project the agent of this stem is."""
    return f"{AGENTS}/{stem}.md"


def slug(text: str) -> str:
    """Lower-case letters, digits and single dashes, at most 64; empty if nothing usable is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_MAX_STEM].rstrip("-")
    return stem if _SLUG.fullmatch(stem) and stem not in _WINDOWS_RESERVED else ""


def _stem_of(source: str) -> str:
    return Path(source).name.split(".", 1)[0]
