"""The project's git repository: made once, with one commit, whatever the user's git settings are."""

import os
import subprocess
from pathlib import Path

from agentscaffold.errors import EngineError

_FALLBACK_IDENTITY = ("-c", "user.name=agentscaffold", "-c", "user.email=agentscaffold@localhost")
_NEUTRAL = (
    *("-c", "commit.gpgsign=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.autocrlf=false"),
    *("-c", "maintenance.auto=false"),  # nothing to tidy after one commit
)
_REDIRECTING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")
"""Set while git runs a hook: they would send our commit into the repository that is being worked on."""


def inside_work_tree(folder: Path) -> bool:
    """Whether `folder`, which need not exist, lies in a git work tree."""
    resolved = folder.resolve()
    return any((parent / ".git").exists() for parent in (resolved, *resolved.parents))


def prefix_of(folder: Path) -> str:
    """Where `folder` is in its git repository, as `apps/api/`; empty at the root of one, and where there is none."""
    try:
        shown = _git(folder, "rev-parse", "--show-prefix", check=False)
    except OSError:
        return ""
    return shown.stdout.rstrip("\n") if shown.returncode == 0 else ""


def start(folder: Path, message: str) -> None:
    """`git init` on branch main and one commit of everything in `folder`. Raises `EngineError`."""
    _git(folder, "init", "--quiet", "--initial-branch=main", "--template=")
    _git(folder, "add", "--all")
    identity = () if _git(folder, "config", "user.email", check=False).stdout.strip() else _FALLBACK_IDENTITY
    _git(folder, *identity, "commit", "--quiet", "--message", message)


def _git(folder: Path, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    environment = {key: value for key, value in os.environ.items() if key not in _REDIRECTING}
    done = subprocess.run(
        ["git", *_NEUTRAL, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if check and done.returncode:
        raise EngineError(f"git {arguments[0]} failed: {done.stderr.strip()[:300]}", hint="Use --no-git to go without.")
    return done
