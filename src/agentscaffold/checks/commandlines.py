"""Command lines in an agent file: which scripts of the repository they run, and what they install."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from agentscaffold.checks.wording import states
from agentscaffold.inference import Passage
from agentscaffold.inference.tokens import code_spans

Action = Literal["script", "make", "just", "install"]

_SHELLS = frozenset({"", "bash", "sh", "zsh", "shell", "console", "shell-session", "terminal", "cmd", "powershell"})
_SPLIT = re.compile(r"&&|\|\||[;|]")
_PROMPT = re.compile(r"^\s*(?:[$%>\u276f]\s+)?(?:(?:[A-Z_][A-Z0-9_]*=\S*\s+)|(?:sudo|time|npx dotenv -e \S+ --)\s+)*")
_NAME = re.compile(r"[A-Za-z][\w:.-]*")
_PACKAGE = re.compile(r"(?:@[a-z0-9][\w.-]*/)?[a-z0-9][\w.-]*")
_TARGET = re.compile(r"[A-Za-z][\w.-]*")
_WITH_VALUE = frozenset(
    """
    --filter -F -C --dir --prefix --workspace -w --cwd -p --env-file --config --scope --project --log-level
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_MANAGERS = frozenset({"npm", "pnpm", "yarn", "bun"})
_INSTALLS = {
    "npm": {"install", "i", "add"},
    "pnpm": {"add", "install", "i"},
    "yarn": {"add"},
    "bun": {"add", "install", "i"},
}
_CHANGES = frozenset({"install", "i", "ci", "add", "remove", "rm", "uninstall", "update", "upgrade", "up", "dedupe"})
_LIFECYCLE = frozenset({"test", "start"})
"""Commands of every package manager that run the script of that name."""
_PLAIN_SCRIPTS = frozenset(
    """
    dev build start lint test typecheck type-check check format fmt preview serve generate migrate seed e2e coverage
    clean bench codegen storybook release deploy
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""After `pnpm` or `yarn` alone: names of scripts rather than of programs."""
_BUILT_IN = {"pnpm": frozenset({"deploy"}), "yarn": frozenset[str]()}
_PROSE = frozenset(
    {"sure", "it", "the", "a", "an", "use", "changes", "your", "this", "that", "them", "all-in", "in", "up"}
)


@dataclass(frozen=True)
class Command:
    """What a command does with which name, at `start` to `end` of its passage."""

    action: Action
    name: str
    passage: Passage
    start: int
    end: int


def commands(passage: Passage) -> Iterator[Command]:
    """The commands of a line of a shell fence, or in backticks; none where the text rules them out."""
    if passage.fence is not None:
        if passage.fence in _SHELLS and not passage.opens_fence and not passage.silent:
            yield from _line(passage, 0, len(passage.text))
        return
    for start, end in code_spans(passage.text):
        if states(passage, start, end):
            yield from _line(passage, start, end)


def _line(passage: Passage, start: int, end: int) -> Iterator[Command]:
    text = passage.text[start:end]
    cut = re.search(r"(?:^|\s)#", text)
    text = text[: cut.start()] if cut else text
    position = 0
    for part in _SPLIT.split(text):
        offset = text.find(part, position)
        position = offset + len(part)
        prompt = _PROMPT.match(part)
        lead = prompt.end() if prompt else 0
        for action, name in _one(part[lead:].strip(), quoted=passage.fence is None):
            at = passage.text.rfind(name, start, start + position)
            begin = at if at >= 0 else start + offset
            yield Command(action, name, passage, begin, begin + len(name))


def _one(text: str, *, quoted: bool) -> Iterator[tuple[Action, str]]:
    try:
        words = shlex.split(text)
    except ValueError:
        return
    if len(words) < 2 or any(mark in text for mark in "<>{}$*…"):
        return
    words = words[1:] if words[0] in ("npx", "pnpx", "bunx", "corepack") else words
    tool, rest = words[0], words[1:]
    if tool in _MANAGERS:
        yield from _package_manager(tool, rest)
    elif tool == "turbo":
        yield from (("script", name) for name in _tasks(rest) if _NAME.fullmatch(name))
    elif tool in ("make", "just"):
        action: Action = "make" if tool == "make" else "just"
        names = [word for word in _without_options(rest) if "=" not in word]
        if names and not set(names) & _PROSE and (quoted or len(names) == 1) and all(map(_TARGET.fullmatch, names)):
            yield from ((action, name) for name in (names if action == "make" else names[:1]))


def _package_manager(tool: str, rest: list[str]) -> Iterator[tuple[Action, str]]:
    is_global = any(word in ("-g", "--global", "dlx", "exec", "create", "init", "--if-present") for word in rest)
    words = _without_options(rest)
    if tool == "yarn" and words[:1] == ["workspace"]:
        words = words[2:]
    if is_global or not words:
        return
    first, further = words[0], words[1:]
    if first in ("run", "run-script") and further:
        if _NAME.fullmatch(further[0]):
            yield "script", further[0]
    elif first in _INSTALLS[tool]:
        for word in further:
            name = word if word.startswith("@") and word.count("@") == 1 else re.sub(r"(?<=.)@[^/]*$", "", word)
            if _PACKAGE.fullmatch(name):
                yield "install", name
    elif (first in _LIFECYCLE and tool != "bun") or (tool in ("pnpm", "yarn") and _is_script(tool, first)):
        yield "script", first


def changes_packages(command: str) -> bool | None:
    """Whether a command line of a package manager writes its lock file, or names no more than the manager.

    `False` when it only runs a script; `None` when it leaves the project alone (`npm install -g`, `npm create`).
    """
    words = command.split()
    rest = words[1:]
    if words[:1] in (["npx"], ["pnpx"], ["bunx"]) or any(
        word in ("-g", "--global", "dlx", "exec", "create", "init", "x", "view", "login", "publish") for word in rest
    ):
        return None
    first = next(iter(_without_options(rest)), "")
    return not first or first in _CHANGES


def _is_script(tool: str, word: str) -> bool:
    if word in _BUILT_IN.get(tool, ()) or not _NAME.fullmatch(word):
        return False
    return word in _PLAIN_SCRIPTS or ":" in word


def _tasks(rest: list[str]) -> list[str]:
    words = _without_options(rest)
    return words[1:] if words[:1] == ["run"] else [word for word in words[:1] if word in _PLAIN_SCRIPTS or ":" in word]


def _without_options(words: list[str]) -> list[str]:
    """The words before `--`, without options and the values that they take."""
    kept: list[str] = []
    skip = False
    for word in words:
        if word == "--":
            break
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = word in _WITH_VALUE
        else:
            kept.append(word)
    return kept
