"""Lines that show the right way beside the wrong one: neither says what the repository has."""
# ruff: noqa: RUF001, E501 - the signs of other languages are meant; a list of phrases reads best whole

import re
from collections.abc import Sequence

from agentscaffold.inference import Passage

_LEAD = r"^\s*(?:[-*+•>]\s+|\d+[.)]\s+|\|\s*)?[*_]*"
_GOOD = re.compile(
    rf"(?:{_LEAD}|\s[*_]*)(?:(?:✅|✓|✔|👍)️?|(?:good|right|correct|do|gut|richtig)\s*:)[*_]*\s*:?[*_]*\s*`",
    re.IGNORECASE,
)
_BAD = re.compile(
    rf"(?:{_LEAD}|\s[*_]*)(?:(?:❌|✗|✘|🚫|👎)️?|(?:bad|wrong|incorrect|don['’]?t|avoid|schlecht|falsch)\s*:)[*_]*\s*:?[*_]*\s*`",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"(?:^|\s)(?://|#|--|/\*+|<!--)\s*(?P<said>.*)")
_WRONG = re.compile(
    r"❌|✗|✘|🚫|👎|\b(?:bad|wrong|incorrect|don['’]?t|do not|never|avoid|before|old way|schlecht|falsch)\b",
    re.IGNORECASE,
)
_RIGHT = re.compile(r"✅|✓|✔|👍|\b(?:good|right|correct|do|better|instead|after|gut|richtig)\b", re.IGNORECASE)
_REACH = 2
"""So many lines apart, the right way and the wrong one are a pair."""


def contrasted(passages: Sequence[Passage]) -> frozenset[int]:
    """The lines in which one spelling is held against another: `✅ name` beside `❌ name`."""
    text = [passage for passage in passages if passage.fence is None]
    good = {passage.line for passage in text if _GOOD.search(passage.text)}
    bad = {passage.line for passage in text if _BAD.search(passage.text)}
    return frozenset(
        line
        for lines, others in ((good, bad), (bad, good))
        for line in lines
        if any(other in others for other in range(line - _REACH, line + _REACH + 1))
    )


def wrong_code(passages: Sequence[Passage]) -> frozenset[int]:
    """The lines of code that a comment calls wrong: on the line, or above it up to an empty line or the next such comment."""
    found = set()
    wrong, block = False, -1
    for passage in passages:
        if passage.fence is None or passage.block != block:
            wrong, block = False, passage.block
        if passage.fence is None:
            continue
        comment = _COMMENT.search(passage.text)
        said = comment.group("said") if comment else ""
        if comment and not passage.text[: comment.start()].strip():
            wrong = bool(_WRONG.search(said)) or (wrong and not _RIGHT.search(said))
        elif not passage.text.strip():
            wrong = False
        elif wrong or _WRONG.search(said):
            found.add(passage.line)
    return frozenset(found)
