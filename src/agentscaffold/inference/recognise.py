"""Finds the names of technologies in a passage, from the recognition data of the catalogue."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from agentscaffold.catalogue import Catalogue, Technology
from agentscaffold.inference.passage import Passage
from agentscaffold.inference.tokens import code_spans, inside, opaque_spans, path_tokens

MarkKind = Literal["name", "package", "code", "command", "file", "fence", "hint"]

_WORD = re.compile(r"[a-z0-9]+")
_FOLD = {upper: upper + 32 for upper in range(ord("A"), ord("Z") + 1)}
_CJK = 0x2E80
_DISTINCT = re.compile(r"[a-z][A-Z]|[._(@#:]")
"""What no word of prose looks like: `pgTable`, `supabase.auth`."""


@dataclass(frozen=True)
class Mention:
    """A technology named at `start` in the text of a passage."""

    technology: Technology
    kind: MarkKind
    passage: Passage
    start: int
    end: int

    @property
    def line(self) -> int:
        return self.passage.line

    @property
    def column(self) -> int:
        return self.passage.offset + self.start + 1


@dataclass(frozen=True)
class _Mark:
    """One way to name a technology. `key` is its first run of letters, `shift` characters into it."""

    technology: Technology
    kind: MarkKind
    folded: str
    written: str | None
    shift: int


class Recogniser:
    """The catalogue, prepared for looking words up. One pass over the text, whatever the catalogue holds."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._marks: dict[str, list[_Mark]] = {}
        self._extensions: dict[str, Technology] = {}
        self._file_names: dict[str, list[Technology]] = {}
        self._folders: list[tuple[str, Technology]] = []
        self._fences: dict[str, Technology] = {}
        for technology in catalogue.technologies:
            self._learn(technology)
        for marks in self._marks.values():
            marks.sort(key=lambda mark: -len(mark.folded))

    def mentions(self, passage: Passage) -> list[Mention]:
        """What the passage names, in order, each stretch of text once."""
        if passage.opens_fence:
            technology = self._fences.get(passage.fence or "")
            start = passage.text.lower().find(passage.fence or "")
            return [Mention(technology, "fence", passage, start, len(passage.text))] if technology else []
        names = list(self._names(passage))
        taken = [(mention.start, mention.end) for mention in names]
        files = [mention for mention in self._files(passage) if not inside(mention.start, taken)]
        return sorted([*names, *files], key=lambda mention: mention.start)

    def _learn(self, technology: Technology) -> None:
        kinds: tuple[tuple[MarkKind, tuple[str, ...], bool], ...] = (
            ("name", technology.aliases, False),
            ("name", technology.exact, True),
            ("package", technology.packages, False),
            ("code", technology.code, True),
            ("command", technology.commands, False),
            ("hint", technology.hints, False),
        )
        for kind, words, as_written in kinds:
            for word in words:
                self._add(technology, kind, word, as_written=as_written)
        for pattern in technology.files:
            if pattern.startswith("*."):
                self._extensions[pattern[1:]] = technology
            elif "/" in pattern:
                self._folders.append((f"/{pattern}/", technology))
            else:
                self._file_names.setdefault(pattern, []).append(technology)
        for language in technology.fences:
            self._fences[language] = technology

    def _add(self, technology: Technology, kind: MarkKind, word: str, *, as_written: bool) -> None:
        folded = word.translate(_FOLD)
        first = _WORD.search(folded)
        if first is not None:
            written = word if as_written else None
            mark = _Mark(technology, kind, folded, written, first.start())
            self._marks.setdefault(first.group(), []).append(mark)

    def _names(self, passage: Passage) -> Iterator[Mention]:
        text = passage.text
        folded = text.translate(_FOLD)
        spans = code_spans(text) if passage.fence is None else [(0, len(text))]
        opaque = opaque_spans(text)
        done = 0
        for word in _WORD.finditer(folded):
            if word.start() < done or inside(word.start(), opaque):
                continue
            end = word.end()
            for mark in self._candidates(word.group()):
                start = word.start() - mark.shift
                if start < done or not folded.startswith(mark.folded, start):
                    continue
                end = start + len(mark.folded)
                if _fits(mark, text, folded, start, end, in_code=inside(word.start(), spans)):
                    yield Mention(mark.technology, mark.kind, passage, start, end)
                    done = end

    def _candidates(self, word: str) -> Sequence[_Mark]:
        """What begins with this word, or with what it is the plural of."""
        found = self._marks.get(word, ())
        return found if found or not word.endswith("s") else self._marks.get(word[:-1], ())

    def _files(self, passage: Passage) -> Iterator[Mention]:
        for token in path_tokens(passage.text):
            path = token.text.strip("/")
            name = path.rsplit("/", 1)[-1]
            found = list(self._file_names.get(name, ()))
            found += [technology for folder, technology in self._folders if folder in f"/{path}/"]
            dot = name.rfind(".")
            if dot >= 0 and ".config." not in name and ("/" in path or name[:1].islower() or name[:1] in "*_[<{"):
                found += [self._extensions[name[dot:]]] if name[dot:] in self._extensions else []
            for technology in found:
                yield Mention(technology, "file", passage, token.start, token.start + len(token.text))


def _fits(mark: _Mark, text: str, folded: str, start: int, end: int, *, in_code: bool) -> bool:
    if mark.written is not None and not text.startswith(mark.written, start):
        delimited = mark.kind == "name" and text[start - 1 : start] in ("`", "*") and text[end : end + 1] in ("`", "*")
        if not delimited:
            return False
    if mark.kind == "command" and not in_code:
        return False
    if mark.kind == "code" and not in_code and _DISTINCT.search(mark.written or "") is None:
        return False
    if mark.kind == "package" and not in_code and not any(sign in mark.folded for sign in "/@-."):
        return False
    if not _bounded(folded, start, end, mark.folded):
        return False
    return not _means_something_else(mark.technology, folded, start, end)


def _bounded(folded: str, start: int, end: int, word: str) -> bool:
    if word[0].isalnum() and start > 0 and _joins(folded[start - 1], before=True):
        return False
    if not word[-1].isalnum() or end >= len(folded):
        return True
    after = folded[end]
    if after == "s" and not (end + 1 < len(folded) and _joins(folded[end + 1], before=False)):
        return True
    return not _joins(after, before=False)


def _joins(character: str, *, before: bool) -> bool:
    """Whether a character beside a name makes it part of a longer word."""
    if character == "_" or (before and character == "-"):
        return True
    return character.isalnum() and ord(character) < _CJK


def _means_something_else(technology: Technology, folded: str, start: int, end: int) -> bool:
    for phrase in technology.unless:
        sought = phrase.translate(_FOLD)
        at = folded.find(sought, max(start - len(sought), 0), end + len(sought))
        if at >= 0 and at < end and at + len(sought) > start:
            return True
    return False
