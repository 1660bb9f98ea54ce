"""Where the frontmatter begins and ends: for a human reader, and for Claude Code, which differ."""

import re
from dataclasses import dataclass

_HUMAN_START = re.compile(r"(?:[ \t]*(?:\r\n|\n|\r))*---[ \t]*(?:\r\n|\n|\r)")
_HUMAN_END = re.compile(r"(?:^|(?<=[\r\n]))---[ \t]*(?=[\r\n]|\Z)")
_CLIENT_START = re.compile(r"---[ \t]*\r?\n")


@dataclass(frozen=True)
class Boundaries:
    """The two readings of where the header is, as texts between the `---`.

    `human` ends at the first line that is `---`; `client` at the first `---` anywhere, even inside a value
    (Claude Code 2.1.328, seen). `None`: there is no frontmatter in that reading. Lines count from 1.
    """

    human: str | None
    client: str | None
    first_line: int
    last_line: int
    cut_line: int | None
    """The line of a `---` that ends the header for Claude Code earlier than for a human."""


def find_boundaries(text: str) -> Boundaries:
    start = _HUMAN_START.match(text)
    if start is None:
        return Boundaries(None, None, 0, 0, None)
    end = _HUMAN_END.search(text, start.end())
    client_start = _CLIENT_START.match(text)
    client_end = text.find("---", client_start.end()) if client_start else -1
    client = text[client_start.end() : client_end] if client_start and client_end >= 0 else None
    if end is None:
        # Nobody closed the header on a line of its own: what Claude Code sees is all there is.
        human_end = client_end
        human = client
    else:
        human_end = end.start()
        human = text[start.end() : human_end]
    if human is None:
        return Boundaries(None, client, 0, 0, None)
    first_line = _line_at(text, start.end())
    last_line = _line_at(text, human_end)
    if end is not None:
        last_line -= 1
    cut = client is not None and (end is None or client_end < human_end)
    return Boundaries(human, client, first_line, last_line, _line_at(text, client_end) if cut else None)


def _line_at(text: str, offset: int) -> int:
    before = text[:offset]
    return before.count("\n") + before.count("\r") - before.count("\r\n") + 1
