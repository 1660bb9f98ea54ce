"""The agent file against the repository it lives in: what both say must agree."""

from agentscaffold.checks.model import CLAIM_KINDS, SEVERITIES, Claim, Finding, Rule, Severity, Subject
from agentscaffold.checks.rules import RULES
from agentscaffold.checks.run import Checked, check_agent, check_repository

__all__ = [
    "CLAIM_KINDS",
    "RULES",
    "SEVERITIES",
    "Checked",
    "Claim",
    "Finding",
    "Rule",
    "Severity",
    "Subject",
    "check_agent",
    "check_repository",
]
