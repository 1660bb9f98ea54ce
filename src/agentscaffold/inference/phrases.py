"""The words by which an agent file tells what it commits to, in the languages agent files are written in.

Words about decisions only: the names of technologies are data of the catalogue.
"""
# ruff: noqa: RUF001, E501 - the letters and dashes of other languages are meant; a list of phrases reads best whole

import re


def _any_of(*fragments: str) -> re.Pattern[str]:
    return re.compile("|".join(fragments), re.IGNORECASE)


# --- What a section is, by its heading or by the line that leads into a list -------------------------------

MEMORY = _any_of(r"persistent agent memory")

EXCLUDED = _any_of(
    r"\bwill not\b", r"\bwon['’]?t\b", r"\bdo not\b", r"\bdon['’]?ts?\b", r"\bdoes not\b", r"\bnot do\b", r"\bnever\b",
    r"out[ -]of[ -]scope", r"\bnot (?:in scope|responsible|your|allowed|use)", r"\bavoid", r"anti-?patterns?",
    r"\bforbidden\b", r"\bprohibited\b", r"off[ -]limits",
    r"\bverboten", r"\btabu\b", r"nicht (?:zu tun|tun|machen|verwenden|zuständig|anfassen)", r"\bniemals\b", r"außerhalb",
    r"hors (?:périmètre|sujet)", r"\binterdi", r"ne (?:pas|fais pas|jamais)", r"\bjamais\b",
    r"fuera de(?:l)? alcance", r"\bprohibi", r"\bno hacer", r"\bnunca\b", r"fora d[oe] escopo", r"\bnão (?:fa|us)", r"proibid",
    r"запрещ", r"нельзя", r"не дела", r"禁止", r"不要", r"不做", r"しないこと", r"やらない", r"yapma", r"하지 않",
)  # fmt: skip

HANDOVER = _any_of(
    r"other agents", r"\bcollaborat", r"\bcoordinat", r"hand[ -]?(?:offs?|overs?)\b", r"\bdelegat", r"\bescalat",
    r"related agents", r"works? with(?: other)?\b.*agent", r"interaction patterns", r"when to (?:call|ask|involve)",
    r"zusammenarbeit", r"übergabe", r"collabor", r"colabora", r"\bdeleg", r"協力", r"协作", r"引き継ぎ",
)  # fmt: skip

SAMPLE = _any_of(
    r"\bnotification", r"\bexample (?:interactions?|prompts?|quer|requests?|conversations?|usage|tasks?|outputs?|response)",
    r"sample (?:interactions?|prompts?|quer|requests?|conversations?|outputs?|response)", r"status update",
    r"^\W*examples?\W*$", r"output (?:format|template)", r"(?:response|report|handoff) (?:format|template)",
    r"\bbeispiel(?:e|anfragen)?\W*$", r"\bexemples?\W*$", r"\bejemplos?\W*$", r"\bexemplos?\W*$",
)  # fmt: skip

CHOICE = _any_of(
    r"\bchoos(?:e|ing)\b", r"\bselecti(?:on|ng)\b", r"decision (?:framework|matrix|tree|guide|table)s?", r"\bwhich .+ to use",
    r"when to use", r"\balternatives\b", r"\bcomparison\b", r"\bvs\.?\b", r"\bversus\b", r"\brecommend(?:ation|ed)s?\b",
    r"\boptions\b", r"auswahl\b", r"entscheidungshilfe", r"\bchoix\b", r"\bchoisir", r"\belegir\b", r"elección", r"escolh",
    r"选择", r"选型", r"выбор",
)  # fmt: skip

CHOICE_COLUMN = _any_of(
    r"^\W*(?:needs?|use cases?|when(?: to use)?|scenario|requirements?|situation|best for|pros|cons|recommend\w*|choose|"
    r"choice|option|bedarf|empfehlung|anwendungsfall|besoin|caso de uso|场景|用途)\b"
)

SKILLS = _any_of(
    r"\bskills?\b", r"\bexpertise\b", r"\bknowledge\b", r"competenc", r"proficien", r"\becosystem\b", r"\bfamiliar",
    r"\btool(?:box|kit|s)\b", r"\bcapabilit", r"technology expertise", r"kenntnisse", r"connaissances", r"conocimientos",
    r"conhecimentos", r"专长", r"技能", r"専門", r"\btechnologies\b", r"best practices", r"focus areas",
)  # fmt: skip

STACK = _any_of(
    r"\bstack\b", r"technologies used", r"we use\b", r"project context", r"technical context", r"project[- ]specific",
    r"infrastructure", r"\barchitecture\b", r"environment", r"\btech\b", r"技术栈", r"技術スタック", r"стек", r"stack técnic",
    r"technik", r"architektur", r"existing",
)  # fmt: skip

