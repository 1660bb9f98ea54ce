"""What stands in the files of a repository: patterns in code, and where a name is defined."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from agentscaffold.survey import Survey

CODE = re.compile(r"\.(?:[cm]?[jt]sx?|py|go|rs|rb|php|java|kt|cs|exs?|scala|svelte|vue|sql|prisma)$", re.IGNORECASE)
TESTS = re.compile(
    r"(?:^|/)(?:tests?|testing|__tests__|e2e|specs?)/|\.(?:test|spec)\.\w+$|(?:^|/)test_[^/]*$|_test\.\w+$"
)
_NO_PROOF = re.compile(
    r"(?:^|/)\.claude/|(?:^|/)docs/agent-coverage\.md$|(?:^|/)(?:CLAUDE|AGENTS|CHANGELOG)\.md$|(?:^|/)\.copier-answers\.yml$|\.lock$|-lock\."
)
_MAX_FILES = 2_000
"""Of a larger repository only the files nearest to its root are read."""
_DEFINED = r"\b(?:const|let|var|function|class|interface|type|enum|def|func|fn|struct)\s+(?P<defined>{names})\b"
_USED = r"\b(?P<used>{names})\b"
_MAX_NAMES = 300


@dataclass(frozen=True)
class Named:
    """The files that define a name, and those that only use it; tests come last."""

    defined: tuple[str, ...] = ()
    used: tuple[str, ...] = ()


def is_proof(path: str) -> bool:
    """Whether a file says something about the repository: not lock files, and not what agents are told."""
    return _NO_PROOF.search(path) is None


def containing(pattern: re.Pattern[str], survey: Survey, where: re.Pattern[str] = CODE) -> Iterator[str]:
    """The files of `where` in whose text the pattern is found, the shortest paths first."""
    for path in _candidates(survey, where):
        text = survey.text(path)
        if text and pattern.search(text):
            yield path


def where_named(names: Collection[str], survey: Survey) -> Mapping[str, Named]:
    """Which code defines or uses the names."""
    wanted = sorted(names)[:_MAX_NAMES]
    if not wanted:
        return {}
    either = "|".join(map(re.escape, wanted))
    definition, use = re.compile(_DEFINED.format(names=either)), re.compile(_USED.format(names=either))
    defined: dict[str, list[str]] = {}
    used: dict[str, list[str]] = {}
    for path in sorted(_candidates(survey, CODE), key=lambda path: TESTS.search(path) is not None):
        text = survey.text(path) or ""
        here = {match.group("defined") for match in definition.finditer(text)}
        for name in here:
            defined.setdefault(name, []).append(path)
        for name in {match.group("used") for match in use.finditer(text)} - here:
            used.setdefault(name, []).append(path)
    return {name: Named(tuple(defined.get(name, ())), tuple(used.get(name, ()))) for name in wanted}


def _candidates(survey: Survey, where: re.Pattern[str]) -> list[str]:
    found = [path for path in survey.files if where.search(path) and is_proof(path)]
    return sorted(found, key=lambda path: (path.count("/"), path))[:_MAX_FILES]
