"""Every statement of an agent file, and where the repository does what it says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby, zip_longest
from typing import Literal

from agentscaffold.checks.commandlines import commands
from agentscaffold.checks.contents import Named, where_named
from agentscaffold.checks.dependencies import ecosystems_of, main_use
from agentscaffold.checks.model import Claim, ClaimKind, Subject
from agentscaffold.checks.packages import available, package_of
from agentscaffold.checks.paths import locate
from agentscaffold.checks.run import check_agent
from agentscaffold.checks.topics import Topic, places_of, ranked, topics_of
from agentscaffold.checks.wording import is_about_work, states
from agentscaffold.inference import Passage, phrases
from agentscaffold.inference.trees import tree_directories

Status = Literal["covered", "guidance", "not covered"]
STATUSES: tuple[Status, ...] = ("covered", "guidance", "not covered")

_MAX_PLACES = 3
_COMMAND_FENCES = frozenset({"bash", "sh", "zsh", "shell", "console"})
_SCOPED = re.compile(r"(?<![\w@/.-])@[a-z0-9][\w-]*/[a-z0-9][\w-]*")
_RULE = frozenset("-=:| +_*")
_PERSONA = re.compile(r"\s*You are (?:an?|the)\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:handled|done|owned|provided|made|run) by (?:another|other|a different|someone)\b|\bout of scope\b"
    r"|\bexisting\b",
    re.IGNORECASE,
)
_IMPORTED = re.compile(r"""(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\(\s*)['"](?P<name>[^'"\s]+)['"]""")
_PATH = re.compile(r"(?<![\w@/.-])(?:[\w@.\[\]()-]+/)+[\w@.\[\]()-]*")
_CAMEL = re.compile(r"\b[a-z]+(?:[A-Z][a-z]+)+\b")
_DEFINITION = re.compile(
    r"^(?P<export>export\s+(?:default\s+)?)?(?:async\s+)?(?:const|let|function|class|interface|type|enum|def|func)\s+"
    r"(?P<name>[A-Za-z_]\w{3,})"
)
_COMPOUND = re.compile(r"[a-z][A-Z]|\w_\w")
_TITLE = re.compile(r"(?://|#|--|/\*)\s*(?P<path>[\w@./\[\]-]+/[\w.\[\]-]+\.\w+)\s*(?:\*/)?")


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
        self._add_second_mentions(subject)
        self._subject = subject
        self._places: dict[str, tuple[str, ...]] = {}

    def _add_second_mentions(self, subject: Subject) -> None:
        """A rule reports each claim at its first place; a statement that repeats it claims it as well."""
        known = {(each.kind, each.text): each for found in self.claims.values() for each in found}
        for passage in subject.passages:
            here = self.claims.setdefault(passage.line, [])
            for key in _named_again(passage):
                if key in known and all((each.kind, each.text) != key for each in here):
                    here.append(known[key])

    def places(self, topic: Topic, statement: str) -> list[str]:
        """The places of a topic that fit the statement best; files are looked at once for each topic."""
        survey = self._subject.survey
        if topic.id not in self._places:
            self._places[topic.id] = places_of(topic, survey)
        return ranked(self._places[topic.id], statement, survey)[:_MAX_PLACES]

    @cached_property
    def named(self) -> Mapping[str, Named]:
        """Where the code defines and uses the names that the agent file mentions."""
        mentioned = {name for passage in self._subject.passages for name in _identifiers(passage)}
        return where_named(mentioned, self._subject.survey)


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
        missing |= dict.fromkeys(_discontinued(subject, passage))
        if message := concrete.findings.get(passage.line):
            missing[message.replace("`", "")] = None
    if first.fence is not None:
        places = dict.fromkeys(_shown(subject, passages, concrete)) | places
    elif not _introduces(first):
        found, lacking = _topics(concrete, first)
        places |= dict.fromkeys((*_used_names(first, concrete), *found))
        missing |= dict.fromkeys(lacking)
        places |= dict.fromkeys(() if places else _used(subject, first, concrete))
    if missing and not places and phrases.OPTIONAL.search(first.text):
        missing = {}
    status: Status = "not covered" if missing else "covered" if places else "guidance"
    return Statement(first.line, first.label, text, status, tuple(places)[:_MAX_PLACES], tuple(missing)[:_MAX_PLACES])


def _introduces(passage: Passage) -> bool:
    """Whether it says who the agent is, which asks nothing of the repository."""
    return passage.kind == "description" or _PERSONA.match(passage.text) is not None


def _topics(concrete: _Concrete, passage: Passage) -> tuple[list[str], list[str]]:
    """Where the repository has what the statement asks for, and what it has not; every topic gets its turn."""
    topics = [topic for topic in topics_of(passage.text) if _asks_for(topic, passage)]
    found = [concrete.places(topic, passage.text) for topic in topics]
    lacking = [topic.id.replace("-", " ") for topic, places in zip(topics, found, strict=True) if not places]
    return [place for turn in zip_longest(*found) for place in turn if place], lacking


def _asks_for(topic: Topic, passage: Passage) -> bool:
    match = topic.words.search(passage.text)
    if match is None or _ELSEWHERE.search(passage.text):
        return False
    return states(passage, match.start(), match.end(), may_be_new=True)


def _named_again(passage: Passage) -> Iterator[tuple[ClaimKind, str]]:
    """Paths, packages and scripts as they stand in the text, whether or not they were claimed before."""
    for command in commands(passage):
        yield ("package" if command.action == "install" else "script", command.name)
    for match in _IMPORTED.finditer(passage.text) if passage.fence is not None else ():
        if (name := package_of(match.group("name"))) is not None:
            yield ("package", name)
    for match in _PATH.finditer(passage.text):
        if states(passage, match.start(), match.end()):
            yield ("path", match.group().rstrip("/.:"))


def _identifiers(passage: Passage) -> Iterator[str]:
    """Names of code that nobody would use as a word: defined in a sample, or `camelCase` in a sentence."""
    if passage.fence is None:
        yield from _CAMEL.findall(passage.text)
        return
    match = _DEFINITION.match(passage.text)
    if match and (match.group("export") or _COMPOUND.search(match.group("name"))):
        yield match.group("name")


def _used_names(passage: Passage, concrete: _Concrete) -> Iterator[str]:
    for name in dict.fromkeys(_identifiers(passage)):
        named = concrete.named.get(name, Named())
        yield from (named.defined or named.used)[:1]


def _shown(subject: Subject, passages: Sequence[Passage], concrete: _Concrete) -> Iterator[str]:
    """The file that a sample of code shows: named in its first line, or with the same definitions."""
    title = _TITLE.fullmatch(passages[0].text.strip())
    if title is not None and (place := locate(subject, title.group("path"))) is not None:
        yield place
    for passage in passages:
        for name in _identifiers(passage):
            yield from concrete.named.get(name, Named()).defined[:1]


def _discontinued(subject: Subject, passage: Passage) -> Iterator[str]:
    """Discontinued packages that the text names and no manifest has: the rule about packages leaves them out."""
    for name in (name for library in subject.catalogue.superseded for name in library.packages):
        quoted = re.search(rf"[`'\"]{re.escape(name)}[`'\"]", passage.text)
        known = name in subject.survey.dependencies or package_of(name) in subject.survey.dependencies
        if quoted and not known and not passage.silent:
            yield f"{name} (discontinued)"


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


def _used(subject: Subject, passage: Passage, concrete: _Concrete) -> Iterator[str]:
    for technology in dict.fromkeys(concrete.technologies.get(passage.line, ())):
        used = main_use(technology, subject.survey)
        if used is not None:
            yield f"{used[1].path}: {used[0]}"
