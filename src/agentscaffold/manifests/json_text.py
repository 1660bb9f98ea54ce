"""Edits the text of a JSON document, with or without comments, and leaves every other byte alone."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from agentscaffold.manifests.by_key import ABSENT, Edit, anchor

_COMMENT = re.compile(r'"(?:\\.|[^"\\\n])*"|//[^\n]*|/\*.*?\*/', re.DOTALL)
_LAST_COMMA = re.compile(r'"(?:\\.|[^"\\\n])*"|,(?=[ \t\r\n]*[}\]])')
_SPACE = re.compile(r"[ \t\r\n]*")
_REST_OF_LINE = re.compile(r"[ \t]*(?://[^\r\n]*|/\*[^\r\n]*?\*/)?[ \t]*(?=\r?\n)")
_INDENT = re.compile(r"^([ \t]+)\"", re.MULTILINE)
_WIDTH = 80
_DECODER = json.JSONDecoder()


@dataclass(frozen=True)
class _Member:
    key: str
    start: int
    value: int
    end: int


@dataclass(frozen=True)
class _Object:
    """Where a `{ … }` is in the text: `start` and `end` are the braces'."""

    start: int
    end: int
    members: tuple[_Member, ...]


def read_json(text: str) -> Any:  # noqa: ANN401 - whatever the document holds
    """The document as plain data, comments left out. Raises `ValueError`."""
    return json.loads(_without_comments(text.removeprefix("\ufeff")))


def read_jsonc(text: str) -> Any:  # noqa: ANN401 - whatever the document holds
    """As `read_json`, and a comma may follow the last item, as compilers have it. Raises `ValueError`."""
    return json.loads(_plain(text.removeprefix("\ufeff")))


def has_comments(text: str) -> bool:
    """Whether anything in the text is a comment."""
    return _without_comments(text) != text


def edit_json(text: str, edit: Edit) -> str:
    """`text` with one edit; the table around the key must be there. Raises `ValueError` if it is not."""
    plain = _plain(text)
    here = _scan(plain, _SPACE.match(plain, 1 if plain.startswith("\ufeff") else 0).end())  # type: ignore[union-attr]
    for key in edit.keys[:-1]:
        inside = _member(here, key)
        if inside is None or plain[inside.value] != "{":
            raise ValueError(f"{key} is no table")
        here = _scan(plain, inside.value)
    member = _member(here, edit.keys[-1])
    depth = len(edit.keys)
    if edit.value is ABSENT:
        return text if member is None else _remove(text, plain, here, member)
    style = _Style(_unit(plain), "\r\n" if "\r\n" in text else "\n")
    if member is not None:
        return text[: member.value] + style.value(edit.value, depth, len(edit.keys[-1])) + text[member.end :]
    return _insert(text, plain, here, edit, style)


@dataclass(frozen=True)
class _Style:
    """How this document is written: its indentation and its line ends."""

    unit: str
    newline: str

    def line(self, depth: int) -> str:
        return self.newline + self.unit * depth

    def value(self, value: object, depth: int, before: int = 0) -> str:
        """The text of a value `depth` levels deep: tables over several lines, lists on one where they fit."""
        if isinstance(value, Mapping) and value:
            inner = [self.member(key, each, depth + 1) for key, each in value.items()]
            return "{" + ",".join(self.line(depth + 1) + each for each in inner) + self.line(depth) + "}"
        if isinstance(value, list) and value:
            flat = "[" + ", ".join(_flat(each) for each in value) + "]"
            if depth * len(self.unit.expandtabs(2)) + before + 4 + len(flat) <= _WIDTH:
                return flat
            each_line = (self.line(depth + 1) + self.value(each, depth + 1) for each in value)
            return "[" + ",".join(each_line) + self.line(depth) + "]"
        return json.dumps(value, ensure_ascii=False)

    def member(self, key: str, value: object, depth: int) -> str:
        return f"{json.dumps(key, ensure_ascii=False)}: {self.value(value, depth, len(key))}"


