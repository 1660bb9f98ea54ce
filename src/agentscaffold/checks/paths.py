"""Files and folders that the agent names."""

import re
from collections.abc import Iterator

from agentscaffold.checks.model import Claim, Finding, Subject, claim, once, quoted
from agentscaffold.checks.rules import MISSING_PATH
from agentscaffold.checks.wording import states
from agentscaffold.inference import Directory, Passage
from agentscaffold.inference.paths import SOURCE_ROOTS, fixed_part, is_file

_WORD = re.compile(r"[^\s`'\"“”«»|,;]+")
_TREE = re.compile(r"[├└┣┗╰│|+`]")
_CODE_COMMENT = re.compile(r"\s*(?://|#|--|/\*+|<!--)")
_OUTPUT = frozenset({"dist", "build", "out", "coverage", "target", "bin", "obj", "node_modules", "tmp", "temp", "logs"})
_ENDINGS = (".ts", ".tsx", ".js", ".jsx", ".mjs", ".py", ".go", ".rs", ".rb", ".php", ".md")
_TYPED = {".js": (".ts", ".tsx", ".mjs", ".cjs"), ".ts": (".tsx", ".mts"), ".jsx": (".tsx",), ".yml": (".yaml",)}


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
        known = survey.by_name.get(spelled.rpartition("/")[2], ())
        yield from (each for each in known if f"/{each}".endswith(f"/{spelled}"))
    for root in roots:
        full = f"{root}/{path}" if root else path
        if survey.ignores_path(full):
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
    if not states(passage, at, end):
        return
    path = directory.path
    if passage.fence is not None and _CODE_COMMENT.match(passage.text) and not _TREE.search(passage.text):
        path = path.rpartition("/")[0]  # a sample of code shows a place, not necessarily a file that is there
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
    if len(parts) == 1 and not is_file(path):
        return written.rstrip(":").endswith("/") or path in SOURCE_ROOTS
    return True


def _parents(path: str) -> list[str]:
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts))]


def _hint(subject: Subject, path: str) -> str:
    same = [p for p in subject.survey.by_name.get(path.rpartition("/")[2], ()) if "/" in p or "/" in path]
    if 0 < len(same) <= 3:
        return f"There is {', '.join(quoted(each) for each in same)}. Correct the agent file, or move it back."
    return "Create it, or correct the agent file."
