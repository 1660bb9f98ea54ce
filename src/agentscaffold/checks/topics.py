"""What agent files ask of a backend beyond its stack: topics as data, and where a repository has them."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agentscaffold.checks.contents import CODE, TESTS, containing, is_proof
from agentscaffold.survey import Survey

_FILE = Path(__file__).resolve().parent / "topics.toml"
_SETTINGS = re.compile(
    r"(?:^|/)(?:package|tsconfig|turbo|vercel)[\w.-]*\.json$|(?:eslint|vitest|prettier|jest)\.config\.\w+$"
)


@dataclass(frozen=True)
class Topic:
    """`words` finds it in a statement; `names`, `text` (in the files of `where`) and `packages` in a repository.

    A `general` topic is only looked for where a statement speaks of nothing else. `in_tests`: tests show it.
    """

    id: str
    words: re.Pattern[str]
    names: re.Pattern[str] | None
    text: re.Pattern[str] | None
    where: re.Pattern[str]
    packages: frozenset[str]
    in_tests: bool
    general: bool


@cache
def load_topics() -> tuple[Topic, ...]:
    """All topics, in the order of the file."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(
        Topic(
            id=name,
            words=re.compile(table["words"], re.IGNORECASE),
            names=re.compile(table["names"], re.IGNORECASE) if "names" in table else None,
            text=re.compile(table["text"], re.MULTILINE) if "text" in table else None,
            where=re.compile(table["where"], re.IGNORECASE) if "where" in table else CODE,
            packages=frozenset(table.get("packages", ())),
            in_tests=table.get("tests", False),
            general=table.get("general", False),
        )
        for name, table in tables.items()
    )


def topics_of(text: str) -> tuple[Topic, ...]:
    """The topics that a statement speaks of."""
    found = tuple(topic for topic in load_topics() if topic.words.search(text))
    return tuple(topic for topic in found if not topic.general) or found


def places_of(topic: Topic, survey: Survey) -> tuple[str, ...]:
    """Where the repository has it: files of that name, files with that text, manifests with a package for it."""
    named = sorted((path for path in survey.files if _is_named(topic, path)), key=lambda path: (path.count("/"), path))
    holding = containing(topic.text, survey, topic.where) if topic.text is not None else ()
    packages = sorted(topic.packages & set(survey.dependencies))
    return (
        *dict.fromkeys((*named, *(path for path in holding if _counts(topic, path)))),
        *(f"{survey.dependencies[name][0].path}: {name}" for name in packages),
    )


def _is_named(topic: Topic, path: str) -> bool:
    named = topic.names is not None and topic.names.search(path) is not None and is_proof(path)
    return named and _counts(topic, path) and not (_SETTINGS.search(path) and not topic.in_tests)


def _counts(topic: Topic, path: str) -> bool:
    return topic.in_tests or not TESTS.search(path)


def ranked(places: Sequence[str], statement: str, survey: Survey) -> list[str]:
    """The places, those first whose path has words of the statement; of tests also those whose text has them.

    A word that few of the places have says more than one that all have.
    """
    words = {word.lower().removesuffix("s") for word in re.findall(r"[A-Za-z]{4,}", statement)}
    texts = {place: _searched(place, survey) for place in places}
    having = {word: sum(word in text for text in texts.values()) for word in words}
    scores = {
        place: sum(
            (3 * (word in place.lower()) + min(text.count(word), 5)) / having[word] for word in words if word in text
        )
        for place, text in texts.items()
    }
    return sorted(places, key=lambda place: -scores[place])


def _searched(place: str, survey: Survey) -> str:
    path = place.lower()
    return f"{path}\n{(survey.text(place) or '').lower()}" if TESTS.search(place) else path