def _flat(value: object) -> str:
    if isinstance(value, Mapping) and value:
        return "{ " + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {_flat(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)


def _insert(text: str, plain: str, here: _Object, edit: Edit, style: _Style) -> str:
    key, depth = edit.keys[-1], len(edit.keys)
    written = style.member(key, edit.value, depth)
    if not here.members:
        return text[: here.start + 1] + style.line(depth) + written + style.line(depth - 1) + text[here.end :]
    behind = anchor([member.key for member in here.members], key, edit.order)
    if "\n" not in plain[here.start : here.members[0].start]:
        one_line = f"{json.dumps(key, ensure_ascii=False)}: {_flat(edit.value)}"
        if behind is None:
            return _put(text, here.members[0].start, f"{one_line}, ")
        return _put(text, _end(here, behind), f", {one_line}")
    if behind is None:
        return _put(text, here.members[0].start, written + "," + style.line(depth))
    end = _end(here, behind)
    if behind == here.members[-1].key:
        return _append(text, end, written, style.line(depth))
    line_end = _after_comment(text, plain.index(",", end) + 1)
    return _put(text, line_end, style.line(depth) + written + ",")


def _append(text: str, end: int, written: str, new_line: str) -> str:
    """With a member behind the last one, which ends at `end`."""
    comma = _past_space(_without_comments(text), end)
    if text[comma] == ",":  # it has one already, and gets one
        return _put(text, _after_comment(text, comma + 1), new_line + written + ",")
    line_end = _after_comment(text, end)
    return text[:end] + "," + text[end:line_end] + new_line + written + text[line_end:]


def _remove(text: str, plain: str, here: _Object, member: _Member) -> str:
    """Without the member and its comma; what is left keeps its lines."""
    position = here.members.index(member)
    if position + 1 < len(here.members):
        return text[: member.start] + text[here.members[position + 1].start :]
    if position > 0:
        comma = plain.index(",", here.members[position - 1].end)
        return text[:comma] + text[comma + 1 : _line_before(text, member.start)] + text[member.end :]
    return text[: here.start + 1] + text[here.end :]


def _line_before(text: str, position: int) -> int:
    return len(text[:position].rstrip())


def _after_comment(text: str, position: int) -> int:
    """The end of the line, if nothing but a comment follows; else `position`."""
    rest = _REST_OF_LINE.match(text, position)
    return rest.end() if rest else position


def _put(text: str, position: int, more: str) -> str:
    return text[:position] + more + text[position:]


def _end(here: _Object, key: str) -> int:
    return next(member.end for member in here.members if member.key == key)


def _member(here: _Object, key: str) -> _Member | None:
    return next((member for member in here.members if member.key == key), None)


def _unit(plain: str) -> str:
    found = _INDENT.search(plain)
    return found.group(1) if found else "  "


def _without_comments(text: str) -> str:
    """The same length, with spaces for comments."""
    return _COMMENT.sub(lambda found: found[0] if found[0][0] == '"' else re.sub(r"[^\n]", " ", found[0]), text)


def _plain(text: str) -> str:
    """The same length, with spaces for comments and for commas behind the last item."""
    return _LAST_COMMA.sub(lambda found: found[0] if found[0] != "," else " ", _without_comments(text))


def _scan(plain: str, start: int) -> _Object:
    """The members of the object that begins at `start`. Raises `ValueError`."""
    if plain[start : start + 1] != "{":
        raise ValueError("the document is no table")
    members: list[_Member] = []
    position = _past_space(plain, start + 1)
    while plain[position] != "}":
        key, after = _DECODER.raw_decode(plain, position)
        value = _past_space(plain, _past_space(plain, after) + 1)
        _, end = _DECODER.raw_decode(plain, value)
        members.append(_Member(str(key), position, value, end))
        position = _past_space(plain, end)
        if plain[position] == ",":
            position = _past_space(plain, position + 1)
    return _Object(start, position, tuple(members))


def _past_space(plain: str, position: int) -> int:
    found = _SPACE.match(plain, position)
    return found.end() if found else position
