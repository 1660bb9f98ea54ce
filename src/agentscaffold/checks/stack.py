"""The technologies that the agent states, against what the manifests depend on."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from agentscaffold.catalogue import Technology
from agentscaffold.checks.dependencies import ecosystems_of, is_package_of, where_used
from agentscaffold.checks.model import Claim, Finding, Rule, Subject, quoted
from agentscaffold.checks.rules import MISSING_TECHNOLOGY, PACKAGE_MANAGER, RIVAL_TECHNOLOGY, TWO_TECHNOLOGIES
from agentscaffold.inference import SlotReading
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
    stated = [technology for option in slot.options if (technology := subject.catalogue.get(option))]
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
            hint = "Add it, or correct the agent file."
            finding = subject.finding(MISSING_TECHNOLOGY, claim, message, hint)
        elif there and rivals and technology.id == slot.choice:
            finding = _disagreement(subject, claim, technology, rivals, TWO_TECHNOLOGIES)
        if finding is not None and _only_known(technology, subject):
            finding = replace(finding, severity="note")
        yield claim, finding


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
    """Where the text states it."""
    evidence = next((each for each in slot.evidence if each.technology == technology), None)
    if evidence is None:
        return None
    width = next(
        (
            each.mention.end - each.mention.start
            for each in subject.mentions
            if (each.technology, each.mention.line, each.mention.column) == (technology, evidence.line, evidence.column)
        ),
        1,
    )
    return Claim("technology", technology, evidence.line, evidence.column, evidence.column + width)


def _package_manager(subject: Subject, slot: SlotReading) -> Iterator[tuple[Claim, Finding | None]]:
    stated = set(slot.options) & _NODE_MANAGERS
    there = package_managers(subject.survey)
    claim = _place(subject, slot, slot.choice or "")
    if not stated or not there or claim is None:
        return
    if stated & set(there):
        yield claim, None
        return
    shown = ", ".join(f"{name} ({quoted(path)})" for name, path in there.items())
    message = f"the agent states {slot.choice}; the repository has {shown}"
    yield claim, subject.finding(PACKAGE_MANAGER, claim, message, "Correct the agent file, or move the project.")


def package_managers(survey: Survey) -> dict[str, str]:
    """The package managers of Node that the root declares, else those of its lock files, each with its file."""
    for manifest in survey.of("npm"):
        if not manifest.folder and manifest.package_manager:
            return {manifest.package_manager.split("@")[0]: manifest.path}
    return {lock.manager: lock.path for lock in survey.locks if "/" not in lock.path and lock.manager in _NODE_MANAGERS}
