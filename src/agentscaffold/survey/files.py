"""Which files a repository has: what git knows or would add, or a walk where there is no git."""

import os
import re
import stat
import subprocess
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pathspec import GitIgnoreSpec

MAX_FILES = 200_000
MAX_BYTES = 1024 * 1024
"""Larger files are no manifests and no source code that somebody wrote."""

_GIT_TIMEOUT = 60
_SUBMODULE = re.compile(r"^\s*path\s*=\s*(?P<path>\S.*?)\s*$", re.MULTILINE)
_NEUTRAL = ("-c", "core.fsmonitor=false", "-c", "core.quotePath=false")
_REDIRECTING = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR")
_NOT_SOURCE = frozenset(
    """
    .git .hg .svn node_modules .pnpm-store .yarn .venv venv __pycache__ .mypy_cache .pytest_cache .ruff_cache .tox
    dist build out target .next .nuxt .svelte-kit .turbo .cache .data coverage .terraform .gradle .idea
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Folders of tools; only a walk needs to know them, git has its own list."""


@dataclass
class Listing:
    """Files and folders of a repository. `opaque`, `links` and `complete` as in `Survey`."""

    files: set[str] = field(default_factory=set)
    folders: set[str] = field(default_factory=set)
    opaque: set[str] = field(default_factory=set)
    links: dict[str, str] = field(default_factory=dict)
    complete: bool = True


def list_files(
    root: Path, limit: int = MAX_FILES, *, with_git: bool = True, paths: Collection[str] | None = None
) -> Listing:
    """Everything below `root`, or the `paths` named, at most `limit` files. Links are noted, never followed."""
    paths = _known_to_git(root) if paths is None and with_git else paths
    walked = paths is None
    listing = Listing()
    for path in _walk(root, listing) if paths is None else paths:
        if len(listing.files) >= limit:
            listing.complete = False
            break
        _add(root, path, listing, look=not walked)
    listing.opaque.update(_submodules(root, listing))
    for path in (*listing.files, *listing.folders, *listing.opaque, *listing.links):
        listing.folders.update(_folders_of(path))
    return listing


def read_text(root: Path, path: str) -> str | None:
    """The text of a file of the repository; `None` when it is too large, no text, unreadable or leads outside."""
    file = root / path
    try:
        mode = file.lstat().st_mode
        if stat.S_ISLNK(mode):
            target = file.resolve(strict=True)
            mode = target.stat().st_mode if target.is_relative_to(root) else 0
        if not stat.S_ISREG(mode):
            return None
        with file.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except (OSError, RuntimeError):  # RuntimeError: links that lead in a circle
        return None
    if len(data) > MAX_BYTES or b"\0" in data[:4096]:
        return None
    return data.decode("utf-8-sig", errors="replace")


def read_ignores(root: Path, files: Sequence[str]) -> tuple[tuple[str, GitIgnoreSpec], ...]:
    """The `.gitignore` files with the folders they are for, the root's first."""
    found = []
    for path in sorted(path for path in files if path.rpartition("/")[2] == ".gitignore"):
        text = read_text(root, path)
        if text is not None:
            found.append((path.rpartition("/")[0], _ignore_spec(text)))
    return tuple(found)


def _submodules(root: Path, listing: Listing) -> list[str]:
    """The folders of other repositories, checked out or not."""
    text = read_text(root, ".gitmodules") if ".gitmodules" in listing.files else None
    found = (match.group("path").strip('"').strip("/") for match in _SUBMODULE.finditer(text or ""))
    return [path for path in found if path and ".." not in path.split("/")]


def _ignore_spec(text: str) -> GitIgnoreSpec:
    lines = []
    for line in text.splitlines():
        try:
            GitIgnoreSpec.from_lines([line])
        except ValueError:  # a pattern that git ignores as well
            continue
        lines.append(line)
    return GitIgnoreSpec.from_lines(lines)


def _known_to_git(root: Path) -> list[str] | None:
    """Tracked and not ignored files that are there; `None` when `root` is in no work tree that git can read."""
    listed = _git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    deleted = _git(root, "ls-files", "-z", "--deleted")
    if listed is None or deleted is None:
        return None
    if not listed and any(root.iterdir()):
        return None  # the folder itself is ignored, or lies in someone else's repository
    gone = {path for path in deleted if not _is_hidden(root, path)}
    return [path for path in listed if path not in gone]


def _is_hidden(root: Path, path: str) -> bool:
    """Whether a folder above the file cannot be looked into; git takes what is in there for deleted."""
    for above in _folders_of(path):
        try:
            (root / above).lstat()
        except FileNotFoundError:
            continue
        except OSError:
            return True
        return not os.access(root / above, os.X_OK)
    return False


def _git(root: Path, *arguments: str) -> list[str] | None:
    environment = {key: value for key, value in os.environ.items() if key not in _REDIRECTING}
    environment["GIT_OPTIONAL_LOCKS"] = "0"
    try:
        done = subprocess.run(
            ["git", *_NEUTRAL, *arguments],
            cwd=root,
            env=environment,
            capture_output=True,
            timeout=_GIT_TIMEOUT,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode:
        return None
    return [os.fsdecode(path) for path in done.stdout.split(b"\0") if path]


def _walk(root: Path, listing: Listing) -> Iterator[str]:
    ignore = next((spec for folder, spec in read_ignores(root, [".gitignore"]) if not folder), None)
    unreadable: list[OSError] = []
    for current, folders, files in os.walk(root, onerror=unreadable.append):
        here = os.path.relpath(current, root).replace(os.sep, "/")
        prefix = "" if here == "." else f"{here}/"
        if prefix:
            listing.folders.add(here)
        kept = []
        for name in sorted(folders):
            path = f"{prefix}{name}"
            if Path(current, name).is_symlink():
                _note_link(root, path, listing)
            elif name not in _NOT_SOURCE and not (ignore and ignore.match_file(f"{path}/")):
                kept.append(name)
        folders[:] = kept
        for name in sorted(files):
            path = f"{prefix}{name}"
            if not (ignore and ignore.match_file(path)):
                if Path(current, name).is_symlink():
                    _note_link(root, path, listing)
                yield path
    for error in unreadable:
        listing.opaque.add(os.path.relpath(error.filename, root).replace(os.sep, "/"))


def _add(root: Path, path: str, listing: Listing, *, look: bool) -> None:
    """A path of the list. What git lists may also be a link or the folder of another repository."""
    path = path.rstrip("/")
    if look:
        try:
            mode = (root / path).lstat().st_mode
        except OSError:
            mode = 0
            listing.opaque.add(path.rpartition("/")[0] or path)
        if stat.S_ISLNK(mode):
            _note_link(root, path, listing)
        elif stat.S_ISDIR(mode):
            listing.opaque.add(path)
            return
    listing.files.add(path)


def _note_link(root: Path, path: str, listing: Listing) -> None:
    try:
        target = (root / path).resolve(strict=True)
    except (OSError, RuntimeError):
        listing.files.add(path)
        return
    if not target.is_relative_to(root):
        listing.opaque.add(path)
    elif target.is_dir():
        listing.links[path] = target.relative_to(root).as_posix().removeprefix(".")
    listing.folders.update({path} if target.is_dir() else set())


def _folders_of(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
