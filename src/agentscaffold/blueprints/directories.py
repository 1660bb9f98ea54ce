"""Maps the directories of an agent file to the directory roles of a blueprint."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from agentscaffold.blueprints.model import Blueprint, DirectoryRole, Package, PathChoice
from agentscaffold.inference import Directory

_SEGMENT = r"[A-Za-z0-9_@\[\]()][A-Za-z0-9_@.\[\]()-]*"
_SAFE_PATH = re.compile(rf"{_SEGMENT}(/{_SEGMENT}){{0,11}}")
"""Foreign text becomes a path only in this form: no dot-folders (`.git`), no `..`, no empty or absolute parts."""
_RESERVED = frozenset({"node_modules", "dist", "build", "coverage", "public"})
_PACKAGE_DEPTH = 2
"""Workspaces look for their packages in groups: `apps/*`, `packages/*`."""
SOURCE_ROOT = "source"
"""The role that the import alias of the application starts from: `src`, or the repository itself."""
_SOURCES = "src"
"""Where a package of a workspace keeps what others import."""


@dataclass(frozen=True)
class Directories:
    """Where each role goes, and which of the agent's directories could not be honoured (in words)."""

    paths: tuple[PathChoice, ...]
    notes: tuple[str, ...]


def place_directories(
    blueprint: Blueprint, described: Sequence[Directory], existing: Collection[str] = ()
) -> Directories:
    """Give each directory role its path: the agent's where it names one, else one that is there, else the default.

    A role takes the first directory of the agent whose last segment is one of its names and which lies where the role
    belongs. Anything else that looks like a role but cannot be used is reported in `notes`. `existing` are the folders
    of a repository that is adopted: where the agent is silent and the default is not among them, one of them is taken.
    """
    paths: dict[str, PathChoice] = {}
    notes: list[str] = []
    for role, directory in blueprint.directories.items():
        default = _join(directory.default.format_map({name: choice.path for name, choice in paths.items()}))
        if role == SOURCE_ROOT and directory.names:
            paths[role] = _source_root(directory, described, existing)
            continue
        paths[role] = PathChoice(role, default, "default")
        for folder, line in _candidates(directory, described, paths):
            problem = _problem(folder, role, directory, paths, blueprint)
            if problem is None:
                paths[role] = PathChoice(role, folder, "agent", line)
                break
            notes.append(f"directory on line {line} not used for {role}: {problem}")
        if paths[role].line is None and default not in existing:
            paths[role] = _found(role, default, blueprint, paths, existing) or paths[role]
    return Directories(tuple(paths.values()), (*notes, *_other_packages(blueprint, described, paths)))


def _candidates(
    directory: DirectoryRole, described: Sequence[Directory], paths: Mapping[str, PathChoice]
) -> list[tuple[str, int]]:
    """(folder, line) of what could be this role: the best name first, then the order of the file.

    A package may have a longer name that ends in one of the role's (`backend-api`).
    """
    found: list[tuple[int, str, int]] = []
    for described_directory in described:
        folder = _folder(described_directory.path)
        if folder is None or _is_page(folder, paths):
            continue
        name = PurePosixPath(folder).name
        last = re.split("[-_]", name)[-1] if directory.package else name
        if name in directory.names or last in directory.names:
            rank = directory.names.index(name if name in directory.names else last)
            found.append((rank + len(directory.names) * (name != last), folder, described_directory.line))
    return [(folder, line) for _, folder, line in sorted(found, key=lambda candidate: candidate[0])]


def _found(
    role: str, default: str, blueprint: Blueprint, paths: Mapping[str, PathChoice], existing: Collection[str]
) -> PathChoice | None:
    """The folder of the repository that is this role: a package, or one beside the default with another of its names.

    With the name of the default it may lie right below the sources, too (`src/db`).
    """
    directory, usual = blueprint.directories[role], PurePosixPath(default)
    sources = PurePosixPath(paths[SOURCE_ROOT].path) if SOURCE_ROOT in paths else None

    def fits(folder: PurePosixPath) -> bool:
        return folder.parent == usual.parent or (folder.parent == sources and folder.name == usual.name)

    here = [Directory(each, 0, 0) for each in sorted(existing) if directory.package or fits(PurePosixPath(each))]
    for folder, _ in _candidates(directory, here, paths):
        if _problem(folder, role, directory, paths, blueprint) is None:
            return PathChoice(role, folder, "default", found=True)
    return None


