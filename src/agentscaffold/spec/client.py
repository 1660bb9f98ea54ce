"""What Claude Code makes of a header: its quoting retry, and whether it loads the agent.

Rules as seen with Claude Code 2.1.328 (a black-box run over 2,103 public files, no disagreement).
"""

import re
from collections.abc import Mapping

from agentscaffold.spec.strict_yaml import StrictYamlError, read_strict

MAX_NAME = 256

_KEY_AND_VALUE = re.compile(r"([a-zA-Z_-]+):\s+(\S.*)")
_NEEDS_QUOTES = re.compile(r"[{}\[\]*&#!|>%@`]|: ")


def read_as_client(header: str) -> dict[str, object]:
    """The keys and values Claude Code sees. Raises `StrictYamlError` when it sees none."""
    try:
        return read_strict(header)
    except StrictYamlError:
        return read_strict(quote_values(header))


def quote_values(header: str) -> str:
    """The header with every suspicious value in double quotes: the one retry of Claude Code."""
    lines = header.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(_quoted(line) for line in lines)


def _quoted(line: str) -> str:
    match = _KEY_AND_VALUE.fullmatch(line)
    if match is None:
        return line
    key, value = match.groups()
    fully_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    if fully_quoted or _NEEDS_QUOTES.search(value) is None:
        return line
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'{key}: "{escaped}"'


def reasons_not_loaded(values: Mapping[str, object]) -> list[str]:
    """Why Claude Code would skip an agent with these keys; empty when it loads it."""
    reasons = []
    name = values.get("name")
    if not isinstance(name, str) or not name:
        reasons.append("there is no `name` that is text")
    elif len(name) > MAX_NAME or ":" in name or name.startswith("-"):
        reasons.append(f"the name is longer than {MAX_NAME} characters, holds `:` or begins with `-`")
    description = values.get("description")
    if not isinstance(description, str) or not description:
        reasons.append("there is no `description` that is text")
    if "hooks" in values and not _well_formed_hooks(values["hooks"]):
        reasons.append("`hooks` does not have the shape event → matchers → hooks")
    return reasons


def _well_formed_hooks(hooks: object) -> bool:
    if not isinstance(hooks, dict):
        return False
    return all(isinstance(matchers, list) and all(map(_well_formed_matcher, matchers)) for matchers in hooks.values())


def _well_formed_matcher(matcher: object) -> bool:
    if not isinstance(matcher, dict) or not isinstance(matcher.get("hooks"), list):
        return False
    return all(isinstance(hook, dict) and isinstance(hook.get("type"), str) for hook in matcher["hooks"])
