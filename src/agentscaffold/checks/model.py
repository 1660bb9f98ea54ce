"""What a check reads and what it finds."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from agentscaffold.catalogue import Catalogue
from agentscaffold.checks.contrast import contrasted, wrong_code
from agentscaffold.checks.wording import in_passing
from agentscaffold.inference import Finding as Mention
from agentscaffold.inference import Passage, Reading, infer, judge_all, outline
from agentscaffold.safe_text import safe
from agentscaffold.spec import AgentSpec
from agentscaffold.survey import Survey

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
ClaimKind = Literal["path", "package", "script", "technology", "version", "reference", "variable"]
CLAIM_KINDS: tuple[ClaimKind, ...] = (
    "path",
    "package",
    "script",
    "technology",
    "version",
    "reference",
    "variable",
)


@dataclass(frozen=True)
class Rule:
    """A rule by its stable id. `severity` is the usual one, `help` says what it looks for and what to do."""

    id: str
    severity: Severity
    summary: str
    help: str
    acceptable: bool = True
    """Whether a baseline may hold its findings; not where a finding says that something else was not checked."""


@dataclass(frozen=True)
class Finding:
    """A disagreement at a place of a file of the repository. Lines and columns count from 1.

    `message` and `hint` are safe to print. `end_column` is the column after the last character. `subject` is what the
    finding is about, in words that stay the same as long as it does: a path, a package, a version as it is stated.
    """

    rule: str
    severity: Severity
    message: str
    hint: str
    path: str
    line: int
    column: int
    end_column: int
    subject: str = ""


@dataclass(frozen=True)
class Claim:
    """Something that the agent file says about the repository, and that can be looked up there."""

    kind: ClaimKind
    text: str
    line: int
    column: int
    end_column: int


@dataclass(frozen=True)
class Subject:
    """One agent file and the repository it lives in. `path` is where the file is there.

    `agent_names` are the names of all agents of the repository. `settled` are slots that a person decided, on record:
    where the agent says otherwise about one of them, that is known.
    """

    path: str
    spec: AgentSpec
    survey: Survey
    catalogue: Catalogue
    agent_names: frozenset[str] = frozenset()
    settled: frozenset[str] = frozenset()

    @cached_property
    def reading(self) -> Reading:
        return infer(self.spec, self.catalogue)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return outline(self.spec)

    @cached_property
    def mentions(self) -> tuple[Mention, ...]:
        """Every technology that the text names, with its role there."""
        return tuple(judge_all(self.passages, self.catalogue))

    @cached_property
    def committing(self) -> tuple[Mention, ...]:
        """The mentions that choose something and are no passing words: spoken of, compared with, planned, wrong."""
        return tuple(each for each in self.mentions if each.role == "chosen" and self._commits(each))

    def _commits(self, each: Mention) -> bool:
        passage = each.mention.passage
        if passage.fence is not None:
            return passage.line not in self.wrong_code
        return not in_passing(passage, each.mention.start, each.mention.end)

    @cached_property
    def contrasted(self) -> frozenset[int]:
        """Lines that hold a right spelling against a wrong one."""
        return contrasted(self.passages)

    @cached_property
    def wrong_code(self) -> frozenset[int]:
        """Lines of code that a comment calls wrong."""
        return wrong_code(self.passages)

    @cached_property
    def located(self) -> dict[str, str | None]:
        """What was looked up before: where the repository has what the agent calls by this path."""
        return {}

    @property
    def base(self) -> str:
        """The folder whose `.claude` holds the agent; empty for the root of the repository."""
        before, found, _ = f"/{self.path}".rpartition("/.claude/")
        return before.strip("/") if found else ""

    def finding(self, rule: Rule, claim: Claim, message: str, hint: str) -> Finding:
        """A finding at the place of a claim."""
        place = (self.path, claim.line, claim.column, claim.end_column)
        return Finding(rule.id, rule.severity, message, hint, *place, subject=claim.text)


Look = Callable[[Subject], tuple[list[Claim], list[Finding]]]
"""A group of rules: what it looked up, and what it found."""


def claim(kind: ClaimKind, text: str, passage: Passage, start: int, end: int) -> Claim:
    """A claim at `start` to `end` of a passage."""
    return Claim(kind, text, passage.line, passage.offset + start + 1, passage.offset + end + 1)


def quoted(text: str) -> str:
    """Foreign text as it stands in a message."""
    return f"`{safe(text, 120)}`"


def once(claims: Iterator[Claim]) -> list[Claim]:
    """Each claim at its first place."""
    found: dict[tuple[str, str], Claim] = {}
    for each in claims:
        found.setdefault((each.kind, each.text), each)
    return list(found.values())
