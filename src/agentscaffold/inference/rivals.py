"""Rivals: names of one slot that the text puts side by side without taking one."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Literal

from agentscaffold.inference import phrases
from agentscaffold.inference.roles import Finding, as_offered

_Link = Literal["or", "slash", "comma", "both"]
SINGLE_SLOTS = frozenset({"framework", "orm", "database", "validation", "package_manager"})
"""Slots that a repository fills once: two different values side by side are alternatives."""
_LISTED_SLOTS = SINGLE_SLOTS | {"cache", "queue", "auth", "language"}
"""Slots in which a list with commas reads as “one of these”; API styles and test tools are used together."""
_MAX_BETWEEN = 48
_AFTER_HEAD = re.compile(r"(?:[\w./]|\s\w+)?[`*\])]*\s*(?:[-\u2013\u2014:(]|$)")
"""What follows the name that a list item is about: `**prisma** - …`."""


def settle_rivals(findings: Sequence[Finding]) -> list[Finding]:
    """The findings of one passage, with rivals turned from chosen to offered."""
    result = list(findings)
    for slot in {finding.slot for finding in findings}:
        members = [i for i, finding in enumerate(findings) if finding.slot == slot and _open(finding)]
        for run in _runs(findings, members):
            for index in run:
                result[index] = as_offered(result[index])
    return result


def _open(finding: Finding) -> bool:
    return finding.role in ("chosen", "offered") and finding.mention.passage.fence is None


def are_rivals(first: Finding, second: Finding, *, said: bool = False) -> bool:
    """Whether two findings of one slot exclude each other: different and not related.

    A product and a mechanism (Clerk and JWT) do only when the text says “or” between them (`said`).
    """
    one, other = first.mention.technology, second.mention.technology
    if one.id == other.id or other.id in one.kin or one.id in other.kin:
        return False
    return said or one.general == other.general


def _runs(findings: Sequence[Finding], members: Sequence[int]) -> Iterator[list[int]]:
    """Stretches of names joined by “or”, “/”, or by commas where commas mean alternatives."""
    run: list[int] = []
    links: set[_Link] = set()
    for index in members:
        link = _link(findings[run[-1]], findings[index]) if run else None
        if link is None:
            if _is_choice(findings, run, links):
                yield run
            run, links = [index], set()
        else:
            run.append(index)
            links.add(link)
    if _is_choice(findings, run, links):
        yield run


def _link(first: Finding, second: Finding) -> _Link | None:
    text = first.mention.passage.text
    between = text[first.mention.end : second.mention.start]
    if len(between) > _MAX_BETWEEN:
        return None
    if phrases.EITHER.fullmatch(between):
        if "/" not in between:
            return "or"
        return "both" if first.slot == "api" else "slash"
    if phrases.COMMA.fullmatch(between):
        return "comma"
    return "both" if phrases.BOTH.fullmatch(between) else None


def _is_choice(findings: Sequence[Finding], run: Sequence[int], links: set[_Link]) -> bool:
    members = [findings[index] for index in run]
    distinct = list({member.technology: member for member in members}.values())
    said = "or" in links
    if not any(are_rivals(a, b, said=said) for position, a in enumerate(distinct) for b in distinct[position + 1 :]):
        return False
    slot = members[0].slot
    if links & {"or", "slash"}:
        return True
    if slot in SINGLE_SLOTS:
        return slot != "database" or len({member.technology for member in members}) > 2
    if slot not in _LISTED_SLOTS:
        return False
    products = {member.technology for member in members if not member.mention.technology.general}
    return len(products) > (2 if slot == "language" else 1)


def settle_lists(findings: Iterable[Finding]) -> list[Finding]:
    """Skill lists: items of one section that each begin with another value of a slot are alternatives."""
    result: list[Finding] = []
    for _, group in groupby(findings, key=lambda finding: finding.mention.passage.section):
        members = list(group)
        contested = _contested(finding for finding in members if _heads_an_item(finding))
        result += [
            as_offered(finding, decisive=True) if finding.technology in contested and _open(finding) else finding
            for finding in members
        ]
    return result


def _contested(heads: Iterable[Finding]) -> set[str]:
    distinct = {finding.technology: finding for finding in heads}.values()
    return {
        a.technology
        for a in distinct
        for b in distinct
        if a.slot == b.slot and a.slot in _LISTED_SLOTS and are_rivals(a, b)
    }


def _heads_an_item(finding: Finding) -> bool:
    passage = finding.mention.passage
    if passage.zone != "skills" or passage.kind != "item" or not _open(finding):
        return False
    before, after = passage.text[: finding.mention.start], passage.text[finding.mention.end :]
    return not before.strip(" \t-*+•`0123456789.)[]") and _AFTER_HEAD.match(after) is not None
