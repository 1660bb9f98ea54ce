"""The last reader: a header no YAML reader takes still has a name and a description, line by line."""

import re

KNOWN_KEYS = (
    "name",
    "description",
    "tools",
    "disallowedTools",
    "model",
    "permissionMode",
    "maxTurns",
    "skills",
    "mcpServers",
    "hooks",
    "memory",
    "background",
    "effort",
    "isolation",
    "color",
    "initialPrompt",
    "omitClaudeMd",
    "autoCompactWindow",
    "observer",
    "observerMessage",
    "experimental",
)
"""The keys Claude Code 2.1.328 recognises, found by trying about 170 candidates."""

_KEY = re.compile(rf"({'|'.join(KNOWN_KEYS)})[ \t]*:(?:[ \t]+(.*)|)")
_OPENING = re.compile(r"<(example|commentary)>")
_CLOSING = re.compile(r"</(example|commentary)>")
_BLOCK_SCALAR = re.compile(r"[|>][+-]?\d?[ \t]*")


def salvage(header: str) -> dict[str, object]:
    """Known keys at the start of a line, outside `<example>`; a value runs to the next known key.

    Gave the right name, description, model and tools for all 16 public files that Claude Code rejects.
    """
    values: dict[str, list[str]] = {}
    current: list[str] | None = None
    depth = 0
    for line in re.split(r"\r\n|\n|\r", header):
        key = _KEY.fullmatch(line) if depth == 0 else None
        if key is not None and key.group(1) not in values:
            current = values[key.group(1)] = [key.group(2) or ""]
        elif current is not None:
            current.append(line)
        depth = max(depth + len(_OPENING.findall(line)) - len(_CLOSING.findall(line)), 0)
    return {key: _value(lines) for key, lines in values.items()}


def _value(lines: list[str]) -> object:
    first = lines[0].strip()
    rest = [line.rstrip() for line in lines[1:]]
    while rest and not rest[-1]:
        rest.pop()
    items = [line.strip() for line in rest if line.strip()]
    if not first and items and all(item.startswith("- ") for item in items):
        return [_unquoted(item[2:].strip()) for item in items]
    if _BLOCK_SCALAR.fullmatch(first):
        first = ""
    text = "\n".join([first, *rest]).strip("\n") if rest else first
    return _unquoted(text)


def _unquoted(text: str) -> str:
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        return text[1:-1]
    return text
