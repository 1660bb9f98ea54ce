"""Drawn directory trees (`├──`, `|--` or indentation) and lists of paths inside code fences."""

import re
from collections.abc import Collection, Iterator, Sequence

from agentscaffold.inference.model import Directory
from agentscaffold.inference.passage import Passage
from agentscaffold.inference.paths import is_file, path_shape

_BRANCH = re.compile(r"(?P<lead>[\s│┃|]*)(?P<mark>[├└┣┗╰]|\|(?=-)|\+(?=-)|`(?=-))[─━┈╌-]*\s*(?P<name>\S.*)")
_SPACER = re.compile(r"\s*[│┃|][\s│┃|]*")
_DECORATION = re.compile(r"^[^\w.@\[\](){}<$*/]+")
_COMMENT = re.compile(
    r"\s+(?:#|//|←|→|\u2014|\u2013|--|-|<-|\*|:|=>)(?:\s.*)?$|\s{2,}.*$|\s+\([^)]*$|\s+\(.*\)\s*$|\t.*$"
)
_NAME = re.compile(r"[\w.@+\-\[\]()<>{}$*/ ]+")
_PLACEHOLDER_ROOT = re.compile(
    r"\.|(?:your|my)-?\w*|project(?:-?\w+)?|root|repo|monorepo|<[^>]*>|\{[^}]*\}", re.IGNORECASE
)
_MAX_DEPTH = 16
_TOP_FOLDERS = frozenset({"src", "app", "apps", "packages", "backend", "frontend", "tests"})
_TREE_LANGUAGES = frozenset({"", "text", "txt", "tree", "plaintext", "plain", "bash", "sh"})


def tree_directories(passages: Sequence[Passage]) -> Iterator[Directory]:
    """The paths drawn in one code fence (or in one stretch of text), from the root of the drawing."""
    branches = [_BRANCH.fullmatch(passage.text[:300]) for passage in passages]
    if any(branches):
        yield from _drawn(passages, branches)
    elif passages and passages[0].fence in _TREE_LANGUAGES and _all_paths(passages):
        yield from _indented(passages)


def _drawn(passages: Sequence[Passage], branches: Sequence[re.Match[str] | None]) -> Iterator[Directory]:
    """A tree by the column of its branches. A line without a branch above them is the root."""
    stack: list[tuple[int, str]] = []
    children = {_name(branch.group("name")).strip("/") for branch in branches if branch is not None}
    for passage, branch in zip(passages, branches, strict=True):
        if branch is None and _SPACER.fullmatch(passage.text[:300]):
            continue  # the drawing goes on below it
        if branch is None:
            name = _name(passage.text)
            stack = [(-1, name)] if _is_root(name, children) else []
            if stack:
                yield from _directory(passage, name, [], passage.text.find(name.split("/")[0]))
            continue
        column = branch.start("mark")
        stack = [(at, name) for at, name in stack if at < column][:_MAX_DEPTH]
        parents = [name for _, name in stack]
        names = _names(branch.group("name"))
        for name in names:
            yield from _directory(passage, name, parents, passage.text.find(name, branch.start("name")))
        if names:
            stack.append((column, names[0]))


def _indented(passages: Sequence[Passage]) -> Iterator[Directory]:
    """Names below each other, children further to the right; full paths stand for themselves."""
    stack: list[tuple[int, str]] = []
    for passage in passages:
        name = _name(passage.text)
        if not name:
            continue
        column = len(passage.text) - len(passage.text.lstrip())
        stack = [(at, parent) for at, parent in stack if at < column][:_MAX_DEPTH]
        yield from _directory(passage, name, [parent for _, parent in stack], column)
        if not is_file(name):
            stack.append((column, name))


def _all_paths(passages: Sequence[Passage]) -> bool:
    named = [_name(passage.text) for passage in passages if passage.text.strip() and not passage.opens_fence]
    shapes = [path_shape(name) for name in named]
    return len(shapes) > 0 and all(shape is not None and (shape.folder or shape.file) for shape in shapes)


def _directory(passage: Passage, name: str, parents: Sequence[str], at: int) -> Iterator[Directory]:
    path = "/".join([*(parent.strip("/") for parent in parents), name.strip("/")])
    shape = path_shape(path)
    if shape is not None:
        yield Directory(shape.path, passage.line, passage.offset + max(at, 0) + 1)


def _names(text: str) -> list[str]:
    """The names on one branch: usually one, at times several with commas."""
    bare = _COMMENT.sub("", text)
    found = [_name(part) for part in bare.split(", ")] if ", " in bare else [_name(text)]
    return [name for name in found if name and not name.startswith("..")]


def _name(text: str) -> str:
    """The name at the beginning of a line of a tree, without picture, comment and trailing slash."""
    bare = _DECORATION.sub("", text.strip()[:200])
    bare = _COMMENT.sub("", bare).strip()
    first = bare.split(" ", 1)[0]
    if first != bare and not is_file(bare):
        bare = first if first.endswith("/") or is_file(first) else ""
    if not bare or not _NAME.fullmatch(bare):
        return ""
    return bare


def _is_root(name: str, children: Collection[str]) -> bool:
    """Whether a line above the branches is a folder of the repository, and not the repository itself.

    The folder that holds `src`, `apps` or `backend` is the repository, whatever the drawing calls it.
    """
    shape = path_shape(name) if name else None
    if shape is None or _PLACEHOLDER_ROOT.fullmatch(name):
        return False
    if "/" in shape.path or shape.rooted:
        return True
    return shape.folder and not _TOP_FOLDERS & set(children)
