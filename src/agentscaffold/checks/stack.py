"""The technologies that the agent states, against what the manifests depend on."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from agentscaffold.catalogue import Technology
from agentscaffold.checks.commandlines import changes_packages
from agentscaffold.checks.dependencies import ecosystems_of, is_package_of, where_used
from agentscaffold.checks.model import Claim, Finding, Rule, Subject, quoted
from agentscaffold.checks.rules import MISSING_TECHNOLOGY, PACKAGE_MANAGER, RIVAL_TECHNOLOGY, TWO_TECHNOLOGIES
from agentscaffold.inference import Finding as Mention
from agentscaffold.inference import SlotReading
from agentscaffold.inference.recognise import Mention as NamedMention
from agentscaffold.inference.tokens import code_spans
from agentscaffold.survey import Ecosystem, Manifest, Survey

LOOKED_UP = ("framework", "api", "orm", "auth", "queue", "validation", "testing")
"""Slots whose technologies come as packages; a database is reached through many."""
_FILLED_ONCE = ("orm", "auth", "validation")
"""Slots in which a second library is a rival; a repository may well have two frameworks or test tools."""
_LANGUAGES: Mapping[str, Ecosystem] = {
    "typescript": "npm",
    "javascript": "npm",
    "python": "python",
    "go": "go",
    "rust": "rust",
    "ruby": "ruby",
    "php": "php",
}
_RUNNER = re.compile(r"\s*(?:\$\s*)?(?:npx|pnpx|bunx|uvx|uv|poetry|pdm|pipenv|python3?|npm|pnpm|yarn|bun)\b")
_SHOWN = 3
_MANY = 3
"""On so many lines, scripts run with a package manager are a habit and no slip."""
_NODE_MANAGERS = frozenset({"npm", "pnpm", "yarn", "bun"})


def check_stack(subject: Subject) -> tuple[list[Claim], list[Finding]]:
    """What is stated slot by slot: there, not there, or not alone."""
    claims, findings = [], []
    for slot in subject.reading.slots.values():
        if slot.status != "stated":
            continue
        if slot.slot == "package_manager":
            found = _package_manager(subject, slot)
        elif slot.slot in LOOKED_UP:
            found = _slot(subject, slot)
        else:
            continue
        for claim, finding in found:
            claims.append(claim)
            if finding is not None:
                findings.append(replace(finding, severity="note") if slot.slot in subject.settled else finding)
    return claims, findings


def _slot(subject: Subject, slot: SlotReading) -> Iterator[tuple[Claim, Finding | None]]:
    named = [technology for option in slot.options if (technology := subject.catalogue.get(option))]
    stated = [technology for technology in named if _is_meant(technology.id, subject)]
    rivals = _rivals(subject, slot, stated)
    for technology in stated:
        claim = _place(subject, slot, technology.id)
        if claim is None or not _can_be_looked_up(technology, subject):
            continue
        there = where_used(technology.id, subject.survey)
        finding = None
        if not there and rivals and not any(where_used(other.id, subject.survey) for other in stated):
            finding = _disagreement(subject, claim, technology, rivals, RIVAL_TECHNOLOGY)
        elif not there and not _implied_elsewhere(technology, subject):
            message = f"no manifest has a package of {technology.name}"
            finding = subject.finding(MISSING_TECHNOLOGY, claim, message, _instead(subject, slot, stated))
        elif there and rivals and technology.id == slot.choice:
            finding = _disagreement(subject, claim, technology, rivals, TWO_TECHNOLOGIES)
        lenient = finding is not None and finding.rule == MISSING_TECHNOLOGY.id and _only_run(technology, subject)
        if finding is not None and (lenient or _only_known(technology, subject)):
            finding = replace(finding, severity="note")
        yield claim, finding


def _is_meant(technology: str, subject: Subject) -> bool:
    """Whether something in the text commits to it; what nobody wrote is implied by something that does."""
    chosen = any(each.technology == technology and each.role == "chosen" for each in subject.mentions)
    return not chosen or any(each.technology == technology for each in subject.committing)


def _only_run(technology: Technology, subject: Subject) -> bool:
    """Whether the text only has a command of it: who runs a tool need not depend on it."""
    chosen = [each for each in subject.mentions if each.technology == technology.id and each.role == "chosen"]
    return bool(chosen) and all(each.mention.kind == "command" or _is_in_command(each.mention) for each in chosen)


def _is_in_command(mention: NamedMention) -> bool:
    """Whether a program or a package manager stands before the name, within the same backticks."""
    text = mention.passage.text
    spans = code_spans(text) if mention.passage.fence is None else [(0, len(text))]
    return any(
        begin <= mention.start < end and _RUNNER.match(text, begin, mention.start) is not None for begin, end in spans
    )


def _instead(subject: Subject, slot: SlotReading, stated: list[Technology]) -> str:
    """What to do about a technology that is not there, and what the manifests have for its purpose."""
    others = [
        technology.name
        for technology in subject.catalogue.of_slot(slot.slot)
        if technology not in stated and not technology.general and where_used(technology.id, subject.survey)
    ]
    if not others or len(others) > _SHOWN:
        return "Add it, or correct the agent file."
    return f"The manifests have {' and '.join(others)}. Correct the agent file, or add it."


def _disagreement(
    subject: Subject,
    claim: Claim,
    technology: Technology,
    rivals: list[tuple[Technology, str, Manifest]],
    rule: Rule,
) -> Finding:
    named = ", ".join(f"{rival.name} ({quoted(package)} in {quoted(at.path)})" for rival, package, at in rivals)
    if rule is RIVAL_TECHNOLOGY:
        message = f"the agent states {technology.name}; the manifests have {named} instead"
        return subject.finding(rule, claim, message, "Correct the agent file, or move the project.")
    message = f"the agent states {technology.name}; the manifests also have {named}"
    return subject.finding(rule, claim, message, "Remove one, or say in the agent file what each is for.")


def _rivals(subject: Subject, slot: SlotReading, stated: list[Technology]) -> list[tuple[Technology, str, Manifest]]:
    """Other values of the slot that manifests depend on, each with one package that belongs to no stated value."""
    if slot.slot not in _FILLED_ONCE:
        return []
    company = {other for technology in stated for other in (technology.id, *technology.kin, *technology.implies)}
    found = []
    for technology in subject.catalogue.of_slot(slot.slot):
        if technology.general or technology.id in company or set(technology.kin) & company:
            continue
        used = where_used(technology.id, subject.survey)
        packages = [(name, at) for name, at in used if not any(is_package_of(name, other) for other in company)]
        if packages:
            found.append((technology, *packages[0]))
    return found


def _can_be_looked_up(technology: Technology, subject: Subject) -> bool:
    """Whether its packages would be in a manifest that is there and was read; not for mechanisms (`jwt`)."""
    if technology.general or any(problem.path.endswith((".json", ".toml")) for problem in subject.survey.problems):
        return False
    language = subject.reading.slots["language"]
    spoken = (
        {_LANGUAGES.get(each) for each in language.options} if language.status == "stated" else set(_LANGUAGES.values())
    )
    return any(ecosystem in spoken and subject.survey.of(ecosystem) for ecosystem in ecosystems_of(technology.id))


def _only_known(technology: Technology, subject: Subject) -> bool:
    """Whether the text names it only among the skills of the agent, which says what it could use, not what is used."""
    chosen = [each for each in subject.mentions if each.technology == technology.id and each.role == "chosen"]
    return bool(chosen) and all(each.known_only for each in chosen)


def _implied_elsewhere(technology: Technology, subject: Subject) -> bool:
    """Whether something else that is stated, and is there, brings it along: nobody wrote its name."""
    evidence = [e for e in subject.reading.slots[technology.slot].evidence if e.technology == technology.id]
    return bool(evidence) and all(each.role == "implied" for each in evidence)


def _place(subject: Subject, slot: SlotReading, technology: str) -> Claim | None:
    """Where the text states it: the best line that commits to it."""
    evidence = [each for each in slot.evidence if each.technology == technology]
    widths = {
        (each.mention.line, each.mention.column): each.mention.end - each.mention.start
        for each in subject.committing
        if each.technology == technology
    }
    best = next((each for each in evidence if (each.line, each.column) in widths), next(iter(evidence), None))
    if best is None:
        return None
    width = widths.get((best.line, best.column), 1)
    return Claim("technology", technology, best.line, best.column, best.column + width)


def _package_manager(subject: Subject, slot: SlotReading) -> Iterator[tuple[Claim, Finding | None]]:
    uses = {
        each: changes
        for each in subject.committing
        if each.technology in _NODE_MANAGERS and each.technology in slot.options
        if (changes := _changes_packages(each)) is not None
    }
    there = package_managers(subject.survey)
    if not uses or not there:
        return
    best = next((each for each, changes in uses.items() if changes), next(iter(uses)))
    mention = best.mention
    claim = Claim(
        "technology", best.technology, mention.line, mention.column, mention.column + mention.end - mention.start
    )
    if {each.technology for each in uses} & set(there):
        yield claim, None
        return
    shown = ", ".join(f"{name} ({quoted(path)})" for name, path in there.items())
    verb = "states" if uses[best] else "runs scripts with"
    message = f"the agent {verb} {best.technology}; the repository has {shown}"
    finding = subject.finding(PACKAGE_MANAGER, claim, message, "Correct the agent file, or move the project.")
    lines = {each.mention.line for each in uses}
    yield claim, finding if uses[best] else replace(finding, severity="warning" if len(lines) >= _MANY else "note")


def _changes_packages(each: Mention) -> bool | None:
    """Whether the mention states the package manager (`False`: only runs a script with it); `None`: neither."""
    mention = each.mention
    text = mention.passage.text
    if mention.kind == "file":
        return True
    spans = code_spans(text) if mention.passage.fence is None else [(mention.start, len(text))]
    end = next((end for begin, end in spans if begin <= mention.start < end), None)
    return True if end is None else changes_packages(re.split(r"&&|[;|#]", text[mention.start : end])[0])


def package_managers(survey: Survey) -> dict[str, str]:
    """The package managers of Node that the root declares, else those of its lock files, each with its file."""
    for manifest in survey.of("npm"):
        if not manifest.folder and manifest.package_manager:
            return {manifest.package_manager.split("@")[0]: manifest.path}
    return {lock.manager: lock.path for lock in survey.locks if "/" not in lock.path and lock.manager in _NODE_MANAGERS}
