"""The coverage of agents as a Markdown document that lives in the repository."""

import hashlib
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from agentscaffold.checks.coverage import STATUSES, Statement
from agentscaffold.safe_text import safe

_SEAL = re.compile(r"<!-- agentscaffold check --coverage, sha256:(?P<digest>[0-9a-f]{64}) -->\n\Z")
_TEXT = 160


def coverage_markdown(agents: Sequence[tuple[str, Sequence[Statement]]]) -> str:
    """The document for agents, each with its path in the repository and its statements.

    The same input gives the same text; formatters of Markdown leave it as it is. Foreign text stands in code spans,
    so that nothing of it is markup. The last line seals the text above it (see `is_untouched`).
    """
    body = "\n".join(_document(agents)) + "\n"
    digest = hashlib.sha256(body.encode()).hexdigest()
    return f"{body}\n<!-- agentscaffold check --coverage, sha256:{digest} -->\n"


def is_untouched(text: str) -> bool:
    """Whether a document is as `coverage_markdown` wrote it, line ends aside."""
    text = text.replace("\r\n", "\n")
    seal = _SEAL.search(text)
    if seal is None:
        return False
    body = text[: seal.start()].removesuffix("\n")
    return hashlib.sha256(body.encode()).hexdigest() == seal.group("digest")


def _document(agents: Sequence[tuple[str, Sequence[Statement]]]) -> Iterator[str]:
    yield "# What this repository does of what its agents say"
    yield ""
    yield "Written by `agentscaffold check --coverage --format markdown`. Each statement of an agent file is"
    yield "covered by the repository, guidance for the agent on how to work, or not covered: it names something that is"
    yield "not here."
    for path, statements in agents:
        yield from ("", f"## {span(path)}", "")
        counts = {status: sum(each.status == status for each in statements) for status in STATUSES}
        yield f"{counts['covered']} covered, {counts['guidance']} guidance, {counts['not covered']} not covered."
        for section, group in groupby(statements, key=lambda each: each.section):
            yield from ("", f"### {span(section)}" if section else "### At the top", "")
            for each in group:
                yield f"- {each.line}: {span(each.text)}"
                yield f"  - {_judgement(each)}"


def _judgement(statement: Statement) -> str:
    if statement.status == "guidance":
        return "guidance"
    places = ", ".join(span(place) for place in statement.places)
    if statement.status == "covered":
        return f"covered: {places}"
    missing = ", ".join(span(each) for each in statement.missing)
    return f"**not covered**: {missing}" + (f"; there is {places}" if places else "")


def span(text: str) -> str:
    """Foreign text as one code span, in which nothing is markup."""
    shown = " ".join(safe(text, _TEXT).replace("`", "'").split())
    return f"`{shown or ' '}`"
