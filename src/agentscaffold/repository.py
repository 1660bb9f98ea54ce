"""The project's git repository: made once, with one commit, whatever the user's git settings are."""

import shutil
import subprocess
from pathlib import Path

from agentscaffold.errors import EngineError

_FALLBACK_IDENTITY = ("-c", "user.name=agentscaffold", "-c", "user.email=agentscaffold@localhost")
_NEUTRAL = ("-c", "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null", "-c", "core.autocrlf=false")


def inside_work_tree(folder: Path) -> bool:
    """Whether `folder` (or the nearest existing parent) already belongs to a git work tree."""
    existing = next(p for p in (folder, *folder.parents) if p.is_dir())
    if shutil.which("git") is None:
        return any((p / ".git").exists() for p in (existing, *existing.parents))
    done = _git(existing, "rev-parse", "--is-inside-work-tree", check=False)
    return done.stdout.strip() == "true"


def start(folder: Path, message: str) -> None:
    """`git init` on branch main and one commit of everything in `folder`. Raises `EngineError`."""
    _git(folder, "init", "--quiet", "--initial-branch=main", "--template=")
    _git(folder, "add", "--all")
    identity = () if _git(folder, "config", "user.email", check=False).stdout.strip() else _FALLBACK_IDENTITY
    _git(folder, *identity, "commit", "--quiet", "--message", message)


def _git(folder: Path, *arguments: str, check: bool = True) -> "subprocess.CompletedProcess[str]":
    done = subprocess.run(["git", *_NEUTRAL, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    if check and done.returncode:
        raise EngineError(f"git {arguments[0]} failed: {done.stderr.strip()[:300]}", hint="Use --no-git to go without.")
    return done
