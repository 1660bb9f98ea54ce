"""What the commands share of the terminal: the only place that prints."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Annotated

import typer

from agentscaffold.interruption import Progress


class Format(StrEnum):
    text = "text"
    json = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="How to write the result.")]


def print_result(text: str) -> None:
    print(text, flush=True)


def note(text: str) -> None:
    print(text, file=sys.stderr)


def has_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")


@contextmanager
def interruptible() -> Iterator[Progress]:
    """Ctrl-C at any moment: what was begun is finished or taken back, and the user is told what is there now."""
    progress = Progress()
    try:
        yield progress
    except KeyboardInterrupt:
        note(f"Interrupted: {progress.state}")
        raise typer.Exit(130) from None
