"""The folders and files that the agent says exist or must be used."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from agentscaffold.inference.model import Directory
from agentscaffold.inference.passage import Passage
from agentscaffold.inference.paths import fixed_part, is_plain_path, is_quoted_path, path_shape
from agentscaffold.inference.tokens import code_spans, inside, opaque_spans, path_tokens
from agentscaffold.inference.trees import tree_directories

_FILE_COMMENT = re.compile(r"\s*(?://|#|--|/\*+|<!--)\s*(?P<path>[\w./\[\]()<>{}$@-]+\.\w+)\s*(?:\*/|-->)?\s*")


def find_directories(passages: Sequence[Passage]) -> tuple[Directory, ...]:
    """Every path once, at its first place, in the order of the file.

    Trees, lists of paths, paths in backticks, paths in sentences and the file names above samples of code.
    """
    found: dict[str, Directory] = {}
    for (_, in_code), group in groupby(passages, key=lambda passage: (passage.block, passage.fence is not None)):
        members = [passage for passage in group if passage.zone not in ("example", "memory", "handover")]
        for directory in _in_fence(members) if in_code else _in_text(members):
            if (parent := fixed_part(directory.path)) not in ("", directory.path):
                found.setdefault(parent, replace(directory, path=parent))
            found.setdefault(directory.path, directory)
    return tuple(sorted(found.values(), key=lambda directory: (directory.line, directory.column)))


def _in_fence(passages: Sequence[Passage]) -> Iterator[Directory]:
    if any(passage.zone == "sample" for passage in passages):
        return
    yield from tree_directories(passages)
    for passage in passages:
        comment = _FILE_COMMENT.fullmatch(passage.text[:200])
        if comment is None:
            continue
        shape = path_shape(comment.group("path"))
        if shape is not None and shape.file and "/" in shape.path:
            yield Directory(shape.path, passage.line, passage.offset + comment.start("path") + 1)


def _in_text(passages: Sequence[Passage]) -> Iterator[Directory]:
    drawn = list(tree_directories([p for p in passages if p.kind == "text"]))
    yield from drawn
    lines = {directory.line for directory in drawn}
    for passage in passages:
        if passage.line not in lines:
            yield from _in_line(passage)


def _in_line(passage: Passage) -> Iterator[Directory]:
    spans = code_spans(passage.text)
    opaque = opaque_spans(passage.text)
    whole = {start for start, end in spans if not any(blank in passage.text[start:end] for blank in " \t")}
    for token in path_tokens(passage.text):
        if inside(token.start, opaque):
            continue
        shape = path_shape(token.text)
        if shape is None:
            continue
        quoted = token.start in whole
        if inside(token.start, spans) and not quoted:
            continue  # part of a command or of an expression
        if is_quoted_path(shape) if quoted else is_plain_path(shape):
            yield Directory(shape.path, passage.line, passage.offset + token.start + 1)
