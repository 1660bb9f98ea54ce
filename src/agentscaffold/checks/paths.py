"""Files and folders that the agent names."""
# ruff: noqa: E501 - a list of phrases reads best whole

import re
from collections.abc import Iterator

from agentscaffold.checks.model import Claim, Finding, Subject, claim, once, quoted
from agentscaffold.checks.rules import MISSING_PATH
from agentscaffold.checks.wording import states
from agentscaffold.inference import Directory, Passage
from agentscaffold.inference.paths import SOURCE_ROOTS, fixed_part, is_file
from agentscaffold.survey import composed

_WORD = re.compile(r"[^\s`'\"“”«»|,;]+")
_TREE = re.compile(r"[├└┣┗╰│|+`]")
_CODE_COMMENT = re.compile(r"\s*(?://|#|--|/\*+|<!--)")
_OUTPUT = frozenset(
    """
    dist build out coverage htmlcov target bin obj node_modules tmp temp logs playwright-report test-results
    storybook-static
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_PRIVATE = re.compile(r"\.env(?:\.(?!example|sample|template|dist|defaults)[\w.-]+)?")
"""Every developer's own; the repository need not have them, whether git is told so or not."""
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d[-_.]?(?:0\d|1[0-2])(?:[-_.]?[0-3]\d)?(?!\d)")
_HOST = re.compile(r"(?:[\w-]+\.)+(?:com|org|net|io|dev|app|ai|co|de|uk|fr|eu|edu|gov|info|example|test|local)")
_SIDES = ({"client", "server"}, {"frontend", "backend"}, {"front-end", "back-end"}, {"web", "mobile"}, {"ui", "api"})
"""Two words with a slash that stand for each other rather than for a folder in a folder."""
_NO_FILE_OF_OURS = re.compile(
    r"\b(?:ur[il]|topics?|queues?|channels?|subjects?|events?|branch(?:es)?|tags?|images?|buckets?|hosts?|domains?|"
    r"respon(?:ds?|ses?)(?: with)?|answers?(?: with)?|returns?|replies with|publish\w*(?: to)?|subscrib\w*(?: to)?)\W*$|"
    r"\b(?:sibling|other|another|separate|different|external|upstream|neighbou?ring) (?:git )?(?:repo(?:sitory|s)?|repositories|projects?|codebases?|checkout)\b|"
    r"(?<![\w.])\.\./",
    re.IGNORECASE,
)
"""Before a name: it is a name on the wire, or lies in another repository."""
_TO_COME = re.compile(
    r"\bnew\b|\b(?:when|if|whenever|before) (?:you |we )?(?:creat|add|writ|mak|introduc|generat)\w*|^\W*(?:to )?(?:creat|add|writ|generat|scaffold)\w*\b|"
    r"\b(?:example|sample|expected) (?:output|result|report|response|project)|^\W*outputs?\b|\btemplate\b|\blike (?:so|this)\W*$|"
    r"\b(?:each|every) \w+ (?:follows|has|gets|looks|consists|contains)\b|\b(?:neue?[nrms]?|anlegen|erstellen|nouve\w+|nuev[oa]s?)\b",
    re.IGNORECASE,
)
"""What a drawing under these words shows is yet to be made, or stands for many."""
_SHARED_NAMES = re.compile(
    r"(?:index|main|mod|page|layout|route|routes|router|schema|types|utils|config|__init__|README|package|client|server|test|lib|src|app)(?:\.\w+)*"
)
"""Names that say nothing about what a file is; the folder they are in does."""
_ENDINGS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".py", ".go", ".rs", ".rb", ".php", ".md")
_NAMESPACE = re.compile(r"[A-Z]\w*(?:\.[A-Z]\w*)*/")
"""A .NET project by the end of its name: `Core.Domain/` for `Acme.Core.Domain/`."""
_TYPED = {".js": (".ts", ".tsx", ".mjs", ".cjs"), ".ts": (".tsx", ".mts"), ".jsx": (".tsx",), ".yml": (".yaml",)}


_BEFORE = 90
_ARROW_BEFORE = re.compile(r"`(?:[^`\s]*/)?(?P<name>[^`/\s]+)`\s*(?:→|->|=>|⇒)\s*`?$")
_ARROW_AFTER = re.compile(r"\A`?\s*(?:→|->|=>|⇒)\s*`(?:[^`\s]*/)?(?P<name>[^`/\s]+)`")


def check_paths(subject: Subject) -> tuple[list[Claim], list[Finding]]:
    """Every path that is said to be there, and those that are not."""
    claims = once(_claims(subject))
    if not subject.survey.complete:
        return claims, []
    missing = [each for each in claims if locate(subject, each.text) is None]
    absent = {each.text for each in missing}
    findings = [
        subject.finding(MISSING_PATH, each, f"{quoted(each.text)} does not exist", _hint(subject, each.text))
        for each in missing
        if not any(parent in absent for parent in _parents(each.text))
    ]
    return claims, findings


