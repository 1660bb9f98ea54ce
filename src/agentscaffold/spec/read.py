"""Reading one agent file: bytes, text, lines, frontmatter, hazards, in this order."""

from dataclasses import replace
from pathlib import Path

from agentscaffold.errors import AgentFileError
from agentscaffold.safe_text import safe
from agentscaffold.spec.boundaries import find_boundaries
from agentscaffold.spec.frontmatter import read_frontmatter
from agentscaffold.spec.hazards import find_hazards
from agentscaffold.spec.model import AgentSpec, Hazard
from agentscaffold.spec.source import decode, read_bytes, split_lines


def read_agent(path: Path) -> AgentSpec:
    """The agent file at `path`.

    Raises `AgentFileError` when it cannot be read as text, or when its frontmatter is refused
    (see `strict_yaml`). A header that is merely malformed is no error.
    """
    spec = parse_agent(read_bytes(path), str(path))
    if path.is_symlink():
        link = Hazard("symlink", "warn", 1, "The file is a symbolic link; what it points to is read.")
        return replace(spec, hazards=(link, *spec.hazards))
    return spec


def parse_agent(data: bytes, source: str) -> AgentSpec:
    """The agent file with this content; `source` is how it is called in messages. Raises as `read_agent`."""
    shown = safe(source)
    text = decode(data, shown)
    lines = split_lines(text)
    boundaries = find_boundaries(text)
    try:
        frontmatter = read_frontmatter(text, boundaries)
    except AgentFileError as error:
        raise AgentFileError(f"{shown}:{boundaries.first_line}: {error.message}", hint=error.hint) from None
    hazards = find_hazards(lines, frontmatter, boundaries)
    return AgentSpec(source, data, text, lines, frontmatter, hazards)
