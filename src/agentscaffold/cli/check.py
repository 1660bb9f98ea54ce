"""`agentscaffold check`: its arguments."""

import shutil
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from agentscaffold.cli.terminal import print_result
from agentscaffold.errors import UsageError


class CheckFormat(StrEnum):
    text = "text"
    json = "json"
    sarif = "sarif"
    markdown = "markdown"


class FailOn(StrEnum):
    error = "error"
    warning = "warning"
    note = "note"
    never = "never"


def check(
    directory: Annotated[Path, typer.Argument(metavar="DIR", help="The repository.")] = Path(),
    fail_on: Annotated[
        FailOn, typer.Option("--fail-on", help="End with exit code 8 at findings of this severity, or worse.")
    ] = FailOn.warning,
    with_coverage: Annotated[
        bool, typer.Option("--coverage", help="Also map every statement of the agents to what covers it.")
    ] = False,
    update_baseline: Annotated[
        bool,
        typer.Option("--update-baseline", help="Accept what is found now, so that only new findings count."),
    ] = False,
    output: Annotated[
        CheckFormat, typer.Option("--format", help="How to write the result. Markdown: the coverage only.")
    ] = CheckFormat.text,
) -> None:
    """Hold agent files against the repository they live in. Exit code 8: they disagree."""
    from agentscaffold.checks import SEVERITIES
    from agentscaffold.commands.check import CheckOutcome, CheckRequest, check
    from agentscaffold.report.check_json import check_json
    from agentscaffold.report.check_markdown import check_markdown
    from agentscaffold.report.check_sarif import check_sarif
    from agentscaffold.report.check_text import check_text

    if with_coverage and output is CheckFormat.sarif:
        raise UsageError("--coverage has no SARIF form", hint="Use --format text, json or markdown.")
    if output is CheckFormat.markdown and not with_coverage:
        raise UsageError("--format markdown is the form of --coverage", hint="Add --coverage.")
    outcome = check(CheckRequest(directory, with_coverage=with_coverage, update_baseline=update_baseline))
    width = shutil.get_terminal_size((120, 24)).columns
    write: Callable[[CheckOutcome], str] = {
        CheckFormat.text: lambda outcome: check_text(outcome, width),
        CheckFormat.json: check_json,
        CheckFormat.sarif: check_sarif,
        CheckFormat.markdown: check_markdown,
    }[output]
    print_result(write(outcome))
    if outcome.fails(next((severity for severity in SEVERITIES if severity == fail_on), None)):
        raise typer.Exit(8)
