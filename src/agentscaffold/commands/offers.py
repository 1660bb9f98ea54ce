"""What a repository lacks, in groups that a person can decide about."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from agentscaffold.blueprints import Plan
from agentscaffold.engine import GeneratedFile
from agentscaffold.errors import UsageError
from agentscaffold.safe_text import safe


@dataclass(frozen=True)
class Offer:
    """Files that go together: a folder of the project, or what a layer brings at the top (`docker`).

    `without` are the groups that its files import from and that were left out.
    """

    name: str
    files: tuple[str, ...]
    without: tuple[str, ...] = ()


def group_files(files: Sequence[GeneratedFile], plan: Plan) -> Mapping[str, str]:
    """Path → name of its group, for every file: the folder of its role, the folder at the top, or its layer."""
    folders = _role_folders(plan)
    return {file.path: _group(file, folders) for file in files}


def _role_folders(plan: Plan) -> tuple[str, ...]:
    """The folders that are a group: packages, and in one application the outermost roles that hold no others."""
    packages = [package.root for package in plan.packages if package.root != "."]
    paths = {choice.path for choice in plan.paths if choice.path != "."}
    holders = {path for path in paths if len(_inside(path, paths)) > 1}
    single = [p for p in paths - holders if not any(p in _inside(other, paths) for other in paths - holders)]
    return (*packages, *sorted(single, key=len, reverse=True), *sorted(holders, key=len, reverse=True))


def _inside(folder: str, paths: Iterable[str]) -> list[str]:
    return [path for path in paths if path != folder and PurePosixPath(path).is_relative_to(folder)]


def _group(file: GeneratedFile, folders: Sequence[str]) -> str:
    path = PurePosixPath(file.path)
    role = next((folder for folder in folders if path.is_relative_to(folder)), None)
    if role is not None:
        return role
    if len(path.parts) > 1 and not path.parts[0].startswith("."):
        return path.parts[0]
    return file.layers[-1] if file.layers else path.name


def check_patterns(patterns: Iterable[str], groups: Mapping[str, str], option: str) -> None:
    """Raises `UsageError` for a pattern that no file and no group matches, so that a slip is not silent."""
    for pattern in patterns:
        if not any(matches(pattern, path, group) for path, group in groups.items()):
            names = ", ".join(sorted(set(groups.values())))
            raise UsageError(
                f"{option}: {safe(pattern)} matches no file and no group of the blueprint", hint=f"Groups: {names}."
            )


def matches(pattern: str, path: str, group: str) -> bool:
    """Whether a word of the command line means this file: the name of its group, its path, or a glob over paths."""
    return pattern in (group, path) or fnmatchcase(path, pattern)


def make_offers(missing: Collection[str], groups: Mapping[str, str]) -> tuple[Offer, ...]:
    """The missing files in their groups, which are in the order of their names."""
    names = sorted({groups[path] for path in missing})
    return tuple(Offer(name, tuple(sorted(path for path in missing if groups[path] == name))) for name in names)
