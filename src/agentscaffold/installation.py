"""Installs the dependencies of a generated project with its own package manager."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Installation:
    """How the install went. `command` is what to run again by hand."""

    outcome: Literal["done", "failed", "skipped"]
    command: str
    problem: str | None = None


def install(project: Path, package_manager: str, *, quiet: bool) -> Installation:
    """Run `<package manager> install` in `project`; its output goes to stderr as it comes, or nowhere when `quiet`.

    Never raises for a failing install: the project is complete, and the command can be repeated.
    """
    command = f"{package_manager} install"
    program = shutil.which(package_manager)
    if program is None:
        return Installation("failed", command, f"{package_manager} is not on the PATH (see `agentscaffold doctor`)")
    output = subprocess.DEVNULL if quiet else sys.stderr
    try:
        done = subprocess.run(
            [program, "install"],
            cwd=project,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
        )
    except OSError as error:
        return Installation("failed", command, error.strerror)
    if done.returncode:
        return Installation("failed", command, f"it ended with exit code {done.returncode}")
    return Installation("done", command)