# --- In the description ------------------------------------------------------------------------------------

TRIGGERS = _any_of(
    r"user (?:mentions|says|asks about)\b", r"\btrigger(?:s|ed)? (?:on|when|words)", r"\bkeywords?:", r"examples?:", r"example:",
    r"\bexamples include\b", r"beispiele?:", r"exemples?\s?:", r"ejemplos?:",
)  # fmt: skip
TALK = re.compile(r"^\W*(?:context|user|assistant|human|commentary)\W*:", re.IGNORECASE)

# --- Within a sentence -------------------------------------------------------------------------------------

CLAUSE_END = re.compile(
    r"(?:(?<![\s(.]\w)(?<!\bvs)\.|[!?;。；！？])(?=\s|$|\")|\s[—–→|]\s|\s--\s"
    r"|,?\s(?:but|however|sondern|aber|mais|pero|mas|но)\s|,\s(?:use|prefer|we use|nutze|verwende|utilise[rz]?|usa|use)\s",
    re.IGNORECASE,
)

_ARTICLES = (
    r"(?:(?:any|an?|the|raw|plain|direct|directly|new|other|another|separate|traditional|such|things like|eine?[nrm]?|"
    r"une?|des?|el|los|las|la|ein|um|uma|os|as|kind of|additional|extra|more)\s+){0,3}"
)
_USING = (
    r"(?:(?:to\s+)?(?:use|using|used|add|adding|introduce|introducing|install|installing|import|importing|adopt|propose|"
    r"suggest|choose|pick|reach for|switch to|fall back to|migrate to|rely on|need|require|create|be|"
    r"verwende\w*|nutze\w*|benutze\w*|einsetzen|einführen|utilis\w*|ajoute\w*|usar|uses|usa|añadir|utiliz\w*|adicion\w*)\s+)?"
)
NEGATION = re.compile(
    r"(?:^|[^\w])(?:never|don['’]?t|do not|does not|must not|mustn['’]?t|should not|shouldn['’]?t|cannot|can['’]?t|avoid|no|"
    r"not|without|neither|nor|kein\w*|nicht|niemals|nie|ohne|jamais|(?:ne )?pas(?: de)?|ne|sans|nunca|não|sin|sem|"
    r"никогда не|не|без|нет|❌|🚫)"
    rf"\s*\W{{0,3}}\s*{_USING}{_ARTICLES}[`*\"'(\[]*$",
    re.IGNORECASE,
)
"""Ends right before the name that a rule forbids."""

REPLACED = re.compile(
    r"\b(?:instead of|rather than|in place of|no longer|(?:migrat\w+|mov\w+|switch\w+|ported) (?:away )?from|replac(?:es|ing|ed)|"
    r"statt|anstatt|anstelle von|au lieu de|en lugar de|en vez de|em vez de|ao invés de)"
    rf"\s+{_USING}{_ARTICLES}[`*\"'(\[]*$|(?:^|\s)вместо\s+$",
    re.IGNORECASE,
)
"""Ends right before the name that another one has taken the place of."""

SPARED = re.compile(
    r"[`*\"')\]]*\s*(?:[\w.()-]+\s+){0,2}?(?:outside|except|unless|directly|from|inside|without|before|until|when|where|if|"
    r"within|beyond|außerhalb|außer|ohne|direkt|wenn|sauf|hors|directement|fuera|fora|cuando|quando|sin|sem|"
    r"(?:in|on|for|to|into|as)(?! (?:this|these|the|our|general|new|dies\w+|projekt)\b))\b",
    re.IGNORECASE,
)
"""Follows a name in a rule that only bounds its use: “never use X outside Y” confirms X."""

NEGATED_AFTER = re.compile(
    r"[`*\"')\]]*\s*(?:(?:is|are|was|ist|wird|est|es|é)\s+)?(?:(?:strictly|explicitly)\s+)?(?:[-:(–—]\s*)?"
    r"(?:not (?:used|allowed|permitted|an option|in use)|never (?:used|allowed)|forbidden|banned|prohibited|disallowed|"
    r"off[ -]limits|nicht (?:erlaubt|verwendet)|verboten|tabu|interdit|prohibido|proibido|запрещ|は?使わない|は?使用しない|禁止)",
    re.IGNORECASE,
)

