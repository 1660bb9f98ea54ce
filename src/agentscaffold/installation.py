"""Installs the dependencies of a generated project with its own package manager."""

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Installation:
    """How the install went. `command` is what to run again by hand."""

    outcome: Literal["done", "failed", "skipped"]
    command: str
    problem: str | None = None


def install(project: Path, package_manager: str, *, proven: date) -> Installation:
    """Run `<package manager> install` in `project`; its output goes to stderr as it comes.

    The lock file it makes holds indirect dependencies as they were on the day `proven`, like the direct ones; where a
    registry keeps no dates, they are today's. Never raises for a failing install: the project is complete, and the
    command can be repeated.
    """
    command = f"{package_manager} install"
    program = shutil.which(package_manager)
    if program is None:
        return Installation("failed", command, f"{package_manager} is not on the PATH (see `agentscaffold doctor`)")
    try:
        for options in (_as_of(package_manager, proven), []):
            code = _run(project, [program, "install", *options])
            if code == 0:
                return Installation("done", command)
    except KeyboardInterrupt:
        return Installation("failed", command, "it was interrupted")
    return Installation("failed", command, f"it ended with exit code {code}")


def _run(project: Path, command: Sequence[str]) -> int:
    return subprocess.run(
        command, cwd=project, stdin=subprocess.DEVNULL, stdout=sys.stderr, stderr=sys.stderr, check=False
    ).returncode


def _as_of(package_manager: str, day: date) -> list[str]:
    """The option that resolves versions as of the end of `day`: a date for npm, an age in minutes for pnpm."""
    end = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)
    if package_manager == "npm":
        return [f"--before={end.date().isoformat()}"]
    if package_manager == "pnpm":
        minutes = int((datetime.now(UTC) - end).total_seconds() // 60)
        return [f"--config.minimum-release-age={minutes}"]
    return []
