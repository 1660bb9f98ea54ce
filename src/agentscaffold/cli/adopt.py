"""`agentscaffold adopt`: its arguments."""

from pathlib import Path
from typing import Annotated

import typer

from agentscaffold.cli.terminal import Format, FormatOption, has_terminal, interruptible, note, print_result


def adopt(
    directory: Annotated[Path, typer.Argument(help="The folder of the repository.")] = Path(),
    agent: Annotated[
        Path | None, typer.Option("--agent", "-a", help="The agent file. \\[default: the only one in .claude/agents]")
    ] = None,
    blueprint: Annotated[
        str | None,
        typer.Option(help="The blueprint, instead of the one that fits.", rich_help_panel="Decisions"),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="Decide a slot or a setting: above the agent file and what is there. Repeatable.",
            rich_help_panel="Decisions",
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(
            help="The project's name. \\[default: package.json's, or the folder's]", rich_help_panel="Decisions"
        ),
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help="Place the agent file in spite of a refused finding. Repeatable.",
            rich_help_panel="Decisions",
        ),
    ] = None,
    take_all: Annotated[
        bool, typer.Option("--all", help="Take everything that is missing.", rich_help_panel="Missing files")
    ] = False,
    include: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GLOB|GROUP",
            help="Take what is missing only of these, and merge the manifests that their code needs. Repeatable.",
            rich_help_panel="Missing files",
        ),
    ] = None,
    exclude: Annotated[
        list[str] | None,
        typer.Option(
            metavar="GLOB|GROUP",
            help="Take everything that is missing but these; merge no manifest of these. Repeatable.",
            rich_help_panel="Missing files",
        ),
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask: an open question is an error.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show exactly what would happen; write nothing.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show the change of every file.")] = False,
    output: FormatOption = Format.text,
) -> None:
    """Bring a repository that is there under management. Nothing of it is overwritten. Exit code 7: have a look."""
    with interruptible() as progress:
        from agentscaffold import wizard
        from agentscaffold.commands.adopt import adopt
        from agentscaffold.commands.adopt_plan import AdoptRequest
        from agentscaffold.report.adopt_json import adopt_json
        from agentscaffold.report.adopt_text import adopt_plan_text, adopt_text

        interactive = not (no_input or output is Format.json) and has_terminal()
        request = AdoptRequest(
            project=directory,
            agent=agent,
            blueprint=blueprint,
            settings=tuple(settings or ()),
            name=name,
            allow=tuple(allow or ()),
            take_all=take_all,
            include=tuple(include or ()),
            exclude=tuple(exclude or ()),
            dry_run=dry_run,
        )
        ask, choose = (wizard.ask, wizard.choose) if interactive else (wizard.refuse, wizard.refuse_offer)
        if asked := interactive and not (request.decided or dry_run):
            outcome = adopt(
                request,
                ask,
                choose,
                progress,
                lambda planned: wizard.confirm(adopt_plan_text(planned, with_diffs=diff), "Write it?"),
            )
        else:
            outcome = adopt(request, ask, choose, progress)
        if outcome is None:
            note("Nothing was written.")
            return
        if output is Format.json:
            print_result(adopt_json(outcome, with_diffs=diff))
        else:
            print_result(adopt_text(outcome, with_diffs=diff, plan_shown=asked))
    if outcome.needs_review:
        raise typer.Exit(7)
