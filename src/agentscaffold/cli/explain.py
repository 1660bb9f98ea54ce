"""`agentscaffold explain`: its arguments."""

from pathlib import Path
from typing import Annotated

import typer

from agentscaffold.cli.terminal import Format, FormatOption, print_result


def explain(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Agent files (Markdown).")],
    output: FormatOption = Format.text,
) -> None:
    """Say what stack agent files describe, and where they say so."""
    from agentscaffold.commands.explain import explain
    from agentscaffold.report.explain_json import explain_json
    from agentscaffold.report.explain_text import explain_text

    write = explain_json if output is Format.json else explain_text
    for index, explanation in enumerate(explain(files)):
        if index and output is Format.text:
            print_result("")
        print_result(write(explanation))