OPTIONAL = re.compile(
    r"\boptional(?:ly)?\b|\bif (?:needed|required|necessary|used|applicable)\b|\b(?:when|as|where) needed\b|\bmaybe\b|"
    r"\bor (?:similar|equivalent|comparable|alternatives?)\b|\bif you need\b|\bbei bedarf\b|\boder ähnlich|\bo similar|"
    r"\bou (?:similar|équivalent)|\bsi (?:besoin|nécessaire|necesario)\b|必要に応じて|可选",
    re.IGNORECASE,
)
EXEMPLARY = re.compile(
    r"(?:\be\.\s?g\.|\bsuch as\b|\bfor example\b|\bfor instance\b|\bincluding\b|\b(?:tools|frameworks|libraries|services|"
    r"databases|orms|systems|technologies) like\b|\bz\.\s?B\.|\bwie\b|\bpar exemple\b|\bcomme\b|\bpor ejemplo\b|\bpor exemplo\b|"
    r"\bcomo\b|\bnapř|例えば|例如|如|などの|например)",
    re.IGNORECASE,
)
OR_BEFORE = re.compile(r"[\w)\]`*]\s+(?:or|oder|ou|или|veya)\s+[`*(\[]*$", re.IGNORECASE)
"""Right before a name: it is one of two ways, whatever the other one is."""
TENTATIVE = re.compile(
    r"\b(?:patterns?|considerations?|techniques|opportunit\w+|familiarity|awareness|knowledge of|understanding of|exposure to|support for|support|advanced|"
    r"consider|might|may|could)\b",
    re.IGNORECASE,
)
"""A name that stands only beside such a word is talked about rather than chosen."""

COMMITTING = re.compile(
    r"\b(?:we use|uses?|using|built (?:with|on)|speciali[sz]\w+ in|powered by|based on|runs on|written in|stack|backed by|"
    r"expert (?:in|on)|developer (?:for|on)|exclusively|must be|mandatory|always|wir (?:nutzen|verwenden)|setzt auf|nous utilisons|"
    r"usamos|используем|使用|採用)\b",
    re.IGNORECASE,
)
LABEL = re.compile(r"^\s*(?:[-*+•]|\d+[.)])?\s*\**(?:[^:*`|]{2,40})\**\s*:\**\s")
"""`- **Database**: …`: a label and its value."""

# --- Between two names -------------------------------------------------------------------------------------

EITHER = re.compile(
    r"[`*\"')\]\s\w.+-]{0,20}?\s*(?:/|\||\bvs\.?|\bversus\b|\bor\b|\boder\b|\bou\b|\bo\b|\bили\b|\bveya\b|或|または|か)[`*\"'(\[\s\w-]{0,14}",
    re.IGNORECASE,
)
BOTH = re.compile(
    r"[`*\"')\]\s\w.-]{0,14}?\s*(?:\band\b|&|\+|\bwith\b|\bund\b|\bet\b|\by\b|\be\b|\bи\b|\bve\b|と|和)[`*\"'(\[\s\w-]{0,10}",
    re.IGNORECASE,
)
COMMA = re.compile(
    r"[`*\"')\]\s\w.+-]{0,24}?\s*[,、，](?:\s*(?:and|or|und|oder|et|ou|y|o)\s)?[`*\"'(\[\s\w-]{0,14}", re.IGNORECASE
)

CHAIN = re.compile(
    r"[`*\"')\]\s]{0,4}(?:,|/|\bor\b|\band\b|\bnor\b|\boder\b|\bund\b|\bou\b|\bet\b|\bo\b|\by\b|\be\b|、|または|或)+"
    r"[`*\"'(\[\s]{0,4}(?:or |and |oder |und )?"
)
"""Carries a rule on to the next name: “no X, Y or Z”."""

# --- What kind of agent it is ------------------------------------------------------------------------------

FULLSTACK = re.compile(r"full[ -]?stack", re.IGNORECASE)
BACKEND = re.compile(
    r"back[ -]?end|server|\bapis?\b|endpoint|database|datenbank|microservice|\bservices?\b|бэкенд|后端|バックエンド|sunucu",
    re.IGNORECASE,
)
NOT_BACKEND = re.compile(
    r"front[ -]?end|\bui\b|\bux\b|user interface|\bmobile\b|\bios\b|\bandroid\b|design(?:er)?\b|requirements?\b|\bproduct manager|"
    r"review(?:er|s)?\b|documentation|technical writ|copywrit|\bseo\b|market|\bqa\b|\btest(?:er|ing)?\b|accessibility|css\b|"
    r"oberfläche|devops|deploy",
    re.IGNORECASE,
)
MONOREPO = re.compile(
    r"\bmono-?repo|\bturbo-?repo\b|\bnx workspace|\b(?:pnpm|yarn|npm) workspaces?\b|\bworkspaces\b", re.IGNORECASE
)
