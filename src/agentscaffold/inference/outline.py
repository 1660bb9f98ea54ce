"""The agent file as passages: each line with its section, its fence and the zone it stands in."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from agentscaffold.inference import phrases
from agentscaffold.inference.description import description_passages
from agentscaffold.inference.passage import Passage, Zone
from agentscaffold.spec import AgentSpec

MAX_CHARACTERS = 128 * 1024
MAX_LINE = 8 * 1024
MAX_LINES = 20_000
"""The largest of 2,103 public agent files has 53 kB, the longest line of a description 3,844 characters."""

_HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*)")
_FENCE = re.compile(r"\s*(?:[-*+]\s+)?(`{3,}|~{3,})\s*([\w#+.-]*)")
_ITEM = re.compile(r"\s*(?:[-*+•]|\d{1,3}[.)])\s+\S")
_LEAD = re.compile(r"\s*\**[^|`]{2,80}?\**:\**\s*|\s*\*\*[^*]{2,80}\*\*:?\s*")
_ROW = re.compile(r"\s*\|")
_EXAMPLE_OPEN = re.compile(r"<(?:example|commentary)>")
_EXAMPLE_CLOSE = re.compile(r"</(?:example|commentary)>")
_QUOTED = re.compile(r"""\s*(?:[-*+•>]\s*|\d{1,3}[.)]\s*)?["“«„][^"”»]{20,}["”»][^\w"”»]*""")
_ASIDE = re.compile(r"\([^()]*\)")
_MANIFEST_KEYS = ('"dependencies"', '"scripts"', '"devDependencies"', '"engines"', '"packageManager"')
_DOCUMENT_FENCES = frozenset({"json", "jsonc", "markdown", "md", "yaml-example", "xml"})


@dataclass
class _State:
    """Where the reader stands. Only `outline` and the helpers it calls see it."""

    zones: dict[int, tuple[Zone, str]]
    section: int = 0
    block: int = 0
    lead: tuple[Zone | None, str] = (None, "")
    example_depth: int = 0
    memory: bool = False
    open_choice: bool = False
    """Inside a table whose header shows needs and recommendations."""
    in_table: bool = False
    columns: tuple[str, ...] = ()


def outline(spec: AgentSpec) -> tuple[Passage, ...]:
    """The passages of the file in the order of its lines; the frontmatter gives only its description.

    Text beyond the limits is left out (see `exceeds_limits`), so that no file keeps anybody waiting.
    """
    lines = [line[:MAX_LINE] for line in spec.lines[:MAX_LINES]]
    header = spec.frontmatter
    body = header.last_line + 1 if header.first_line else 0
    passages = chain(description_passages(lines, header), _body_passages(lines, body))
    return tuple(_within(MAX_CHARACTERS, passages))


def exceeds_limits(spec: AgentSpec) -> bool:
    """Whether `outline` leaves text out."""
    too_long = len(spec.text) > MAX_CHARACTERS or len(spec.lines) > MAX_LINES
    return too_long or any(len(line) > MAX_LINE for line in spec.lines)


def _within(budget: int, passages: Iterable[Passage]) -> Iterator[Passage]:
    for passage in passages:
        yield passage if len(passage.text) <= budget else replace(passage, text=passage.text[:budget])
        budget -= len(passage.text) + 1
        if budget <= 0:
            return


def _body_passages(lines: Sequence[str], start: int) -> Iterator[Passage]:
    state = _State(zones={})
    index = start
    while index < len(lines):
        line = lines[index]
        fence = _FENCE.match(line)
        if fence is not None:
            end = _fence_end(lines, index, fence.group(1))
            yield from _fenced(lines, index, end, fence.group(2).lower(), state)
            index = end + 1
            continue
        yield _plain(lines, index, state)
        index += 1


def _fence_end(lines: Sequence[str], start: int, marker: str) -> int:
    """The index of the closing fence, or of the last line when nothing closes it."""
    for index in range(start + 1, len(lines)):
        stripped = lines[index].strip()
        if stripped.startswith(marker) and not stripped.strip(marker[0]):
            return index
    return len(lines) - 1


def _fenced(lines: Sequence[str], start: int, end: int, language: str, state: _State) -> Iterator[Passage]:
    state.block += 1
    zone, label = _zone(state)
    inner = lines[start + 1 : end + 1]
    if zone == "sample" and language not in _DOCUMENT_FENCES:
        zone = "plain"  # under “Example structure:” code shows how it is really done
    if language in _DOCUMENT_FENCES and not any(key in line for line in inner for key in _MANIFEST_KEYS):
        zone = zone if zone in ("example", "memory", "handover") else "sample"
    for index in range(start, end + 1):
        yield Passage(
            index + 1,
            lines[index] if index != end or lines[end].strip(" \t`~") else "",
            "code",
            zone,
            section=state.section,
            block=state.block,
            fence=language,
            opens_fence=index == start,
            label=label,
        )
    state.in_table = False


def _plain(lines: Sequence[str], index: int, state: _State) -> Passage:
    line = lines[index]
    if (heading := _HEADING.match(line)) is not None:
        return _heading(index, line, len(heading.group(1)), heading.group(2), state)
    closes = len(_EXAMPLE_CLOSE.findall(line))
    state.example_depth += len(_EXAMPLE_OPEN.findall(line))
    zone, label = _zone(state)
    if state.example_depth or phrases.TALK.match(line):
        zone = "example"
    elif zone == "plain" and _QUOTED.fullmatch(line):
        zone = "sample"
    state.example_depth = max(state.example_depth - closes, 0)

    if _ROW.match(line):
        _enter_row(line, state)
        if state.open_choice and zone in ("plain", "skills", "stack"):
            zone = "choice"
        return Passage(
            index + 1, line, "row", zone, section=state.section, block=state.block, label=label, columns=state.columns
        )
    state.in_table = state.open_choice = False
    if _ITEM.match(line):
        return Passage(index + 1, line, "item", zone, section=state.section, block=state.block, label=label)
    if line.strip():
        state.block += 1
        state.lead = (_classify(line), line.strip(" *:#")) if len(line) < 200 and _LEAD.fullmatch(line) else (None, "")
        if state.lead[1]:
            label = state.lead[1]
    return Passage(index + 1, line, "text", zone, section=state.section, block=state.block, label=label)


def _heading(index: int, line: str, level: int, title: str, state: _State) -> Passage:
    state.section += 1
    state.block += 1
    state.lead = (None, "")
    state.in_table = state.open_choice = False
    state.example_depth = 0
    if phrases.MEMORY.search(title):
        state.memory = True
    for deeper in [known for known in state.zones if known >= level]:
        del state.zones[deeper]
    inherited = _zone(state)[0]
    own = _classify(title)
    state.zones[level] = (own or inherited, title)
    zone, label = _zone(state)
    shown: Zone = zone if zone not in ("skills", "stack") else "plain"
    return Passage(index + 1, line, "heading", shown, section=state.section, block=state.block, label=label)


def _enter_row(line: str, state: _State) -> None:
    if not state.in_table:
        state.in_table = True
        state.block += 1
        state.columns = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
        state.open_choice = any(phrases.CHOICE_COLUMN.match(cell) for cell in state.columns)


def _zone(state: _State) -> tuple[Zone, str]:
    """The zone here and the words that made it: the lead-in stands above the headings."""
    if state.memory:
        return "memory", "memory"
    zone, label = state.zones[max(state.zones)] if state.zones else ("plain", "")
    lead_zone, lead = state.lead
    if lead:
        return (lead_zone or (zone if zone in _INHERITED else "plain")), lead
    return zone, label


_INHERITED: tuple[Zone, ...] = ("memory", "excluded", "handover", "choice", "skills", "stack", "sample", "example")

_CLASSES: tuple[tuple[re.Pattern[str], Zone], ...] = (
    (phrases.MEMORY, "memory"),
    (phrases.HANDOVER, "handover"),
    (phrases.EXCLUDED, "excluded"),
    (phrases.SAMPLE, "sample"),
    (phrases.CHOICE, "choice"),
    (phrases.STACK, "stack"),
    (phrases.SKILLS, "skills"),
)


def _classify(title: str) -> Zone | None:
    """What kind of section a heading or a lead-in opens; `None` when its words do not tell."""
    words = _ASIDE.sub("", title[:160])
    return next((zone for pattern, zone in _CLASSES if pattern.search(words)), None)
