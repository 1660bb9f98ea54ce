"""`agentscaffold update`: its arguments."""

from pathlib import Path
from typing import Annotated

import typer

from agentscaffold.cli.terminal import Format, FormatOption, has_terminal, interruptible, print_result


def update(
    directory: Annotated[Path, typer.Argument(help="The project's folder.")] = Path(),
    agent: Annotated[
        Path | None, typer.Option("--agent", "-a", help="An agent file in place of the project's own.")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="NAME=VALUE", help="Decide a slot or a setting anew. Repeatable."),
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(metavar="KIND", help="Place the agent file in spite of a refused finding. Repeatable."),
    ] = None,
    to: Annotated[
        str | None, typer.Option(metavar="VERSION", help="The version of the blueprints. \\[default: the newest]")
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask: an open question is an error.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show exactly what would happen; write nothing.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show the change of every file.")] = False,
    output: FormatOption = Format.text,
) -> None:
    """Merge newer blueprints, other choices or a changed agent file into a project. Exit code 7: have a look."""
    with interruptible() as progress:
        from agentscaffold import wizard
        from agentscaffold.commands.update import UpdateRequest, update
        from agentscaffold.report.update_json import update_json
        from agentscaffold.report.update_text import update_text

        interactive = not (no_input or output is Format.json) and has_terminal()
        request = UpdateRequest(
            project=directory,
            agent=agent,
            settings=tuple(settings or ()),
            allow=tuple(allow or ()),
            to=to,
            dry_run=dry_run,
        )
        outcome = update(request, wizard.ask if interactive else wizard.refuse, progress)
        write = update_json if output is Format.json else update_text
        print_result(write(outcome, with_diffs=diff))
    if outcome.needs_review:
        raise typer.Exit(7)
