"""The commands and what comes out of them: a result, or a message and an exit code."""

import os
import signal
import sys
from typing import Annotated

import typer

from agentscaffold import __version__
from agentscaffold.cli.adopt import adopt
from agentscaffold.cli.check import check
from agentscaffold.cli.explain import explain
from agentscaffold.cli.inventory import doctor, list_
from agentscaffold.cli.new import new
from agentscaffold.cli.terminal import note, print_result
from agentscaffold.cli.update import update
from agentscaffold.errors import ScaffoldError

app = typer.Typer(
    name="agentscaffold",
    help="Turn an agent file into a working backend repository.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(new)
app.command()(adopt)
app.command()(update)
app.command()(check)
app.command()(explain)
app.command("list")(list_)
app.command()(doctor)


def _version(value: bool) -> None:
    if value:
        print_result(f"agentscaffold {__version__}")
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
        note(f"error: {error.message}")
        if error.hint:
            note(f"hint: {error.hint}")
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
        note(f"error: {error.strerror or error}")
    sys.exit(6)
