"""A git bundle that holds released versions: a commit and a tag for each, read without a setting of the user's git."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from agentscaffold.engine.tree import RELEASES, Tree, TreeFile
from agentscaffold.errors import EngineError
from agentscaffold.safe_text import safe

TAG = "refs/tags/v"
"""Followed by the version: where its commit is found."""


@dataclass(frozen=True)
class Unbundled:
    """A bare repository, for a moment, with everything that a bundle holds. `commits`: version → id of its commit."""

    folder: Path
    commits: Mapping[str, str]


@contextmanager
def unbundled(bundle: Path | None) -> Iterator[Unbundled]:
    """The contents of `bundle` (`None`: nothing yet) in a temporary repository of this process.

    Raises `EngineError` when git is missing or the bundle cannot be read, `OSError` when the folder cannot be made.
    """
    with tempfile.TemporaryDirectory(prefix="agentscaffold-", ignore_cleanup_errors=True) as folder:
        repository = Path(folder)
        # What somebody's git makes by default is not what the lock was written for.
        git(repository, "init", "--quiet", "--bare", "--template=", "--object-format=sha1")
        references = git(repository, "bundle", "unbundle", str(bundle.resolve())).decode() if bundle else ""
        found = (line.split(" ", 1) for line in references.splitlines())
        yield Unbundled(repository, {name.removeprefix(TAG): commit for commit, name in found})


def files_of(source: Unbundled, version: str) -> Tree:
    """The files of a version, as they were committed: no attribute and no filter changes a byte on the way.

    Raises `EngineError` when the version is not there or not whole.
    """
    if version not in source.commits:
        raise EngineError(f"the released blueprints do not hold {safe(version)}", hint=_REPAIR)
    listed = git(source.folder, "ls-tree", "-r", "-z", source.commits[version]).decode()
    entries = [entry.split("\t", 1) for entry in listed.split("\0") if entry]
    contents = _blobs(source.folder, [kind.split()[2] for kind, _ in entries])
    return {
        name: TreeFile(data, executable=kind.startswith("100755"))
        for (kind, name), data in zip(entries, contents, strict=True)
    }


def git(repository: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """Run git on a bare repository of ours and return what it printed.

    Neither the settings of the user or the machine nor the repository around us, if any, have an influence.
    Raises `EngineError` when git is missing or fails.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    own = {
        "GIT_DIR": str(repository),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_ATTR_NOSYSTEM": "1",
        # Git older than 2.32 does not know GIT_CONFIG_GLOBAL.
        "HOME": str(repository),
        "XDG_CONFIG_HOME": str(repository),
        "LC_ALL": "C",
    }
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=repository, env={**inherited, **own}, input=stdin, capture_output=True, check=False
        )
    except (FileNotFoundError, PermissionError) as error:
        raise EngineError(
            "released blueprints are kept by git, which is not on the PATH", hint="Install git 2.34 or newer."
        ) from error
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise EngineError(f"the released blueprints cannot be read: git {arguments[0]}: {safe(said)}", hint=_REPAIR)
    return done.stdout


_REPAIR = f"Install agentscaffold again; in a checkout: git checkout {RELEASES}."


def _blobs(repository: Path, identifiers: list[str]) -> Iterator[bytes]:
    """The contents of these objects, in this order."""
    answer = git(repository, "cat-file", "--batch", stdin="".join(f"{each}\n" for each in identifiers).encode())
    position = 0
    for identifier in identifiers:
        end = answer.index(b"\n", position)
        head = answer[position:end].decode()
        if " blob " not in head:
            raise EngineError(f"the released blueprints are not whole: {identifier} is missing", hint=_REPAIR)
        size = int(head.rsplit(" ", 1)[1])
        yield answer[end + 1 : end + 1 + size]
        position = end + 1 + size + 1
