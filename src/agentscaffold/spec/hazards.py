"""What in an agent file runs, loosens or hides something: shown before the file is placed anywhere.

Source of the table: a study of hostile agent files against Claude Code 2.1.328 and eight linters.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from agentscaffold.safe_text import is_hidden, safe
from agentscaffold.spec.boundaries import Boundaries
from agentscaffold.spec.model import Frontmatter, Hazard, Severity

BUILT_IN_AGENTS = frozenset({"claude", "Explore", "Plan", "general-purpose", "statusline-setup", "claude-code-guide"})
_LOOSE_MODES = frozenset({"bypassPermissions", "dontAsk", "auto"})

_EXECUTABLE_KEYS: tuple[tuple[str, str, Severity, str], ...] = (
    ("hooks", "hooks", "refuse", "runs shell commands of this file while the agent works"),
    ("mcpServers", "mcp", "refuse", "starts the MCP servers that this file names"),
    ("initialPrompt", "initial-prompt", "refuse", "is submitted on its own, slash commands included"),
    ("observer", "observer", "warn", "lets another agent watch the conversation"),
)
REFUSED_KINDS = (
    *(kind for _, kind, severity, _ in _EXECUTABLE_KEYS if severity == "refuse"),
    "permissions",
    "hidden-text",
)
"""The kinds that have to be allowed by name."""
_NOT_ASCII = re.compile(r"[^\t\x20-\x7e]")
_MAX_SHOWN = 20


def find_hazards(lines: Sequence[str], frontmatter: Frontmatter, boundaries: Boundaries) -> tuple[Hazard, ...]:
    return (
        *_key_hazards(lines, frontmatter),
        *_name_hazards(lines, frontmatter),
        *_cut_hazard(boundaries),
        *_hidden_text(lines),
    )


def _key_hazards(lines: Sequence[str], frontmatter: Frontmatter) -> Iterator[Hazard]:
    for key, kind, severity, what in _EXECUTABLE_KEYS:
        if frontmatter.values.get(key) not in (None, "", [], {}):
            yield Hazard(kind, severity, _line_of(lines, frontmatter, key), f"`{key}` {what}.")
    mode = frontmatter.values.get("permissionMode")
    if isinstance(mode, str) and mode in _LOOSE_MODES:
        loosest: Severity = "refuse" if mode == "bypassPermissions" else "warn"
        line = _line_of(lines, frontmatter, "permissionMode")
        yield Hazard("permissions", loosest, line, f"`permissionMode: {mode}` lets the agent act without asking.")
    if frontmatter.tools == ():
        line = _line_of(lines, frontmatter, "tools")
        yield Hazard("no-tools", "warn", line, "`tools` is empty: Claude Code gives this agent no tools at all.")


def _name_hazards(lines: Sequence[str], frontmatter: Frontmatter) -> Iterator[Hazard]:
    name = frontmatter.name
    if name is None:
        return
    line = _line_of(lines, frontmatter, "name")
    if name in BUILT_IN_AGENTS:
        yield Hazard("name", "warn", line, f"The name `{safe(name)}` silently replaces a built-in agent.")
    if _mixes_scripts(name):
        yield Hazard("name", "warn", line, f"The name `{safe(name)}` mixes alphabets that look alike.")
    if "/" in name or "\\" in name or ".." in name:
        yield Hazard("name", "warn", line, f"The name `{safe(name)}` looks like a path; it is not used as one.")


def _cut_hazard(boundaries: Boundaries) -> Iterator[Hazard]:
    if boundaries.cut_line is not None:
        message = "Claude Code ends the frontmatter at this `---`; what follows in the header is lost to it."
        yield Hazard("frontmatter-end", "warn", boundaries.cut_line, message)


def _hidden_text(lines: Sequence[str]) -> Iterator[Hazard]:
    """One hazard per line with characters that a reader does not see; the first lines only."""
    shown = 0
    for number, line in enumerate(lines, start=1):
        worst: Severity | None = None
        points: list[str] = []
        for match in _NOT_ASCII.finditer(line):
            if is_hidden(line, match.start()):
                worst = "refuse" if worst == "refuse" or _smuggles(match.group()) else "warn"
                points.append(f"U+{ord(match.group()):04X}")
        if worst is None:
            continue
        kind = "hidden-text" if worst == "refuse" else "zero-width"
        distinct = ", ".join(sorted(set(points))[:5])
        yield Hazard(kind, worst, number, f"{len(points)} invisible character(s): {distinct}.")
        shown += 1
        if shown == _MAX_SHOWN:
            return


def _smuggles(character: str) -> bool:
    """Controls, bidirectional overrides, tags and variation supplements can hide or reorder text."""
    point = ord(character)
    if unicodedata.category(character) == "Cc":
        return True
    return 0x202A <= point <= 0x202E or 0x2066 <= point <= 0x2069 or 0xE0000 <= point <= 0xE01EF


def _mixes_scripts(name: str) -> bool:
    scripts = {unicodedata.name(letter, "?").split(" ")[0] for letter in name if letter.isalpha()}
    return "LATIN" in scripts and bool(scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"})


def _line_of(lines: Sequence[str], frontmatter: Frontmatter, key: str) -> int:
    for number in range(frontmatter.first_line, frontmatter.last_line + 1):
        if number and re.match(rf"""["']?{key}["']?\s*:""", lines[number - 1]):
            return number
    return frontmatter.first_line or 1
