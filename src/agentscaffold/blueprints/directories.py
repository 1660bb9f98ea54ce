"""Maps the directories of an agent file to the directory roles of a blueprint."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from agentscaffold.blueprints.model import Blueprint, PathChoice
from agentscaffold.inference import Directory

_SEGMENT = r"[A-Za-z0-9_@\[\]()][A-Za-z0-9_@.\[\]()-]*"
_SAFE_PATH = re.compile(rf"{_SEGMENT}(/{_SEGMENT}){{0,11}}")
"""Foreign text becomes a path only in this form: no dot-folders (`.git`), no `..`, no empty or absolute parts."""
_RESERVED = frozenset({"node_modules", "dist", "build", "coverage", "public"})
SOURCE_ROOT = "source"
"""The role that every import alias starts from: `src`, or the repository itself."""


@dataclass(frozen=True)
class Directories:
    """Where each role goes, and which of the agent's directories could not be honoured (in words)."""

    paths: tuple[PathChoice, ...]
    notes: tuple[str, ...]


def place_directories(blueprint: Blueprint, described: Sequence[Directory]) -> Directories:
    """Give each directory role its path: the agent's where it names one, else the default.

    A role takes the first directory of the agent whose last segment is one of its names and which lies below the
    source root. Anything else that looks like a role but cannot be used is reported in `notes`.
    """
    root = _source_root(blueprint, described)
    paths: dict[str, PathChoice] = {SOURCE_ROOT: root}
    notes: list[str] = []
    for role, directory in blueprint.directories.items():
        if role == SOURCE_ROOT:
            continue
        default = _join(directory.default.format_map({name: choice.path for name, choice in paths.items()}))
        paths[role] = PathChoice(role, default, "default")
        for found in described:
            folder = _folder(found.path)
            if folder is None or PurePosixPath(folder).name not in directory.names or _is_page(folder, root.path):
                continue
            problem = _problem(folder, root.path, [c for name, c in paths.items() if name != role])
            if problem is None:
                paths[role] = PathChoice(role, folder, "agent", found.line)
                break
            notes.append(f"directory on line {found.line} not used for {role}: {problem}")
    return Directories(tuple(paths.values()), tuple(notes))


def import_paths(blueprint: Blueprint, paths: Sequence[PathChoice]) -> dict[str, str]:
    """The import specifier of each role: `@/server/db` for `src/server/db`."""
    root = next(choice.path for choice in paths if choice.role == SOURCE_ROOT)
    return {
        choice.role: blueprint.import_alias + PurePosixPath(choice.path).relative_to(root).as_posix()
        for choice in paths
        if choice.role != SOURCE_ROOT and PurePosixPath(choice.path).is_relative_to(root)
    }


def _source_root(blueprint: Blueprint, described: Sequence[Directory]) -> PathChoice:
    """The default root, unless every described source folder lies outside it (`app/`, `server/` at the top)."""
    role = blueprint.directories[SOURCE_ROOT]
    tops = [(PurePosixPath(d.path).parts[0], d) for d in described if d.path]
    if any(top == role.default for top, _ in tops):
        line = next(d.line for top, d in tops if top == role.default)
        return PathChoice(SOURCE_ROOT, role.default, "agent", line)
    for top, directory in tops:
        if top in role.names:
            return PathChoice(SOURCE_ROOT, ".", "agent", directory.line)
    return PathChoice(SOURCE_ROOT, role.default, "default")


def _folder(path: str) -> str | None:
    """The folder that a described path names; a file counts for the folder it is in."""
    pure = PurePosixPath(path)
    folder = pure.parent if pure.suffix and "." in pure.name[1:] else pure
    text = folder.as_posix()
    return None if text in (".", "/") else text


def _is_page(path: str, root: str) -> bool:
    """Below `app/` a folder is a route of the web application (`src/app/api/auth`), whatever its name."""
    return PurePosixPath(path).is_relative_to(PurePosixPath(root, "app"))


def _problem(path: str, root: str, taken: Sequence[PathChoice]) -> str | None:
    if not _SAFE_PATH.fullmatch(path) or _RESERVED & set(PurePosixPath(path).parts):
        return "not a plain folder of the repository"
    if root != "." and not PurePosixPath(path).is_relative_to(root):
        return f"it lies outside {root}/"
    if any(choice.path == path for choice in taken):
        return "another role has it already"
    return None


def _join(path: str) -> str:
    return PurePosixPath(path).as_posix()
