"""Whether a line speaks of what is there, or of what may, should not or will be there."""
# ruff: noqa: RUF001, E501 - the signs of other languages are meant; a list of phrases reads best whole

import re

from agentscaffold.inference import Passage, phrases

_WINDOW = 90
_YET_TO_COME = re.compile(
    r"\b(?:creat\w+|generat(?:e|es|ing)|scaffold\w*|add|adds|adding|introduc\w+|sav(?:e|es|ing)|writ(?:e|es|ing)|append\w*|"
    r"output\w*|export(?:s|ed|ing)? to|stor(?:e|es|ing)|place|put|plac\w+ in|mov(?:e|ing)|renam\w+|new|propos\w+|"
    r"anleg\w*|erstell\w*|schreib\w*|crée\w*|créer|crea\w*|criar|escreva|escrib\w+|нов\w+|созда\w+|作成|创建|新建|생성)\b",
    re.IGNORECASE,
)
_UNCERTAIN = re.compile(
    r"\b(?:if (?:it |they |there |one )?(?:exists?|is|are|present|available|applicable|any)|where (?:it )?(?:exists?|applicable)|"
    r"when (?:it )?(?:exists?|present)|should|could|may|might|maybe|perhaps|for example|for instance|e\.\s?g\.|such as|like|typical\w*|"
    r"usually|often|similar|equivalent|either|optional\w*|legacy|old|former\w*|deprecated|removed|no longer|instead of|"
    r"rather than|was|were|until|falls? vorhanden|z\.\s?B\.|par exemple|por ejemplo|例えば|例如)\b",
    re.IGNORECASE,
)
_NEGATED = re.compile(
    r"\b(?:never|don['’]?t|do not|does not|must not|mustn['’]?t|should not|cannot|can['’]?t|avoid|no|not|without|nor|"
    r"kein\w*|nicht|niemals|nie|ohne|ne|pas|jamais|sans|nunca|não|sin|sem|не|нет|без)\b|❌|🚫|✗|✘|不|禁止",
    re.IGNORECASE,
)
_OR = re.compile(r"\b(?:or|oder|ou|или)\b\W*$", re.IGNORECASE)
_OR_AFTER = re.compile(r"\W*\b(?:or|oder|ou|или)\b", re.IGNORECASE)


_WORK = re.compile(
    r"(?:\W|\d+\.)*(?:never|do not|don['’]?t|avoid|no|must not|review|analy[sz]e|understand|evaluate|assess|identify|"
    r"cross-reference|map the|consider|ask|look at|study|clarify|discuss|communicate|acquire|gather)\b",
    re.IGNORECASE,
)
_IF_THERE = re.compile(
    r"\b(?:if|when|where) (?:(?:it|they|there|one|the file) )?(?:exists?|is there|are there|is present|present|available)\b|"
    r"생성|作成|创建|新建",
    re.IGNORECASE,
)


def states(passage: Passage, start: int, end: int, *, may_be_new: bool = False) -> bool:
    """Whether the words around `start` to `end` say that the thing is there.

    Not so where it is ruled out, one of several ways, an example, or yet to be made (allowed by `may_be_new`).
    """
    if passage.silent or passage.zone in ("excluded", "choice"):
        return False
    if passage.fence is not None:
        return True
    before, after = _clause(passage.text, start, end)
    if _NEGATED.search(before) or _UNCERTAIN.search(before) or _UNCERTAIN.search(after):
        return False
    if phrases.REPLACED.search(before) or _IF_THERE.search(passage.text, end, end + 4 * _WINDOW):
        return False
    if _OR.search(before) or _OR_AFTER.match(after):
        return False
    return may_be_new or _YET_TO_COME.search(before) is None


def is_about_work(text: str) -> bool:
    """Whether the line is a rule about what not to do, or asks to look at something first."""
    return _WORK.match(text) is not None


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after, within the clause."""
    before, after = text[max(start - _WINDOW, 0) : start], text[end : end + _WINDOW]
    begin = max((match.end() for match in phrases.CLAUSE_END.finditer(before)), default=0)
    stop = phrases.CLAUSE_END.search(after)
    return before[begin:], after[: stop.start()] if stop else after
