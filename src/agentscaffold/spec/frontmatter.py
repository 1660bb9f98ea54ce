"""The header of an agent file: four readers, from strict to none, and what Claude Code will say."""

import re
from collections.abc import Mapping

from agentscaffold.errors import AgentFileError
from agentscaffold.spec.boundaries import Boundaries
from agentscaffold.spec.client import quote_values, read_as_client, reasons_not_loaded
from agentscaffold.spec.model import Frontmatter, Level
from agentscaffold.spec.salvage import salvage
from agentscaffold.spec.strict_yaml import StrictYamlError, read_strict

MAX_HEADER_BYTES = 64 * 1024
"""The longest description of 2,103 public files has 3,844 characters."""

_TOOL = re.compile(r"[^\s,()]+(?:\([^()]*\))?")


def read_frontmatter(text: str, boundaries: Boundaries) -> Frontmatter:
    """What the header says. Never raises for a malformed header: see the levels of `Frontmatter`.

    Raises `AgentFileError` for a header that is refused: too long, aliases, merge keys, too deep.
    """
    if boundaries.human is None:
        return Frontmatter(level="none", client_loads=False, problems=(_why_none(text, boundaries),))
    for header in (boundaries.human, boundaries.client or ""):
        if len(header.encode()) > MAX_HEADER_BYTES:
            raise AgentFileError("The frontmatter is longer than 64 kB.", hint="Move long text below the frontmatter.")
    level, values, problems = _read_levels(boundaries)
    reasons = _client_reasons(boundaries, level, values)
    return Frontmatter(
        level=level,
        client_loads=not reasons,
        problems=(*problems, *(f"Claude Code does not load this file: {reason}." for reason in reasons)),
        name=_text(values.get("name")),
        description=_description(values.get("description")),
        model=_text(values.get("model")),
        tools=parse_tools(values["tools"]) if "tools" in values else None,
        values=values,
        first_line=boundaries.first_line,
        last_line=boundaries.last_line,
    )


def _read_levels(boundaries: Boundaries) -> tuple[Level, dict[str, object], list[str]]:
    header = boundaries.human or ""
    try:
        return "strict", read_strict(header), []
    except StrictYamlError as error:
        where = f" (line {boundaries.first_line - 1 + error.line})" if error.line else ""
        problem = f"The frontmatter is not strict YAML{where}: {error}. Other clients and formatters reject it."
    try:
        return "client", read_strict(quote_values(header)), [problem]
    except StrictYamlError:
        return "salvage", salvage(header), [problem]


def _client_reasons(boundaries: Boundaries, level: Level, values: Mapping[str, object]) -> list[str]:
    """Why Claude Code does not load the file, read with its own boundaries; empty when it does."""
    if boundaries.client is None:
        return ["the file must begin with `---` on its very first line"]
    if boundaries.client == boundaries.human and level != "salvage":
        return reasons_not_loaded(values)
    try:
        return reasons_not_loaded(read_as_client(boundaries.client))
    except StrictYamlError:
        return ["the frontmatter is no YAML, even with the values quoted"]


def _why_none(text: str, boundaries: Boundaries) -> str:
    if text.lstrip().startswith("---"):
        return "The frontmatter is not closed with `---`; Claude Code does not load this file."
    return "There is no frontmatter; Claude Code does not load this file."


def parse_tools(value: object) -> tuple[str, ...]:
    """Tool names from text (separated by commas or spaces, parentheses respected) or from a list."""
    if isinstance(value, list):
        return tuple(item for item in value if isinstance(item, str) and item)
    if isinstance(value, str):
        return tuple(_TOOL.findall(value))
    if isinstance(value, Mapping):
        return tuple(str(key) for key, allowed in value.items() if allowed is True)
    return ()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _description(value: object) -> str | None:
    """Claude Code turns a backslash and `n` in a description into a line break."""
    text = _text(value)
    return text.replace("\\n", "\n") if text else None
