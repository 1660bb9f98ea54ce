"""`agentscaffold list` and `agentscaffold doctor`: their arguments."""

from enum import StrEnum
from typing import Annotated

import typer

from agentscaffold.cli.terminal import Format, FormatOption, print_result


class Listing(StrEnum):
    blueprints = "blueprints"
    technologies = "technologies"


def list_(
    what: Annotated[Listing, typer.Argument(help="What to list.")] = Listing.blueprints,
    output: FormatOption = Format.text,
) -> None:
    """List what can be generated and what is recognised."""
    from agentscaffold.commands import inventory
    from agentscaffold.report import inventory_json, inventory_text

    if what is Listing.blueprints:
        text = inventory_text.blueprints_text if output is Format.text else inventory_json.blueprints_json
        print_result(text(inventory.blueprints()))
    else:
        text_ = inventory_text.technologies_text if output is Format.text else inventory_json.technologies_json
        print_result(text_(inventory.technologies()))


def doctor(output: FormatOption = Format.text) -> None:
    """Check the tools of this machine."""
    from agentscaffold.environment import inspect
    from agentscaffold.report.inventory_json import doctor_json
    from agentscaffold.report.inventory_text import doctor_text

    tools = inspect()
    print_result(doctor_json(tools) if output is Format.json else doctor_text(tools))
    if any(tool.required and (tool.version is None or tool.problem) for tool in tools):
        raise typer.Exit(6)