def _other_packages(
    blueprint: Blueprint, described: Sequence[Directory], paths: Mapping[str, PathChoice]
) -> Iterator[str]:
    """The packages that the agent draws beside ours and that nothing is generated for."""
    ours = {PurePosixPath(c.path) for role, c in paths.items() if blueprint.directories[role].package and c.path != "."}
    groups = {path.parent for path in ours}
    for directory in described:
        path = PurePosixPath(directory.path)
        if path.parent in groups and path not in ours and not path.suffix:
            yield f"line {directory.line} names a package that is not generated: {blueprint.name} has none of that kind"


def find_packages(
    blueprint: Blueprint, paths: Sequence[PathChoice], *, project_name: str, scope: str
) -> tuple[Package, ...]:
    """The packages of the project. The repository itself has the project's name, the others `<scope>/<folder>`."""
    return tuple(
        Package(
            choice.role,
            choice.path,
            project_name if choice.path == "." else f"{scope}/{PurePosixPath(choice.path).name}",
        )
        for choice in paths
        if blueprint.directories[choice.role].package
    )


def import_paths(blueprint: Blueprint, paths: Sequence[PathChoice], packages: Sequence[Package]) -> dict[str, str]:
    """The import specifier of each role that can be imported from: `@/server/db`, `@acme/db`.

    Below the source root it is the alias; in another package what follows `src/` there.
    """
    root = next(choice.path for choice in paths if choice.role == SOURCE_ROOT)
    found: dict[str, str] = {}
    for choice in paths:
        specifier = blueprint.directories[choice.role].specifier or _specifier(blueprint, choice.path, root, packages)
        if specifier is not None and choice.role != SOURCE_ROOT:
            found[choice.role] = specifier
    return found


def _specifier(blueprint: Blueprint, path: str, root: str, packages: Sequence[Package]) -> str | None:
    pure = PurePosixPath(path)
    if pure.is_relative_to(root):
        return _join(blueprint.import_alias + pure.relative_to(root).as_posix())
    for package in packages:
        sources = PurePosixPath(package.root, _SOURCES)
        if pure.is_relative_to(sources):
            return _join(f"{package.name}/{pure.relative_to(sources).as_posix()}")
    return None


def _source_root(role: DirectoryRole, described: Sequence[Directory], existing: Collection[str]) -> PathChoice:
    """The default root, unless every source folder, described or there, lies outside it (`app/`, `server/`)."""
    tops = [(PurePosixPath(d.path).parts[0], d) for d in described if d.path]
    if any(top == role.default for top, _ in tops):
        line = next(d.line for top, d in tops if top == role.default)
        return PathChoice(SOURCE_ROOT, role.default, "agent", line)
    for top, directory in tops:
        if top in role.names:
            return PathChoice(SOURCE_ROOT, ".", "agent", directory.line)
    if role.default not in existing and any(name in existing for name in (".", *role.names)):
        return PathChoice(SOURCE_ROOT, ".", "default", found=True)
    return PathChoice(SOURCE_ROOT, role.default, "default")


def _folder(path: str) -> str | None:
    """The folder that a described path names; a file counts for the folder it is in."""
    pure = PurePosixPath(path)
    folder = pure.parent if pure.suffix and "." in pure.name[1:] else pure
    text = folder.as_posix()
    return None if text in (".", "/") else text


def _is_page(path: str, paths: Mapping[str, PathChoice]) -> bool:
    """Below `app/` a folder is a route of the web application (`src/app/api/auth`), whatever its name."""
    root = paths.get(SOURCE_ROOT)
    return root is not None and PurePosixPath(path).is_relative_to(PurePosixPath(root.path, "app"))


def _problem(
    path: str, role: str, directory: DirectoryRole, paths: Mapping[str, PathChoice], blueprint: Blueprint
) -> str | None:
    pure = PurePosixPath(path)
    if not _SAFE_PATH.fullmatch(path) or _RESERVED & set(pure.parts):
        return "not a plain folder of the repository"
    if directory.inside is not None:
        parent = paths[directory.inside].path
        if parent != "." and not pure.is_relative_to(parent):
            return f"it lies outside {parent}/"
    elif directory.package and len(pure.parts) != _PACKAGE_DEPTH:
        return "a package is a folder such as packages/db"
    others = {name: choice for name, choice in paths.items() if name != role and blueprint.directories[name].names}
    if any(choice.path == path for choice in others.values()):
        return "another role has it already"
    return None


def _join(path: str) -> str:
    return PurePosixPath(path).as_posix()
