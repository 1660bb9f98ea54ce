"""All rules over one agent file, and those over the repository as a whole."""

from collections.abc import Iterable
from dataclasses import dataclass

from agentscaffold.checks.dependencies import is_package_of
from agentscaffold.checks.environment import check_manifests, check_variables
from agentscaffold.checks.model import CLAIM_KINDS, Claim, Finding, Look, Subject
from agentscaffold.checks.packages import check_packages
from agentscaffold.checks.paths import check_paths
from agentscaffold.checks.references import check_references
from agentscaffold.checks.rules import MISSING_PACKAGE, MISSING_TECHNOLOGY, RIVAL_TECHNOLOGY
from agentscaffold.checks.scripts import check_scripts
from agentscaffold.checks.stack import check_stack
from agentscaffold.checks.versions import check_versions
from agentscaffold.survey import Survey

_LOOKS: tuple[Look, ...] = (
    check_paths,
    check_stack,
    check_packages,
    check_scripts,
    check_versions,
    check_references,
)


@dataclass(frozen=True)
class Checked:
    """What was looked up, and what disagrees."""

    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()

    def counts(self) -> dict[str, int]:
        """How many claims of each kind were looked up."""
        return {kind: sum(claim.kind == kind for claim in self.claims) for kind in CLAIM_KINDS}


def check_agent(subject: Subject) -> Checked:
    """Every statement of one agent file that can be looked up in its repository."""
    claims: list[Claim] = []
    findings: list[Finding] = []
    for look in _LOOKS:
        more, found = look(subject)
        claims += more
        findings += found
    return Checked(tuple(claims), tuple(sorted(_told_once(subject, findings), key=_order)))


def check_repository(survey: Survey) -> Checked:
    """What concerns the repository whatever its agents say."""
    claims, findings = check_variables(survey)
    return Checked(tuple(claims), tuple(sorted([*check_manifests(survey), *findings], key=_order)))


def _told_once(subject: Subject, findings: Iterable[Finding]) -> list[Finding]:
    """Without the packages of a technology that is already called missing: one cause, one finding."""
    found = list(findings)
    lines = {each.line for each in found if each.rule in (MISSING_TECHNOLOGY.id, RIVAL_TECHNOLOGY.id)}
    slots = subject.reading.slots.values()
    gone = [
        technology
        for slot in slots
        for evidence in slot.evidence
        if evidence.line in lines and (technology := subject.catalogue.get(evidence.technology))
    ]
    return [each for each in found if each.rule != MISSING_PACKAGE.id or not any(_is_about(each, t.id) for t in gone)]


def _is_about(finding: Finding, technology: str) -> bool:
    return is_package_of(finding.message.partition("`")[2].rstrip("`"), technology)


def _order(finding: Finding) -> tuple[str, int, int, str]:
    return finding.path, finding.line, finding.column, finding.rule
