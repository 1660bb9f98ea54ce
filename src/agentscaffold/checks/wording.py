"""Whether a line speaks of what is there, or of what may, should not or will be there."""
# ruff: noqa: RUF001, E501 - the signs of other languages are meant; a list of phrases reads best whole

import re

from agentscaffold.inference import Passage, phrases

_WINDOW = 90
_LONGEST = 4_000
_YET_TO_COME = re.compile(
    r"\b(?:creat\w+|generat(?:e|es|ing)|scaffold\w*|add|adds|adding|introduc\w+|sav(?:e|es|ing)|writ(?:e|es|ing)|append\w*|"
    r"output\w*|export(?:s|ed|ing)? to|stor(?:e|es|ing)|place|put|plac\w+ in|mov(?:e|ing)|renam\w+|new|propos\w+|suggest\w*|missing|"
    r"anleg\w*|erstell\w*|erzeug\w*|schreib\w*|neue?[nrms]?|crée\w*|créer|nouve\w+|crea\w*|criar|escreva|escrib\w+|nuev[oa]s?|"
    r"нов\w+|созда\w+|作成|创建|新建|생성)\b",
    re.IGNORECASE,
)
_UNCERTAIN = re.compile(
    r"\b(?:if (?:it |they |there |one )?(?:exists?|is|are|present|available|applicable|any)|where (?:it )?(?:exists?|applicable)|"
    r"when (?:it )?(?:exists?|present)|should|could|may|might|maybe|perhaps|for example|for instance|such as|like|typical\w*|"
    r"usually|often|similar|equivalent|either|optional\w*|legacy|old|former\w*|deprecated|removed|no longer|instead of|"
    r"rather than|was|were|until|whether|(?:once|as soon as|when(?:ever)?|if) (?:you|we|they|the \w+) (?:need|have|want|add|introduce|grow|get)s?|"
    r"only (?:after|with|if|when)|after (?:a )?(?:review|approval)|falls? vorhanden|bei bedarf|sobald|wurden?|par exemple|"
    r"si besoin|si nécessaire|por ejemplo|por exemplo)\b|\be\.\s?g\.|\bz\.\s?B\.|例えば|例如",
    re.IGNORECASE,
)
"""Abbreviations stand outside of the group: no word boundary follows a dot."""
_NEGATED = re.compile(
    r"\b(?:never|don['’]?t|do not|does not|must not|mustn['’]?t|should not|cannot|can['’]?t|avoid|no|not|without|nor|"
    r"(?:stay|keep|steer) (?:out of|away from|clear of|off)|hands off|refrain\w*|abstain\w*|skip\w*|exclud\w+|ignor(?:e|es|ed|ing)|"
    r"forbid\w*|kein\w*|nicht|niemals|nie|ohne|finger weg|vermeide\w*|ne|pas|jamais|sans|évite\w*|nunca|evita\w*|não|sin|sem|не|нет|без)\b"
    r"|❌|🚫|✗|✘|不|禁止",
    re.IGNORECASE,
)
_THING = r"[`*\"')\]]*\s*(?:(?:folder|directory|file|path|ordner|datei|verzeichnis)\s+)?"
_RULED_OUT_AFTER = re.compile(
    rf"{_THING}(?:"
    r"(?:must|should|may|shall|can|will|do|does|did|is|are|has|have)(?:\s+not|n['’]t|\s+never|not)(?:\s+(?:yet|be|been|to be))*\s+"
    r"(?:creat|add|exist|introduc|use|using|made|there|here|present|part of|available|allowed|permitted|an option|wanted|in (?:git|use))"
    r"|no longer\b|(?:(?:is|are|has been|have been|got)\s+)(?:long )?(?:gone|deleted|removed|dropped|abandoned|obsolete|forbidden|banned|prohibited|taboo|"
    r"dead|(?:an? )?no[- ]?go|off[- ]limits|planned|coming)\b"
    r"|(?:alone|untouched|aside)\b|gibt es (?:hier )?(?:nicht|keine?n?)|existiert nicht|(?:ist|sind|wurden?) (?:gelöscht|entfernt|weg|tabu|verboten)"
    r"|n['’](?:existe|y est|est) (?:pas|plus)|(?:a été|est) supprimé|no existe|não existe|(?:fue|ha sido) eliminad"
    r"|\(?(?:is |are )?(?:not|never) (?:in git|committed|checked in|tracked|versioned)|\(?(?:git-?ignored|untracked|generated)\b)",
    re.IGNORECASE,
)
_ASKED_BEFORE = re.compile(
    r"\b(?:check|verify|ensure|make sure|confirm|test|prüfe?|stelle? sicher|vérifie[rz]?|assure[rz]?|comprueba|verifica)\b",
    re.IGNORECASE,
)
_THERE_AFTER = re.compile(rf"{_THING}(?:exist|is there|is present|vorhanden|da ist)", re.IGNORECASE)
_OR = re.compile(r"\b(?:or|oder|ou|или)\b\W*$", re.IGNORECASE)
_OR_AFTER = re.compile(r"\W*\b(?:or|oder|ou|или)\b", re.IGNORECASE)
_EXAMPLE_COLUMN = re.compile(
    r"\W*(?:(?:bad |good |wrong )?examples?|good|bad|wrong|right|(?:in)?correct|do|don['’]?ts?|beispiele?|exemples?|ejemplos?|exemplos?|"
    r"(?:search |example )?quer(?:y|ies)|search(?:es)?|keywords?|prompts?|user (?:says|asks)|inputs?|outputs?)\W*",
    re.IGNORECASE,
)
_NAMING = re.compile(
    r"\b(?:nam(?:e|es|ed|ing|e them) (?:[\w-]+ ){0,4}(?:after|like|as)\b|naming(?: [\w-]+){0,2}\W*:|"
    r"(?:each|every|jede[rs]?|chaque|cada) [^.:]{2,60}\b(?:own|eigene\w*|propre|propi[oa])\b[^.:`]*[:(])",
    re.IGNORECASE,
)
"""The name that follows shows how such things are called; it may be any."""

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
_ASIDE = re.compile(
    r"\b(?:inspired by|modell?ed (?:on|after)|borrowed from|similar to|unlike|compared (?:to|with)|coming from|known from|as in|in the style of|"
    r"later|eventually|some ?day|one day|(?:in|for) (?:the )?(?:near )?future|not yet|planned|roadmap|"
    r"(?:will|going to|plan to|want to|hope to) (?:later |then |soon )?(?:add|move|switch|migrate|adopt|introduce|try|replace|evaluate)|"
    r"(?:if|when|whenever|once|in case|should|until|before) [^,]*?\b(?:propos\w+|suggest\w*|ask(?:s|ed)?|request\w*|wants?|insist\w*|mention\w*|prefers?|"
    r"demand\w*|mov(?:e|es|ing) to|switch\w* to|migrat\w+ to|adopt\w*|introduc\w*))\b",
    re.IGNORECASE,
)
"""Before a name: it is spoken of in passing. A condition ends with its comma: “If somebody asks for a table, Drizzle …”."""
_CONDITION_DONE = re.compile(r"\b(?:if|when|whenever|once|in case|should|until|before)\b[^,]*,", re.IGNORECASE)
_ASIDE_AFTER = re.compile(
    r"[^,]{0,40}\b(?:(?:when|once|if|as soon as|after) (?:we|you|they|the (?:team|project)) (?:ever )?(?:mov|switch|migrat|adopt|add|introduc|need|decid)\w*|"
    r"(?:comes?|added|follows?|planned|is due) (?:later|eventually|soon)|is planned|in (?:the )?future)\b",
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
    if ruled_out(passage, start, end) or _UNCERTAIN.search(before) or _UNCERTAIN.search(after):
        return False
    if _IF_THERE.search(passage.text, end, end + 4 * _WINDOW) or (
        _ASKED_BEFORE.search(before) and _THERE_AFTER.match(after)
    ):
        return False
    if _OR.search(before) or _OR_AFTER.match(after) or is_example(passage, start, end):
        return False
    return may_be_new or _YET_TO_COME.search(before) is None


def ruled_out(passage: Passage, start: int, end: int) -> bool:
    """Whether the words around `start` to `end` forbid the thing, or say that it is gone or was replaced."""
    before, after = _clause(passage.text, start, end)
    if _NEGATED.search(before) or phrases.REPLACED.search(before):
        return True
    return _RULED_OUT_AFTER.match(after) is not None


def is_example(passage: Passage, start: int, end: int) -> bool:
    """Whether the thing only shows what such things look like: a column of examples, a rule of naming."""
    if passage.columns:
        column = passage.text[:start].strip().removeprefix("|").count("|")
        if column < len(passage.columns) and _EXAMPLE_COLUMN.fullmatch(passage.columns[column]):
            return True
    return _NAMING.search(_clause(passage.text, start, end)[0]) is not None


def in_passing(passage: Passage, start: int, end: int) -> bool:
    """Whether a name is only spoken of: somebody may ask for it, it comes later, it is compared with or quoted."""
    before, after = _clause(passage.text, start, end)
    done = list(_CONDITION_DONE.finditer(before))
    if _ASIDE.search(before, done[-1].end() if done else 0) or _ASIDE_AFTER.match(after):
        return True
    return is_example(passage, start, end) or _is_quotation(passage.text, start, end)


def is_about_work(text: str) -> bool:
    """Whether the line is a rule about what not to do, or asks to look at something first."""
    return _WORK.match(text) is not None


def _is_quotation(text: str, start: int, end: int) -> bool:
    """Whether the name is one of several words between quotation marks: what somebody says, or searches for."""
    if len(text) > _LONGEST:
        return False
    for opening, closing in (('"', '"'), ("“", "”"), ("„", "“"), ("«", "»")):
        begin = text.rfind(opening, 0, start)
        stop = text.find(closing, end)
        outside = opening == closing and text.count(opening, 0, start) % 2 == 0
        if 0 <= begin < stop and not outside and closing not in text[begin + 1 : start]:
            return len(text[begin:stop].split()) > 2
    return False


def _clause(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and after, within the clause."""
    before, after = text[max(start - _WINDOW, 0) : start], text[end : end + _WINDOW]
    begin = max((match.end() for match in phrases.CLAUSE_END.finditer(before)), default=0)
    stop = phrases.CLAUSE_END.search(after)
    return before[begin:], after[: stop.start()] if stop else after
