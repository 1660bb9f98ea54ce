"""Environment variables: where code reads them, and where they are declared or set."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from agentscaffold.survey.files import read_text
from agentscaffold.survey.model import EnvironmentUse, Variables

_EXAMPLE = re.compile(
    r"\.?env[\w.-]*\.(?:example|sample|template|dist|defaults)|\.?env[._-](?:example|sample|template)"
)
_CODE = re.compile(r".*\.(?:[cm]?[jt]sx?|py|svelte|vue|astro)", re.IGNORECASE)
_SETTING = re.compile(
    r"(?:Dockerfile|Containerfile)[\w.-]*|.*\.dockerfile|\.gitlab-ci\.yml|"
    r"[Mm]akefile|[Jj]ustfile|package\.json|turbo\.json|vercel\.json|fly\.toml|render\.ya?ml|.*\.sh|.*\.env(?:rc)?"
)
_DECLARATION = re.compile(r"^\s*#?\s*(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*=", re.MULTILINE)
_ASSIGNMENT = re.compile(r"""\b(?P<name>[A-Z][A-Z0-9_]{2,})["']?\s*[:=]""")
_NAME = r"(?P<{}>[A-Z_][A-Z0-9_]*)"
_USE = re.compile(
    rf"process\.env\.{_NAME.format('a')}\b(?!\s*=[^=>])"
    rf"|process\.env\[\s*['\"]{_NAME.format('b')}['\"]\s*\](?!\s*=[^=>])"
    rf"|import\.meta\.env\.{_NAME.format('c')}\b"
    rf"|(?:Bun|Deno)\.env\.(?:get\(\s*['\"])?{_NAME.format('d')}\b"
    rf"|os\.environ\[\s*['\"]{_NAME.format('e')}['\"]\s*\](?!\s*=[^=])"
    rf"|os\.(?:environ\.get|getenv)\(\s*['\"]{_NAME.format('f')}['\"]"
)
_SCHEMA_KEY = re.compile(r"^\s*(?P<name>[A-Z][A-Z0-9_]{2,})\s*:\s*z\s*\.", re.MULTILINE)
_DESTRUCTURED = re.compile(r"(?:const|let|var)\s*\{(?P<names>[^{}]{1,2000})\}\s*=\s*process\.env\b")
_COMMENT = re.compile(r"\s*(?://|#|\*|/\*)")
_DELETED = re.compile(r"\bdelete\s+$|\bdel\s+$")
_LINE = 1_000
"""Nobody writes longer lines; what is built is not looked into."""
_MAX_USES = 5_000


def read_variables(root: Path, files: Iterable[str]) -> Variables:
    """Every variable that code reads, and every one that an example file declares or a tool sets."""
    uses: list[EnvironmentUse] = []
    declared: set[str] = set()
    elsewhere: set[str] = set()
    examples: list[str] = []
    for path in sorted(files):
        name = path.rpartition("/")[2]
        if _EXAMPLE.fullmatch(name):
            examples.append(path)
            declared |= {match.group("name") for match in _DECLARATION.finditer(read_text(root, path) or "")}
        elif _SETTING.fullmatch(name) or path.startswith(".github/workflows/"):
            elsewhere |= {match.group("name") for match in _ASSIGNMENT.finditer(read_text(root, path) or "")}
        elif _CODE.fullmatch(name) and len(uses) < _MAX_USES:
            uses += _uses(path, read_text(root, path) or "")
    return Variables(tuple(uses[:_MAX_USES]), frozenset(declared), frozenset(elsewhere), tuple(examples))


def _uses(path: str, text: str) -> Iterator[EnvironmentUse]:
    """Each variable once per file, at its first place."""
    if "env" not in text and "createEnv" not in text:
        return
    seen: set[str] = set()
    for name, position in sorted(_places(text), key=lambda place: place[1]):
        begin = text.rfind("\n", 0, position) + 1
        near = max(begin, position - _LINE)
        if name in seen or _COMMENT.match(text, begin, position + 1) or _DELETED.search(text, near, position):
            continue
        after = text[position : position + _LINE].partition("\n")[0]
        if near > begin or not _is_quoted(text[begin:position], after):
            seen.add(name)
            at = text.find(name, position)
            yield EnvironmentUse(name, path, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at))


def _is_quoted(before: str, after: str) -> bool:
    """Whether a string of the line ends behind this place: a message that names the variable.

    What a template fills in (`${…}`, the braces of an f-string) is code.
    """
    quote = filled = ""
    index = 0
    while index < len(before):
        character = before[index]
        if character == "\\":
            index += 1
        elif quote and filled and before.startswith(filled, index):
            closing = before.find("}", index)
            if closing < 0:
                return False
            index = closing
        elif character == quote:
            quote = ""
        elif not quote and character in "\"'`":
            quote = character
            filled = "${" if character == "`" else "{" if before[index - 1 : index] in ("f", "F") and index else ""
        index += 1
    return bool(quote) and quote in after


def _places(text: str) -> Iterator[tuple[str, int]]:
    for match in _USE.finditer(text):
        yield next(name for name in match.groups() if name), match.start()
    for match in _DESTRUCTURED.finditer(text):
        for part in match.group("names").split(","):
            name = re.split(r"[:=]", part, maxsplit=1)[0].strip()
            if re.fullmatch(r"[A-Z_][A-Z0-9_]*", name):
                yield name, match.start()
    if "process.env" in text or "createEnv(" in text:
        for match in _SCHEMA_KEY.finditer(text):
            yield match.group("name"), match.start("name")
