"""The agent file against the repository it lives in: what both say must agree."""

from agentscaffold.checks import rules
from agentscaffold.checks.baseline import (
    BASELINE_FILE,
    Accepted,
    Baseline,
    accepted_as,
    baseline_json,
    is_acceptable,
    read_baseline,
    write_baseline,
)
from agentscaffold.checks.coverage import STATUSES, Statement, coverage
from agentscaffold.checks.coverage_document import coverage_markdown, is_untouched
from agentscaffold.checks.model import CLAIM_KINDS, SEVERITIES, Claim, Finding, Rule, Severity, Subject
from agentscaffold.checks.paths import locate
from agentscaffold.checks.rules import RULES
from agentscaffold.checks.run import Checked, check_agent, check_repository

__all__ = [
    "BASELINE_FILE",
    "CLAIM_KINDS",
    "RULES",
    "SEVERITIES",
    "STATUSES",
    "Accepted",
    "Baseline",
    "Checked",
    "Claim",
    "Finding",
    "Rule",
    "Severity",
    "Statement",
    "Subject",
    "accepted_as",
    "baseline_json",
    "check_agent",
    "check_repository",
    "coverage",
    "coverage_markdown",
    "is_acceptable",
    "is_untouched",
    "locate",
    "read_baseline",
    "rules",
    "write_baseline",
]