def locate(subject: Subject, path: str) -> str | None:
    """Where the repository has what the agent calls `path`; `None` when it has it nowhere.

    Looked up from the root, beside `.claude`, in every package, and as the end of a longer path: agents write paths
    relative to the part they work in. What git ignores counts as there.
    """
    if path not in subject.located:
        subject.located[path] = next(_places(subject, path), None)
    return subject.located[path]


def _places(subject: Subject, path: str) -> Iterator[str]:
    """Where it may be, the likeliest first."""
    survey = subject.survey
    roots = dict.fromkeys(("", subject.base, *survey.member_folders))
    spellings = list(_spellings(path))
    for spelled in spellings:
        yield from (full for root in roots if survey.has(full := f"{root}/{spelled}" if root else spelled))
    for spelled in spellings:
        known = survey.by_name.get(composed(spelled).rpartition("/")[2], ())
        endings = [f"/{composed(spelled)}"] + ([f".{composed(spelled)}"] if _NAMESPACE.match(spelled) else [])
        yield from (each for each in known if f"/{composed(each)}".endswith(tuple(endings)))
    for root in roots:
        full = f"{root}/{path}" if root else path
        if survey.ignores_path(full) or survey.is_empty_folder(full):
            yield full


def _spellings(path: str) -> Iterator[str]:
    """The path, and how else its file may be called: without an ending, or with the one of TypeScript."""
    yield path
    stem, dot, ending = path.rpartition(".")
    if dot and f".{ending}" in _TYPED:
        yield from (f"{stem}{other}" for other in _TYPED[f".{ending}"])
    if not is_file(path):
        yield from (f"{path}{other}" for other in _ENDINGS)


def _claims(subject: Subject) -> Iterator[Claim]:
    passages: dict[int, list[Passage]] = {}
    for passage in subject.passages:
        passages.setdefault(passage.line, []).append(passage)
    for directory in subject.reading.directories:
        for passage in passages.get(directory.line, ()):
            at = directory.column - 1 - passage.offset
            if 0 <= at < len(passage.text):
                yield from _claim(subject, directory, passage, at)
                break


def _claim(subject: Subject, directory: Directory, passage: Passage, at: int) -> Iterator[Claim]:
    word = _WORD.match(passage.text, at)
    end = word.end() if word else at + 1
    if not states(passage, at, end) or passage.line in subject.contrasted | subject.wrong_code:
        return
    path = directory.path
    to_come = passage.fence is not None and _TO_COME.search(passage.label) is not None
    if passage.fence is not None and _CODE_COMMENT.match(passage.text) and not _TREE.search(passage.text):
        path = path.rpartition("/")[0]  # a sample of code shows a place, not necessarily a file that is there
        to_come = to_come and "/" not in path
    if to_come or (passage.fence is None and _is_elsewhere(passage.text, path, at, end)):
        return
    path = fixed_part(path) if not subject.survey.has(path) else path
    if "[" in path and not subject.survey.has(path):
        path = path.partition("[")[0].rpartition("/")[0]
    if path and _is_plausible(path, passage.text[at:end]):
        yield claim("path", path, passage, at, end)


def _is_plausible(path: str, written: str) -> bool:
    """No boxes of a flow chart, no file that has children, nothing that a build makes."""
    parts = path.split("/")
    if any(is_file(part) and part[:1] != "." for part in parts[:-1]) or set(parts) & _OUTPUT:
        return False
    if _PRIVATE.fullmatch(parts[-1]) or _DATED.search(path) or _HOST.fullmatch(parts[0]):
        return False
    if set(parts) in _SIDES and not written.rstrip(":").endswith("/"):
        return False
    if len(parts) == 1 and not is_file(path):
        return written.rstrip(":").endswith("/") or path in SOURCE_ROOTS
    return True


def _is_elsewhere(text: str, path: str, start: int, end: int) -> bool:
    """Whether it is a name on the wire, lies in another repository, or is the second half of a rule of naming."""
    if _NO_FILE_OF_OURS.search(text, max(start - _BEFORE, 0), start):
        return True
    stem = path.rpartition("/")[2].partition(".")[0]
    beside = [
        *_ARROW_BEFORE.finditer(text, max(start - _BEFORE, 0), start),
        *_ARROW_AFTER.finditer(text, end, end + _BEFORE),
    ]
    return is_file(path) and any(
        match["name"].partition(".")[0] in (stem, f"{stem}_test", f"test_{stem}") for match in beside
    )


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _hint(subject: Subject, path: str) -> str:
    """Where it may have gone: a name that says nothing by itself counts only below a folder of the same name."""
    above, _, name = path.rpartition("/")
    same = [p for p in subject.survey.by_name.get(name, ()) if "/" in p or "/" in path]
    if _SHARED_NAMES.fullmatch(name):
        same = [p for p in same if above and p.rpartition("/")[0].rpartition("/")[2] == above.rpartition("/")[2]]
    if 0 < len(same) <= 3:
        return f"There is {', '.join(quoted(each) for each in same)}. Correct the agent file, or move it back."
    return "Create it, or correct the agent file."
