"""What each name in the text is there for: chosen, offered, ruled out, or only talked about."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from agentscaffold.inference import phrases
from agentscaffold.inference.model import Role
from agentscaffold.inference.passage import Passage
from agentscaffold.inference.recognise import Mention

DECLARED = 3.0
PLAIN = 2.0
WEAK = 1.0
TENTATIVE = 0.5

_WINDOW = 90


@dataclass(frozen=True)
class Finding:
    """A mention with its role. `weight` tells how much it commits; `decisive` marks an open decision."""

    mention: Mention
    role: Role
    weight: float
    decisive: bool = False

    @property
    def technology(self) -> str:
        return self.mention.technology.id

    @property
    def slot(self) -> str:
        return self.mention.technology.slot

    @property
    def declared(self) -> bool:
        """Said in words as the choice: not a sample of code, and not the title of a section about it."""
        passage = self.mention.passage
        in_words = passage.kind in ("description", "item", "row", "text") and passage.zone != "skills"
        return self.role == "chosen" and self.weight >= DECLARED and in_words

    @property
    def known_only(self) -> bool:
        """Named among the agent's skills, which says what it could use, not what it uses."""
        return self.mention.passage.zone == "skills" and self.mention.passage.fence is None


def judge(passage: Passage, mentions: Sequence[Mention]) -> list[Finding]:
    """One finding per mention of the passage. Rivals are settled afterwards, see `rivals`."""
    clauses = _Clauses(passage.text)
    findings: list[Finding] = []
    for mention in mentions:
        previous = findings[-1] if findings else None
        findings.append(_judge_one(passage, mention, clauses, previous))
    return findings


class _Clauses:
    """Where the clauses of a line begin and end."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._cuts = [match.end() for match in phrases.CLAUSE_END.finditer(text)]

    def before(self, start: int) -> str:
        index = bisect_right(self._cuts, start) - 1
        begin = self._cuts[index] if index >= 0 else 0
        return self._text[max(begin, start - _WINDOW) : start]

    def after(self, end: int) -> str:
        index = bisect_right(self._cuts, end)
        stop = self._cuts[index] if index < len(self._cuts) else len(self._text)
        return self._text[end : min(stop, end + _WINDOW)]


def _judge_one(passage: Passage, mention: Mention, clauses: _Clauses, previous: Finding | None) -> Finding:
    if passage.silent:
        return Finding(mention, "example", 0)
    if passage.fence is not None:
        return _in_code(mention)
    before, after = clauses.before(mention.start), clauses.after(mention.end)
    if _ruled_out(before, after, mention, previous):
        return Finding(mention, "excluded", DECLARED)
    if passage.zone == "excluded":
        return Finding(mention, "example", 0)
    decisive = passage.zone == "choice" and passage.kind != "heading"
    if decisive or _left_open(before, after):
        return Finding(mention, "offered", PLAIN, decisive=decisive)
    return Finding(mention, "chosen", _weight(passage, mention, before))


def _in_code(mention: Mention) -> Finding:
    return Finding(mention, "chosen", PLAIN if mention.kind in ("name", "hint") else DECLARED)


def _ruled_out(before: str, after: str, mention: Mention, previous: Finding | None) -> bool:
    if mention.kind == "file":
        return False
    if phrases.NEGATED_AFTER.match(after) or phrases.REPLACED.search(before):
        return True
    if phrases.NEGATION.search(before):
        return phrases.SPARED.match(after) is None
    if previous is not None and previous.role == "excluded":
        between = mention.passage.text[previous.mention.end : mention.start]
        return len(between) < 16 and phrases.CHAIN.fullmatch(between) is not None
    return False


def _left_open(before: str, after: str) -> bool:
    optional = phrases.OPTIONAL.search(before) or phrases.OPTIONAL.search(after)
    return bool(optional) or _exemplary(before) or phrases.OR_BEFORE.search(before) is not None


def _exemplary(before: str) -> bool:
    cues = list(phrases.EXEMPLARY.finditer(before))
    return bool(cues) and len(before) - cues[-1].end() < 60


def _weight(passage: Passage, mention: Mention, before: str) -> float:
    tentative = phrases.TENTATIVE.search(passage.text[:400]) is not None
    if mention.kind == "hint":
        # “endpoints” alone is vague, “route handlers” or “GET /” is not
        vague = passage.text[mention.start : mention.end].isalpha()
        return TENTATIVE if tentative or vague else WEAK
    if passage.kind in ("description", "heading") or (passage.zone == "stack" and not tentative):
        return DECLARED
    if mention.kind in ("package", "code", "command", "file"):
        return DECLARED
    if phrases.COMMITTING.search(before) or (passage.kind != "row" and _labelled(passage, mention)):
        return DECLARED
    if tentative:
        return TENTATIVE
    aside = mention.technology.general and passage.zone == "skills"
    return WEAK if aside or _listed_in_parentheses(passage.text, mention.start) else PLAIN


def _labelled(passage: Passage, mention: Mention) -> bool:
    label = phrases.LABEL.match(passage.text[:80])
    return label is not None and 0 <= mention.start - label.end() <= 3


def _listed_in_parentheses(text: str, start: int) -> bool:
    """Whether the name is one of several things in parentheses: such lists give examples."""
    opening = text.rfind("(", max(start - _WINDOW, 0), start)
    if opening < 0 or ")" in text[opening:start]:
        return False
    closing = text.find(")", start, start + _WINDOW)
    return text.count(",", opening, closing if closing >= 0 else start + _WINDOW) > 0


def as_offered(finding: Finding, *, decisive: bool = False) -> Finding:
    return replace(finding, role="offered", decisive=finding.decisive or decisive)
