"""Versions that the agent states, against what manifests and version files allow."""
# ruff: noqa: E501 - a list of phrases reads best whole

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agentscaffold.checks.dependencies import versioned_by
from agentscaffold.checks.model import Claim, Finding, Subject, claim, quoted
from agentscaffold.checks.rules import VERSION_MISMATCH
from agentscaffold.checks.stack import LOOKED_UP
from agentscaffold.checks.wording import in_passing, states
from agentscaffold.inference import Passage

Number = tuple[int, ...]

_VERSION = re.compile(
    r"[`*]{0,2}\s*[(@]?\s*(?:version\s+)?(?P<v>v)?(?P<number>\d{1,3}(?:\.\d{1,3}){0,2})(?P<x>\.x)?"
    r"(?P<least>\s?\+|\s*(?:or|and)\s+(?:later|newer|higher|above|up)\b)?(?P<after>[\s\S]?)(?P<word>\s*[\w%/-]*)"
)
_BEFORE = 90
_FOLLOWING = frozenset(
    """
    with and on or using for in app application project as to via through against which that strict backend
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Words after a bare number that leave it a version: `Next.js 15 with`, not `Next.js 15 pages`."""
_FURTHER: Mapping[str, tuple[str, ...]] = {
    r"Node(?:\.js|JS)?": ("node",),
    r"React": ("react",),
    r"Tailwind(?:\s?CSS)?": ("tailwindcss",),
    r"Python": ("python",),
}
_NAMES = re.compile(
    "|".join(f"(?P<n{index}>\\b(?:{name})(?!\\s+Native)(?![\\w.-]))" for index, name in enumerate(_FURTHER))
)
_COMPARED = re.compile(
    r"(?:\b(?:unlike|since|before|until|prior to|up to|as of|than|in contrast to|compared (?:to|with)|(?:in|with) older|introduced in|added in|"
    r"removed in|deprecated in|changed in|new in|anders als|seit|vor|depuis|desde)\s+(?:version\s+)?[`*]*"
    r"|\b(?:upgrad\w*|migrat\w*|mov(?:e|es|ed|ing)|port(?:s|ed|ing)?|switch\w*|coming|bump\w*)\b(?:[^.;]|\.\w)*\bfrom\b(?:[^.;]|\.\w)*"
    r"|\b(?:upgrade|upgrading|migrate|migrating|moving|porting|bump) (?:\w+ )?to\s+[`*]*)$",
    re.IGNORECASE,
)
"""Before a version: it is compared with, left behind, or yet to be reached."""
_REACHED = re.compile(r"\b(?:upgraded|migrated|moved|ported|switched)\b(?:[^.;]|\.\w)*\bto\s+[`*]*$", re.IGNORECASE)
_FURTHER_VERSION = re.compile(
    r"(?:\.x)?[`*]{0,2}(?:\s*[,/&]|\s+(?:and|or|und|oder|et|ou))\s*(?:and |or )?[`*]{0,2}v?\d{1,3}(?![\w%])"
)
"""After a version: it is one of several."""
_PRERELEASE = re.compile(r"(?<=\d)(?:[-+](?=[0-9A-Za-z])[0-9A-Za-z.+-]*|\.?(?:a|b|rc|dev|post)\d+\b)")
_HYPHENS = re.compile(r"(\S+)\s+-\s+(\S+)")
_COMPARATOR = re.compile(r"(?P<sign>>=|<=|>|<|\^|~=|~>|~|==|=|)\s*v?(?P<number>\d+(?:\.(?:\d+|x|\*))*)")


@dataclass(frozen=True)
class _Stated:
    """A name and the version the text gives it. `packages` are what manifests call it."""

    name: str
    packages: tuple[str, ...]
    number: Number
    at_least: bool
    place: Claim


def check_versions(subject: Subject) -> tuple[list[Claim], list[Finding]]:
    """Every version that is stated of something the manifests pin, and those that no manifest allows."""
    claims, findings = [], []
    seen: set[tuple[str, Number]] = set()
    for stated in _stated(subject):
        wanted = _wanted(subject, stated.packages)
        depth = 2 if stated.packages == ("python",) or stated.number[0] == 0 else 1
        ranges = {path: _ranges(text, depth) for path, text in wanted.items()}
        known = {path: found for path, found in ranges.items() if found}
        if not known or (stated.name, stated.number) in seen or len(stated.number) < depth:
            continue
        seen.add((stated.name, stated.number))
        claims.append(stated.place)
        number = stated.number[:depth]
        if not any(_allows(found, number, stated.at_least) for found in known.values()):
            path = next(iter(known))
            message = f"the agent states {quoted(stated.place.text)}; {quoted(path)} has {quoted(wanted[path])}"
            hint = "Correct the agent file, or move the project to that version."
            findings.append(subject.finding(VERSION_MISMATCH, stated.place, message, hint))
    return claims, findings


def _stated(subject: Subject) -> Iterator[_Stated]:
    for each in subject.mentions:
        mention = each.mention
        dated = mention.technology.slot in (*LOOKED_UP, "language")
        if dated and each.role == "chosen" and mention.kind == "name" and mention.passage.fence is None:
            names = versioned_by(mention.technology.id, subject.survey)
            yield from _versioned(mention.technology.name, names, mention.passage, mention.start, mention.end)
    for passage in subject.passages:
        if passage.fence is None and not passage.silent:
            for match in _NAMES.finditer(passage.text):
                packages = _FURTHER[list(_FURTHER)[int((match.lastgroup or "n0")[1:])]]
                yield from _versioned(match.group(), packages, passage, match.start(), match.end())


def _versioned(name: str, packages: tuple[str, ...], passage: Passage, start: int, end: int) -> Iterator[_Stated]:
    match = _VERSION.match(passage.text, end)
    if match is None or not _is_version(match):
        return
    stop = match.end("least") if match.group("least") else match.end("number")
    before = passage.text[max(start - _BEFORE, 0) : start]
    if not states(passage, start, stop) or in_passing(passage, start, stop):
        return
    if (_COMPARED.search(before) and not _REACHED.search(before)) or _FURTHER_VERSION.match(
        passage.text, match.end("number")
    ):
        return
    number = tuple(int(part) for part in match.group("number").split("."))
    text = " ".join(passage.text[start:stop].replace("`", "").replace("*", "").split())
    yield _Stated(name, packages, number, bool(match.group("least")), claim("version", text, passage, start, stop))


def _is_version(match: re.Match[str]) -> bool:
    """Whether the number is a version: it has a `v`, a dot, a `+`, an end, or a word after it that leaves it one."""
    after, word = match.group("after"), match.group("word").strip().lower()
    if after and (after.isalnum() or after in "%-/:"):
        return False
    if match.group("v") or match.group("least") or match.group("x") or "." in match.group("number"):
        return True
    return after != " " or not word or word in _FOLLOWING


def _wanted(subject: Subject, packages: tuple[str, ...]) -> dict[str, str]:
    """What the files of the repository want of the first of the packages that they know: file → requirement."""
    survey = subject.survey
    if packages in (("node",), ("python",)):
        found = {f"{m.path}": m.engines[packages[0]] for m in survey.manifests if m.engines.get(packages[0])}
        pinned = survey.runtimes.get(packages[0])
        return found | ({f"the {packages[0]} version file": pinned} if pinned else {})
    return {m.path: m.dependencies[name] for name in packages for m in survey.dependencies.get(name, ())}


def _ranges(requirement: str, depth: int) -> list[tuple[Number, Number | None]]:
    """The versions a requirement allows, as ranges cut to `depth` numbers; none when it names no version."""
    found = []
    text = requirement.removeprefix("npm:").rpartition("@")[2] if requirement.startswith("npm:") else requirement
    if re.match(r"(?:workspace|catalog|file|link|git|https?|github|portal):?", text):
        return []
    for alternative in _HYPHENS.sub(r">=\1 <=\2", _PRERELEASE.sub("", text)).split("||"):
        low: Number = (0,) * depth
        high: Number | None = None
        bounded = False
        for match in _COMPARATOR.finditer(alternative):
            bounded = True
            sign, number = match.group("sign"), _number(match.group("number"))
            cut = (*number, 0)[:depth]
            if sign in (">=", ">"):
                low = cut
            elif sign == "<":
                high = cut if any(number[depth:]) else _before(cut)
            elif sign == "<=":
                high = cut
            else:
                low = cut
                high = None if depth == 2 and cut[0] > 0 and sign == "^" else cut
        if bounded:
            found.append((low, high))
    return found


def _number(text: str) -> Number:
    return tuple(int(part) for part in text.split(".") if part.isdigit())


def _before(number: Number) -> Number:
    return (*number[:-1], number[-1] - 1) if number[-1] else (number[0] - 1, *(999 for _ in number[1:]))


def _allows(ranges: list[tuple[Number, Number | None]], number: Number, at_least: bool) -> bool:
    for low, high in ranges:
        if at_least and (high is None or high >= number):
            return True
        if not at_least and low <= number and (high is None or number <= high):
            return True
    return False
