"""A generated project, as its new owner handles it: scripts, server, git."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import pytest
import yaml
from proof import Server, run, serving

MIGRATION_TOOLS = {"db:generate", "db:push", "db:studio", "prisma"}
"""What works with the tools of an ORM, not only with its client."""
_LOCK_FILES = ("package-lock.json", "pnpm-lock.yaml")


def only(*blueprints: str) -> pytest.MarkDecorator:
    """For modules whose tests are about some of the blueprints."""
    return pytest.mark.parametrize("project", blueprints, indirect=True, scope="session")


@dataclass(frozen=True)
class Project:
    """A generated project: its folder, the agent file it came from, its package manager and where that is found.

    `engine` is the environment of `MIGRATION_TOOLS` alone: everything else has to do without.
    """

    path: Path
    agent: Path
    manager: str
    environment: Mapping[str, str]
    engine: Mapping[str, str] = field(default_factory=dict)

    def generate(self, *options: str) -> None:
        command = ["new", self.path.name, "--agent", str(self.agent), "--no-input", *options]
        run(self.path.parent, [sys.executable, "-m", "agentscaffold", *command], environment=self.environment)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What was decided: blueprint, paths, settings."""
        found: dict[str, Any] = yaml.safe_load(self.text(".copier-answers.yml"))
        return found

    @property
    def blueprint(self) -> str:
        return str(self.answers["blueprint"])

    @property
    def app(self) -> Path:
        """The folder of the Next.js application."""
        return Path(self.path, self.answers["paths"].get("app", "."))

    def text(self, path: str) -> str:
        return (self.path / path).read_text(encoding="utf-8")

    def environment_of(self, command: Sequence[str]) -> Mapping[str, str]:
        return {**self.environment, **(self.engine if MIGRATION_TOOLS & {*command} else {})}

    def run(self, command: Sequence[str], *, environment: Mapping[str, str] | None = None) -> str:
        return run(self.path, command, environment={**self.environment_of(command), **(environment or {})})

    def command(self, script: str, *arguments: str) -> list[str]:
        """How a script is called with arguments: npm wants to be told where its own end."""
        dashes = ["--"] if arguments and self.manager == "npm" else []
        return [self.manager, "run", script, *dashes, *arguments]

    def script(self, name: str, *, environment: Mapping[str, str] | None = None) -> str:
        return self.run(self.command(name), environment=environment)

    def start(self, environment: Mapping[str, str] | None = None) -> AbstractContextManager[Server]:
        """The built project as it is started in production."""
        return self.serve([self.manager, "start"], environment)

    def serve(
        self, command: Sequence[str], environment: Mapping[str, str] | None = None
    ) -> AbstractContextManager[Server]:
        return serving(self.path, command, environment={**self.environment, **(environment or {})})

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=self.path, check=True, capture_output=True, text=True
        ).stdout.strip()

    def changed(self) -> list[str]:
        """What git sees beyond the first commit. The lock file is left to the owner to commit."""
        lines = self.git("status", "--porcelain").splitlines()
        return [line for line in lines if not line.endswith(_LOCK_FILES)]
