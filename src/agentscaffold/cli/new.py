"""`agentscaffold new`: its arguments."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agentscaffold.cli.terminal import Format, FormatOption, has_terminal, interruptible, note, print_result
from agentscaffold.errors import OpenQuestionError

if TYPE_CHECKING:
    from agentscaffold.commands.decide import Ask
    from agentscaffold.commands.new import NewOutcome


def new(
    directory: Annotated[Path | None, typer.Argument(help="The project's folder: new or empty.")] = None,
    agent: Annotated[Path | None, typer.Option("--agent", "-a", help="The agent file (Markdown).")] = None,
    blueprint: Annotated[
        str | None,
        typer.Option(help="The blueprint, instead of the one that fits.", rich_help_panel="Decisions"),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUE",
            help="Decide a slot or a setting: above the agent file and the defaults. Repeatable.",
            rich_help_panel="Decisions",
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(help="The project's name. \\[default: the folder's]", rich_help_panel="Decisions"),
    ] = None,
    allow: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND",
            help="Place an agent file in spite of a refused finding of this kind. Repeatable.",
            rich_help_panel="Decisions",
        ),
    ] = None,
    no_input: Annotated[
        bool,
        typer.Option("--no-input", help="Never ask: an open question is an error.", rich_help_panel="Asking"),
    ] = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Never ask: take every default.", rich_help_panel="Asking")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show every file and why it is there; write nothing.")
    ] = False,
    install: Annotated[bool, typer.Option(help="Install the dependencies.")] = True,
    git: Annotated[
        bool | None,
        typer.Option("--git/--no-git", help="Make a git repository. \\[default: unless inside one]"),
    ] = None,
    output: FormatOption = Format.text,
) -> None:
    """Generate a repository from an agent file."""
    with interruptible() as progress:
        from agentscaffold import wizard
        from agentscaffold.commands.new import NewRequest, new
        from agentscaffold.report.new_text import plan_text

        interactive = not (no_input or yes or output is Format.json) and has_terminal()
        if directory is None or agent is None:
            if not interactive:
                missing = ("the agent file", "--agent FILE") if agent is None else ("the folder", "DIRECTORY")
                raise OpenQuestionError(f"{missing[0]} is missing, and nobody can be asked", hint=f"Pass {missing[1]}.")
            agent = agent or wizard.ask_agent(_agents_here())
            directory = directory or wizard.ask_target()
        request = NewRequest(
            target=directory,
            agent=agent,
            blueprint=blueprint,
            settings=tuple(settings or ()),
            name=name,
            allow=tuple(allow or ()),
            yes=yes,
            install=install,
            git=git,
            dry_run=dry_run,
        )
        ask: Ask = wizard.ask if interactive else wizard.refuse
        if interactive:
            outcome = new(request, ask, confirm=lambda plan: wizard.confirm(plan_text(plan)), progress=progress)
        else:
            outcome = new(request, ask, progress=progress)
        if outcome is None:
            note("Nothing was written.")
            return
        _print_new(outcome, output, plan_shown=interactive and not dry_run)


def _print_new(outcome: "NewOutcome", output: Format, *, plan_shown: bool) -> None:
    from agentscaffold.report.new_json import new_json
    from agentscaffold.report.new_text import new_text

    print_result(new_json(outcome) if output is Format.json else new_text(outcome, plan_shown=plan_shown))
    if outcome.installation.outcome == "failed":
        raise typer.Exit(6)


def _agents_here() -> list[Path]:
    return sorted(Path(".claude/agents").rglob("*.md")) if Path(".claude/agents").is_dir() else []
