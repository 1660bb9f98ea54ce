"""The command line: arguments in, exit code out. Only this module prints.

The commands are imported when they run, so that `--help` and completion stay fast (docs/adr/0003).
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agentscaffold import __version__
from agentscaffold.errors import OpenQuestionError, ScaffoldError

if TYPE_CHECKING:
    from agentscaffold.commands.decide import Ask
    from agentscaffold.commands.new import NewOutcome

app = typer.Typer(
    name="agentscaffold",
    help="Turn an agent file into a working backend repository.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Format(StrEnum):
    text = "text"
    json = "json"


class Listing(StrEnum):
    blueprints = "blueprints"
    technologies = "technologies"


FormatOption = Annotated[Format, typer.Option("--format", help="How to write the result.")]


@app.command()
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
        typer.Option(help="The project's name. [default: the folder's]", rich_help_panel="Decisions"),
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
        typer.Option("--git/--no-git", help="Make a git repository. [default: unless inside one]"),
    ] = None,
    output: FormatOption = Format.text,
) -> None:
    """Generate a repository from an agent file."""
    from agentscaffold import wizard
    from agentscaffold.commands.new import NewRequest, new
    from agentscaffold.report.new_text import plan_text

    interactive = not (no_input or yes or output is Format.json) and _has_terminal()
    if directory is None or agent is None:
        if not interactive:
            missing = ("the agent file", "--agent FILE") if agent is None else ("the folder", "DIRECTORY")
            raise OpenQuestionError(f"{missing[0]} is missing, and nobody can be asked", hint=f"Pass {missing[1]}.")
        with _interruptible():
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
    with _interruptible():
        if interactive:
            outcome = new(request, ask, confirm=lambda plan: wizard.confirm(plan_text(plan)))
        else:
            outcome = new(request, ask)
    if outcome is None:
        _note("Nothing was written.")
        return
    _print_new(outcome, output, plan_shown=interactive and not dry_run)


@app.command()
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
        str | None, typer.Option(metavar="VERSION", help="The version of the blueprints. [default: the newest]")
    ] = None,
    no_input: Annotated[bool, typer.Option("--no-input", help="Never ask: an open question is an error.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show exactly what would happen; write nothing.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show the change of every file.")] = False,
    output: FormatOption = Format.text,
) -> None:
    """Merge newer blueprints, other choices or a changed agent file into a project. Exit code 7: have a look."""
    from agentscaffold import wizard
    from agentscaffold.commands.update import UpdateRequest, update
    from agentscaffold.report.update_json import update_json
    from agentscaffold.report.update_text import update_text

    interactive = not (no_input or output is Format.json) and _has_terminal()
    request = UpdateRequest(
        project=directory,
        agent=agent,
        settings=tuple(settings or ()),
        allow=tuple(allow or ()),
        to=to,
        dry_run=dry_run,
    )
    with _interruptible():
        outcome = update(request, wizard.ask if interactive else wizard.refuse)
    write = update_json if output is Format.json else update_text
    _print(write(outcome, with_diffs=diff))
    if outcome.needs_review:
        raise typer.Exit(7)


@app.command()
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
            _print("")
        _print(write(explanation))


@app.command("list")
def list_(
    what: Annotated[Listing, typer.Argument(help="What to list.")] = Listing.blueprints,
    output: FormatOption = Format.text,
) -> None:
    """List what can be generated and what is recognised."""
    from agentscaffold.commands import inventory
    from agentscaffold.report import inventory_json, inventory_text

    if what is Listing.blueprints:
        text = inventory_text.blueprints_text if output is Format.text else inventory_json.blueprints_json
        _print(text(inventory.blueprints()))
    else:
        text_ = inventory_text.technologies_text if output is Format.text else inventory_json.technologies_json
        _print(text_(inventory.technologies()))


@app.command()
def doctor(output: FormatOption = Format.text) -> None:
    """Check the tools of this machine."""
    from agentscaffold.environment import inspect
    from agentscaffold.report.inventory_json import doctor_json
    from agentscaffold.report.inventory_text import doctor_text

    tools = inspect()
    _print(doctor_json(tools) if output is Format.json else doctor_text(tools))
    if any(tool.required and (tool.version is None or tool.problem) for tool in tools):
        raise typer.Exit(6)


def _version(value: bool) -> None:
    if value:
        _print(f"agentscaffold {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None: ...


def main() -> None:
    """Run the command line; the process ends with the exit code of the failure, if any."""
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        app()
    except ScaffoldError as error:
        _note(f"error: {error.message}")
        if error.hint:
            _note(f"hint: {error.hint}")
        sys.exit(error.exit_code)
    except OSError as error:
        _fail_to_write(error)


def _interrupt(_signal: int, _frame: object) -> None:
    """SIGTERM ends the work like Ctrl-C: what was begun is cleaned up, and what was started ends too."""
    raise KeyboardInterrupt


def _fail_to_write(error: OSError) -> None:
    """Standard output is full or gone; nothing must be left in its buffer, or Python complains at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(error, BrokenPipeError):  # `agentscaffold list | head -1` is no mistake
        _note(f"error: {error.strerror or error}")
    sys.exit(6)


def _print_new(outcome: "NewOutcome", output: Format, *, plan_shown: bool) -> None:
    from agentscaffold.report.new_json import new_json
    from agentscaffold.report.new_text import new_text

    _print(new_json(outcome) if output is Format.json else new_text(outcome, plan_shown=plan_shown))
    if outcome.installation.outcome == "failed":
        raise typer.Exit(6)


@contextmanager
def _interruptible() -> Iterator[None]:
    """Ctrl-C before the project is in place: the commands have cleaned up, and the user is told so."""
    try:
        yield
    except KeyboardInterrupt:
        _note("Interrupted: nothing was written.")
        raise typer.Exit(130) from None


def _agents_here() -> list[Path]:
    return sorted(Path(".claude/agents").rglob("*.md")) if Path(".claude/agents").is_dir() else []


def _has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")


def _print(text: str) -> None:
    print(text, flush=True)


def _note(text: str) -> None:
    print(text, file=sys.stderr)
