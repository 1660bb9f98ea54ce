"""Discontinued libraries that the agent file builds on."""

import re
from collections.abc import Sequence

from agentscaffold.catalogue import Catalogue, Supersession
from agentscaffold.inference.model import Superseded
from agentscaffold.inference.passage import Passage
from agentscaffold.inference.roles import Finding


def find_superseded(
    passages: Sequence[Passage], catalogue: Catalogue, findings: Sequence[Finding]
) -> tuple[Superseded, ...]:
    """The first place of each discontinued library, in the order of the file; none that is ruled out."""
    found = [
        Superseded(library.name, library.by, library.reason, *place)
        for library in catalogue.superseded
        if (place := _first_place(library, passages, findings)) is not None
    ]
    return tuple(sorted(found, key=lambda each: (each.line, each.column)))


def _first_place(
    library: Supersession, passages: Sequence[Passage], findings: Sequence[Finding]
) -> tuple[int, int] | None:
    places = [
        (finding.mention.line, finding.mention.column)
        for finding in findings
        if finding.technology == library.technology and finding.role in ("chosen", "offered")
    ]
    words = [re.escape(word) for word in (*library.packages, *library.aliases)]
    if words:
        pattern = re.compile(rf"(?<![\w@/-])(?:{'|'.join(words)})(?![\w/-])", re.IGNORECASE)
        places += _written(pattern, library, passages)
    return min(places, default=None)


def _written(pattern: re.Pattern[str], library: Supersession, passages: Sequence[Passage]) -> list[tuple[int, int]]:
    """Package names count where they cannot be a common word: in code, or when they hold a sign."""
    places = []
    for passage in passages:
        if passage.silent:
            continue
        for match in pattern.finditer(passage.text):
            distinct = any(sign in match.group() for sign in "/@-")
            quoted = passage.text[match.start() - 1 : match.start()] in ("`", '"', "'")
            if distinct or quoted:
                places.append((passage.line, passage.offset + match.start() + 1))
                break
    return places
