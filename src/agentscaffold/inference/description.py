"""The description in the frontmatter: what the agent is for, without the dialogues pasted into it."""

import re
from collections.abc import Iterator, Sequence

from agentscaffold.inference import phrases
from agentscaffold.inference.passage import Passage
from agentscaffold.spec import Frontmatter

_KEY = re.compile(r"""["']?([A-Za-z_-]+)["']?\s*:(?:\s|$)""")
_EXAMPLE = re.compile(r"<(?:example|commentary)>")


def description_passages(lines: Sequence[str], header: Frontmatter) -> Iterator[Passage]:
    """The lines of the `description`. From the first example or list of triggers on, all of it is `example`."""
    inside = False
    example = False
    for number in range(max(header.first_line, 1), min(header.last_line, len(lines)) + 1):
        line = lines[number - 1]
        start = 0
        key = None if example else _KEY.match(line)
        if key is not None:
            inside = key.group(1) == "description"
            start = key.end()
        if not inside:
            continue
        if example:
            yield Passage(number, line, "description", "example")
            continue
        cut = _cut(line, start)
        yield Passage(number, line[start:cut], "description", "plain", offset=start)
        if cut < len(line):
            example = True
            yield Passage(number, line[cut:], "description", "example", offset=cut)


def _cut(line: str, start: int) -> int:
    if phrases.TALK.match(line):
        return start
    marks = (_EXAMPLE.search(line, start), phrases.TRIGGERS.search(line, start))
    return min((mark.start() for mark in marks if mark), default=len(line))
