"""Every statement of an agent file, and where the repository does what it says."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice, zip_longest
from typing import Literal

from agentscaffold.checks.dependencies import ecosystems_of, where_used
from agentscaffold.checks.model import Claim, Subject
from agentscaffold.checks.packages import available
from agentscaffold.checks.paths import locate
from agentscaffold.checks.run import check_agent
from agentscaffold.checks.topics import Topic, places_of, topics_of
from agentscaffold.checks.wording import is_about_work
from agentscaffold.inference import Passage, phrases
from agentscaffold.inference.trees import tree_directories

Status = Literal["covered", "guidance", "not covered"]
STATUSES: tuple[Status, ...] = ("covered", "guidance", "not covered")

_MAX_PLACES = 3
_COMMAND_FENCES = frozenset({"bash", "sh", "zsh", "shell", "console"})
_SCOPED = re.compile(r"(?<![\w@/.-])@[a-z0-9][\w-]*/[a-z0-9][\w-]*")
_RULE = frozenset("-=:| +_*")


@dataclass(frozen=True)
class Statement:
    """One statement of the agent file at `line`, under the heading or lead-in `section`.

    `places` are files, or `manifest: dependency` and `manifest: script`; `missing` is what the repository lacks of it.
    """

    line: int
    section: str
    text: str
    status: Status
    places: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def coverage(subject: Subject) -> tuple[Statement, ...]:
    """The statements of the agent file in the order of its lines.

    `covered`: the repository has what it names. `not covered`: it names something concrete that is not there.
    `guidance`: advice on how to work, which the placed agent file itself meets. Dialogues, sample answers and pasted
    boilerplate are no statements.
    """
    concrete = _Concrete(subject)
    return tuple(_judged(subject, passages, concrete) for passages in _statements(subject.passages))


class _Concrete:
    """What the rules looked up, by the line that says it."""

    def __init__(self, subject: Subject) -> None:
        self.claims: dict[int, list[Claim]] = {}
        checked = check_agent(subject)
        for each in checked.claims:
            if each.kind in ("path", "package", "script"):
                self.claims.setdefault(each.line, []).append(each)
        self.technologies: dict[int, list[str]] = {}
        for mention in subject.mentions:
            if mention.role == "chosen" and mention.slot != "language" and ecosystems_of(mention.technology):
                self.technologies.setdefault(mention.mention.line, []).append(mention.technology)
        self.findings = {
            finding.line: finding.message
            for finding in checked.findings
            if finding.rule not in ("missing-path", "missing-package", "undefined-script")
        }
        self.packages = available(subject)
        self._survey = subject.survey
        self._places: dict[str, list[str]] = {}

    def places(self, topic: Topic) -> list[str]:
        """The first places of a topic; every file is looked at once for each topic."""
        if topic.id not in self._places:
            self._places[topic.id] = list(islice(places_of(topic, self._survey), _MAX_PLACES))
        return self._places[topic.id]


def _statements(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    """The lines of each statement: one, or all of a sample of code."""
    for (_, in_code), group in groupby(passages, key=lambda p: (p.block, p.fence is not None)):
        members = [each for each in group if each.zone not in ("example", "memory", "sample") and each.text.strip()]
        if not in_code:
            yield from ([each] for each in _without_table_heads(members) if _says_something(each))
            continue
        inner = [each for each in members if not each.opens_fence]
        drawn = {directory.line for directory in tree_directories(members)}
        if drawn:
            yield from ([each] for each in inner if each.line in drawn)
        elif inner and inner[0].fence in _COMMAND_FENCES:
            yield from ([each] for each in inner if not each.text.lstrip().startswith("#"))
        elif inner:
            yield inner


def _without_table_heads(passages: Sequence[Passage]) -> Iterator[Passage]:
    """Rows of a table without its head, which is the row above the line of dashes."""
    for index, passage in enumerate(passages):
        following = passages[index + 1] if index + 1 < len(passages) else None
        is_head = passage.kind == "row" and following is not None and set(following.text) <= _RULE
        if not is_head:
            yield passage


def _says_something(passage: Passage) -> bool:
    text = passage.text.strip()
    if passage.kind == "heading" or set(text) <= _RULE or not any(letter.isalpha() for letter in text):
        return False
    return not (passage.kind == "text" and text.rstrip("*").endswith(":"))  # leads into a list, like a heading


def _judged(subject: Subject, passages: Sequence[Passage], concrete: _Concrete) -> Statement:
    first = passages[0]
    text = " ".join(passage.text.strip() for passage in passages[:1])
    if first.zone in ("handover", "excluded", "choice") or (first.fence is None and is_about_work(first.text)):
        return Statement(first.line, first.label, text, "guidance")
    places: dict[str, None] = {}
    missing: dict[str, None] = {}
    for passage in passages:
        places |= dict.fromkeys(_own_packages(subject, passage))
        for claim in concrete.claims.get(passage.line, ()):
            place = _place(subject, claim, concrete.packages)
            (missing if place is None else places)[place or claim.text] = None
        if message := concrete.findings.get(passage.line):
            missing[message.replace("`", "")] = None
    if not (places or missing) or first.fence is None:
        found, lacking = _topics(concrete, first)
        places |= dict.fromkeys(found)
        missing |= dict.fromkeys(lacking)
    if not places:
        places |= dict.fromkeys(_used(subject, passages, concrete))
    if missing and not places and phrases.OPTIONAL.search(first.text):
        missing = {}
    status: Status = "not covered" if missing else "covered" if places else "guidance"
    return Statement(first.line, first.label, text, status, tuple(places)[:_MAX_PLACES], tuple(missing)[:_MAX_PLACES])


def _topics(concrete: _Concrete, passage: Passage) -> tuple[list[str], list[str]]:
    """Where the repository has what the statement asks for, and what it has not; every topic gets its turn."""
    if passage.fence is not None:
        return [], []
    topics = topics_of(passage.text)
    found = [concrete.places(topic) for topic in topics]
    lacking = [topic.id.replace("-", " ") for topic, places in zip(topics, found, strict=True) if not places]
    return [place for turn in zip_longest(*found) for place in turn if place], lacking


def _place(subject: Subject, claim: Claim, packages: frozenset[str]) -> str | None:
    if claim.kind == "path":
        return locate(subject, claim.text)
    if claim.kind == "package":
        manifests = subject.survey.of("npm")
        holder = next((m.path for m in manifests if claim.text in m.dependencies), None)
        own = next((m.path for m in manifests if m.name == claim.text), None)
        return own or (f"{holder}: {claim.text}" if holder and claim.text in packages else None)
    holder = next((m.path for m in subject.survey.of("npm") if claim.text in m.scripts), None)
    made = next((tool for tool, names in subject.survey.targets.items() if names and claim.text in names), None)
    return f"{holder}: {claim.text}" if holder else f"{made} {claim.text}" if made else None


def _own_packages(subject: Subject, passage: Passage) -> Iterator[str]:
    """The folders of packages of the workspace that the text names."""
    for match in _SCOPED.finditer(passage.text):
        yield from (m.folder for m in subject.survey.of("npm") if m.folder and m.name == match.group())


def _used(subject: Subject, passages: Sequence[Passage], concrete: _Concrete) -> Iterator[str]:
    for passage in passages:
        for technology in dict.fromkeys(concrete.technologies.get(passage.line, ())):
            for name, manifest in where_used(technology, subject.survey)[:1]:
                yield f"{manifest.path}: {name}"
