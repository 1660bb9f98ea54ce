"""The tools of this machine: what is found, in which version, and what it is needed for."""

import platform
import re
import shutil
import subprocess
from dataclasses import dataclass

_MINIMUM_NODE = (20, 19)
"""What generated projects declare in `engines`; their strictest dependency is Vite, by way of Vitest."""


@dataclass(frozen=True)
class Tool:
    """One tool: `version` is `None` when it is missing, `problem` says what is wrong with it, if anything."""

    name: str
    needed_for: str
    required: bool
    version: str | None
    problem: str | None = None


def inspect() -> tuple[Tool, ...]:
    """Look for every tool that agentscaffold or a generated project uses. Runs `<tool> --version`, nothing else."""
    node = _version("node")
    too_old = node is not None and _numbers(node) < _MINIMUM_NODE
    wanted = ".".join(map(str, _MINIMUM_NODE))
    return (
        Tool("python", "agentscaffold itself", True, platform.python_version()),
        Tool("git", "the first commit of a project", False, _version("git")),
        Tool(
            "node",
            "running the generated project",
            True,
            node,
            f"older than {wanted}" if too_old else None,
        ),
        Tool("npm", "installing a project with package_manager=npm", False, _version("npm")),
        Tool("pnpm", "installing a project with package_manager=pnpm", False, _version("pnpm")),
    )


def is_available(program: str) -> bool:
    return shutil.which(program) is not None


def _version(program: str) -> str | None:
    path = shutil.which(program)
    if path is None:
        return None
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    found = re.search(r"\d+(\.\d+)+", done.stdout)
    return found.group() if found else None


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
