"""Runs git so that only the repository has an influence: no hooks, no language, no stray variables."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from agentscaffold.errors import EngineError

_NEUTRAL = {
    "core.quotePath": "false",
    "core.hooksPath": os.devnull,
    "core.safecrlf": "false",
    "core.fsmonitor": "false",  # a monitor that is wrong would hide changes
    "core.splitIndex": "false",  # would leave parts of our private index files in the repository
    "gc.auto": "0",
    "maintenance.auto": "false",
    "submodule.recurse": "false",
}
_KEPT = ("GIT_CONFIG", "GIT_SSH", "GIT_ASKPASS", "GIT_EXEC_PATH", "GIT_TERMINAL_PROMPT", "GIT_CEILING_DIRECTORIES")
"""Variables of git that say how it works, such as `safe.directory`; all others could send it elsewhere."""


@dataclass(frozen=True)
class Git:
    """git in one folder. `settings` and `environment` are in force for every command.

    `shielded`: in a process group of its own, so that a Ctrl-C in the terminal reaches only this process.
    """

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    shielded: bool = False

    def with_(self, environment: Mapping[str, str | Path], settings: Mapping[str, str] | None = None) -> "Git":
        """The same git with more environment variables and settings."""
        more = {name: str(value) for name, value in environment.items()}
        return replace(self, environment={**self.environment, **more}, settings={**self.settings, **(settings or {})})

    def in_(self, folder: Path) -> "Git":
        """The same git in another folder."""
        return replace(self, folder=folder)

    def shield(self) -> "Git":
        """The same git, shielded."""
        return replace(self, shielded=True)

    def __call__(self, *arguments: str, given: bytes | None = None, allowed: tuple[int, ...] = (0,)) -> bytes:
        """What git prints. Raises `EngineError` for any exit code but the allowed ones."""
        done = self.run(*arguments, given=given)
        if done.returncode not in allowed:
            complaint = done.stderr.decode(errors="replace").strip()[:300]
            raise EngineError(f"git {arguments[0]} failed: {complaint or f'exit code {done.returncode}'}")
        return done.stdout

    def line(self, *arguments: str) -> str:
        """What git prints, as text without the last line break."""
        return text(self(*arguments)).rstrip("\n")

    def run(self, *arguments: str, given: bytes | None = None) -> "subprocess.CompletedProcess[bytes]":
        """The finished process, whatever its exit code. Raises `EngineError` if there is no git."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("GIT_") or k.startswith(_KEPT)}
        constant = {"LC_ALL": "C", "LANGUAGE": "C", "GIT_LITERAL_PATHSPECS": "1", "GIT_OPTIONAL_LOCKS": "0"}
        options = [part for key, value in {**_NEUTRAL, **self.settings}.items() for part in ("-c", f"{key}={value}")]
        command = [b"git", *(raw(argument) for argument in (*options, *arguments))]
        try:
            return subprocess.run(
                command,
                cwd=self.folder,
                input=given,
                stdin=None if given is not None else subprocess.DEVNULL,
                env={**inherited, **constant, **self.environment},
                capture_output=True,
                check=False,
                process_group=0 if self.shielded else None,
            )
        except FileNotFoundError as error:
            raise EngineError("git is not installed", hint="Updates are merged with git: install it.") from error


def text(output: bytes) -> str:
    """Bytes of git as text; `raw` gives exactly the same bytes back, also for names that are not UTF-8."""
    return output.decode("utf-8", "surrogateescape")


def raw(name: str) -> bytes:
    """Text for git as bytes."""
    return name.encode("utf-8", "surrogateescape")


def records(output: bytes) -> list[str]:
    """The parts of an output with `-z`."""
    return [text(part) for part in output.split(b"\0") if part]
