"""Scripts, targets and recipes that the agent runs."""

from collections.abc import Iterator
from difflib import get_close_matches

from agentscaffold.checks.commandlines import Command, commands
from agentscaffold.checks.model import Claim, Finding, Subject, claim, quoted
from agentscaffold.checks.rules import UNDEFINED_SCRIPT

_WHERE = {"script": "package.json", "make": "Makefile", "just": "justfile"}
_CALLED = {"script": "script", "make": "target", "just": "recipe"}


def check_scripts(subject: Subject) -> tuple[list[Claim], list[Finding]]:
    """Every script that a command runs, and those that are defined nowhere. What cannot be known is left out."""
    found: dict[tuple[str, str], Command] = {}
    for each in _run(subject):
        found.setdefault((each.action, each.name), each)
    claims, findings = [], []
    for (action, name), command in found.items():
        known = defined(subject, action)
        if known is None:
            continue
        made = claim("script", name, command.passage, command.start, command.end)
        claims.append(made)
        if name not in known:
            message = f"no {_WHERE[action]} defines the {_CALLED[action]} {quoted(name)}"
            findings.append(subject.finding(UNDEFINED_SCRIPT, made, message, _hint(name, known)))
    return claims, findings


def defined(subject: Subject, action: str) -> frozenset[str] | None:
    """What can be run: names of scripts, targets or recipes. `None` when nobody can know."""
    survey = subject.survey
    if action in ("make", "just"):
        return survey.targets.get(action, frozenset())
    if any(problem.path.endswith("package.json") for problem in survey.problems):
        return None
    return frozenset(name for manifest in survey.of("npm") for name in manifest.scripts)


def _run(subject: Subject) -> Iterator[Command]:
    for passage in subject.passages:
        if passage.line in subject.wrong_code:
            continue
        yield from (each for each in commands(passage) if each.action != "install")


def _hint(name: str, known: frozenset[str]) -> str:
    close = get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    if close:
        return f"There is {quoted(close[0])}. Correct the agent file, or define it."
    return "Define it, or correct the agent file."
