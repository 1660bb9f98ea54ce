"""Small stretches of a line: code between backticks, words that look like paths, and what is none of our business."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from sys import maxsize

Span = tuple[int, int]

_URL = re.compile(r"https?://[^\s`)>\]]+|\bmcp__\w+|(?<![\w/])\.claude/[^\s`)]*|\bskills/[\w-]+")
_HYPHENATED = re.compile(r"[\w.-]+")
ROLE_WORDS = frozenset(
    """
    agent agents expert pro specialist architect engineer developer dev designer reviewer manager optimizer auditor
    tester writer master backend frontend skill patterns researcher operator coder
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""`nextjs-expert`, `api-designer`: names of agents and skills end in these, and name no technology."""
_PATH = re.compile(r"[\w.@~+\-/\[\]()<>{}*$:#]+")
_TRAILING = ".,:;)]}>\"'*"
_PAIRS = {")": "(", "]": "[", "}": "{", ">": "<"}


@dataclass(frozen=True)
class Token:
    """A word that may be a path, with its place in the line."""

    text: str
    start: int


def code_spans(text: str) -> list[Span]:
    """What stands between backticks, without them."""
    spans: list[Span] = []
    position = 0
    while (opening := text.find("`", position)) >= 0:
        width = 1
        while text.startswith("`", opening + width):
            width += 1
        closing = text.find("`" * width, opening + width)
        if closing < 0:
            break
        spans.append((opening + width, closing))
        position = closing + width
    return spans


def opaque_spans(text: str) -> list[Span]:
    """Addresses, tool names and names of other agents: words inside them name no technology."""
    if (
        "http" not in text
        and "-" not in text
        and "mcp__" not in text
        and ".claude" not in text
        and "skills/" not in text
    ):
        return []
    found = [match.span() for match in _URL.finditer(text)]
    for match in _HYPHENATED.finditer(text):
        word = match.group()
        if "-" in word and word[:1].islower() and word.rstrip(".").rsplit("-", 1)[-1] in ROLE_WORDS:
            found.append(match.span())
    return sorted(found)


def inside(position: int, spans: Sequence[Span]) -> bool:
    """Whether one of the spans, which are sorted and do not overlap, covers the position."""
    index = bisect_right(spans, (position, maxsize)) - 1
    return index >= 0 and spans[index][0] <= position < spans[index][1]


def path_tokens(text: str) -> Iterator[Token]:
    """Words with a slash or a dot in them, without the punctuation around them."""
    if "/" not in text and "." not in text:
        return
    for match in _PATH.finditer(text):
        word, start = match.group(), match.start()
        if "/" not in word and "." not in word:
            continue
        while word and word[0] in "([{<\"'*:#" and not _closed(word):
            word, start = word[1:], start + 1
        while word and word[-1] in _TRAILING and not (word[-1] in _PAIRS and _PAIRS[word[-1]] in word):
            word = word[:-1]
        if "://" not in word and word:
            yield Token(word, start)


def _closed(word: str) -> bool:
    """Whether the bracket a word begins with belongs to a path: `(auth)/login`, `[id]/route.ts`, `{feature}/`."""
    closing = {"(": ")", "[": "]", "{": "}", "<": ">"}.get(word[0])
    if closing is None:
        return False
    return "/" in word if word[0] in "[{<" else closing in word and not word.endswith(closing)
