"""The coverage of `check` as the Markdown document that lives in the repository."""

from agentscaffold.checks import coverage_markdown
from agentscaffold.commands.check import CheckOutcome


def check_markdown(outcome: CheckOutcome) -> str:
    """The document without its last line end, which printing adds."""
    return coverage_markdown([(each.path, each.statements) for each in outcome.coverage]).removesuffix("\n")
