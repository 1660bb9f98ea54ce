"""What agent files ask of a backend beyond its stack: topics as data, and where a repository has them."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agentscaffold.survey import Survey

_FILE = Path(__file__).resolve().parent / "topics.toml"
_TESTS = re.compile(r"(?:^|/)(?:tests?|__tests__|e2e|specs?)/|\.(?:test|spec)\.\w+$|(?:^|/)test_[^/]*$|_test\.\w+$")
_SETTINGS = re.compile(
    r"(?:^|/)(?:package|tsconfig|turbo|vercel)[\w.-]*\.json$|(?:eslint|vitest|prettier|jest)\.config\.\w+$"
)
_NO_PROOF = re.compile(
    r"(?:^|/)\.claude/|(?:^|/)docs/agent-coverage\.md$|(?:^|/)(?:CLAUDE|AGENTS|CHANGELOG)\.md$|\.lock$|-lock\."
)


@dataclass(frozen=True)
class Topic:
    """`words` finds it in a statement, `files` and `packages` in a repository."""

    id: str
    words: re.Pattern[str]
    files: re.Pattern[str]
    packages: frozenset[str]
    in_tests: bool


@cache
def load_topics() -> tuple[Topic, ...]:
    """All topics, in the order of the file."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        Topic(
            name,
            re.compile(table["words"], re.IGNORECASE),
            re.compile(str(table["files"]).removeprefix("tests:"), re.IGNORECASE),
            frozenset(table.get("packages", ())),
            str(table["files"]).startswith("tests:"),
        )
        for name, table in tables.items()
    )


def topics_of(text: str) -> tuple[Topic, ...]:
    """The topics that a statement speaks of."""
    return tuple(topic for topic in load_topics() if topic.words.search(text))


def places_of(topic: Topic, survey: Survey) -> Iterator[str]:
    """Where the repository has it: files, the shortest paths first, then manifests that have a package for it."""
    matching = (path for path in survey.files if topic.files.search(path) and not _NO_PROOF.search(path))
    yield from sorted(
        (path for path in matching if topic.in_tests or not (_TESTS.search(path) or _SETTINGS.search(path))),
        key=lambda path: (path.count("/"), path),
    )
    for name in sorted(topic.packages & set(survey.dependencies)):
        yield f"{survey.dependencies[name][0].path}: {name}"
