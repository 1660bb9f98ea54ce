"""The agent file against the repository it lives in: what both say must agree."""

from agentscaffold.checks import rules
from agentscaffold.checks.coverage import STATUSES, Statement, coverage
from agentscaffold.checks.coverage_document import coverage_markdown, is_untouched
from agentscaffold.checks.model import CLAIM_KINDS, SEVERITIES, Claim, Finding, Rule, Severity, Subject
from agentscaffold.checks.rules import RULES
from agentscaffold.checks.run import Checked, check_agent, check_repository

__all__ = [
    "CLAIM_KINDS",
    "RULES",
    "SEVERITIES",
    "STATUSES",
    "Checked",
    "Claim",
    "Finding",
    "Rule",
    "Severity",
    "Statement",
    "Subject",
    "check_agent",
    "check_repository",
    "coverage",
    "coverage_markdown",
    "is_untouched",
    "rules",
]
