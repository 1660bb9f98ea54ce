"""Merges a manifest three ways by key; the result is proved to say what was planned before anybody writes it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from agentscaffold.errors import ScaffoldError
from agentscaffold.manifests.by_key import ABSENT, Edit, Kept, Table, applied, changes, same
from agentscaffold.manifests.json_text import edit_json, has_comments, read_json, read_jsonc
from agentscaffold.manifests.toml_text import edit_toml, read_toml
from agentscaffold.manifests.yaml_text import edit_yaml, read_yaml

_NAMES = ("package.json", "tsconfig.json", "tsconfig.*.json", "turbo.json", "pnpm-workspace.yaml", "*.toml")
_PACKAGE = "package.json"
_TSCONFIG = "tsconfig*.json"
_WORKSPACE = "pnpm-workspace.yaml"
_SECTIONS = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_SETS = frozenset({("compilerOptions", "lib"), ("compilerOptions", "types"), ("exclude",)})
"""Lists of a tsconfig in which the order means nothing."""
_MEMBERS = frozenset({("packages",)})
"""Lists of a workspace in which a place more takes nothing away."""
_OWN = frozenset({"name", "version", "description", "license", "author", "private", "repository"})
"""What a package says of itself: another value of the user's is nothing to look at."""


class ManifestError(ScaffoldError):
    """A manifest cannot be read, or not be edited without rewriting it. `lacking` are the keys that it should get."""

    exit_code = 6

    def __init__(self, message: str, *, hint: str | None = None, lacking: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint=hint)
        self.lacking = lacking


@dataclass(frozen=True)
class ManifestMerge:
    """The merged text; `added`, `updated` and `removed` are keys (`scripts.test`), `kept` what needs a look."""

    text: str
    added: tuple[str, ...]
    updated: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[Kept, ...]


def is_manifest(path: str) -> bool:
    """Whether the file at `path` is merged by key. Nothing below a hidden folder is, and no data (`meta/0000.json`)."""
    pure = PurePosixPath(path)
    return any(pure.match(name) for name in _NAMES) and not any(part.startswith(".") for part in pure.parts)


def merge_manifest(path: str, old: str | None, mine: str, new: str | None) -> ManifestMerge:
    """The difference between `old` and `new` (`None`: no such file) in `mine`. All are texts of the kind `path` names.

    Every key, value and comment of `mine` that the blueprint does not change stays as it is, byte for byte. Raises
    `ManifestError` when one of them cannot be read, or `mine` is written in a form that cannot be edited.
    """
    read, edit = _format(path)
    was, its = (_table(path, text, read) if text is not None else {} for text in (old, new))
    yours = _table(path, mine, read, lacking=tuple(key for key in its if key not in was))
    if PurePosixPath(path).name == _PACKAGE:
        was, its = _in_sections_of(was, yours), _in_sections_of(its, yours)
    found = changes(was, yours, its, _sets(path, mine))
    try:
        text = mine
        for each in found.edits:
            text = edit(text, each)
        if not same(read(text), applied(yours, found.edits)):
            raise ValueError("its form is not known")
    except (ValueError, IndexError) as error:
        lacking = _named(each for each in found.edits if each.value is not ABSENT)
        raise ManifestError(f"{path} cannot be edited: {error}", lacking=lacking) from error
    return ManifestMerge(
        text,
        _named(e for e in found.edits if e.value is not ABSENT and not _has(yours, e.keys)),
        _named(e for e in found.edits if e.value is not ABSENT and _has(yours, e.keys)),
        _named(e for e in found.edits if e.value is ABSENT),
        tuple(kept for kept in found.kept if not _is_own(path, kept)),
    )


def _sets(path: str, mine: str) -> frozenset[tuple[str, ...]]:
    """The lists that are merged item by item. In JSON not where there are comments, which could be between them."""
    if PurePosixPath(path).name == _WORKSPACE:
        return _MEMBERS
    return _SETS if PurePosixPath(path).match(_TSCONFIG) and not has_comments(mine) else frozenset()


def _format(path: str) -> tuple[Callable[[str], Any], Callable[[str, Edit], str]]:
    suffix = PurePosixPath(path).suffix
    if suffix == ".toml":
        return read_toml, edit_toml
    if suffix in (".yaml", ".yml"):
        return read_yaml, edit_yaml
    return (read_jsonc if PurePosixPath(path).match(_TSCONFIG) else read_json), edit_json


def _table(path: str, text: str, read: Callable[[str], Any], lacking: tuple[str, ...] = ()) -> dict[str, Any]:
    try:
        found = read(text)
    except (ValueError, RecursionError) as error:
        raise ManifestError(f"{path} cannot be read: {str(error).splitlines()[0]}", lacking=lacking) from error
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise ManifestError(f"{path} cannot be read: it is no table of names", lacking=lacking)
    return found


def _in_sections_of(package: Table, yours: Table) -> dict[str, Any]:
    """A package manifest with each dependency in the section where the user has it: it must not be there twice."""
    place = {
        name: section for section in _SECTIONS if isinstance(yours.get(section), Mapping) for name in yours[section]
    }
    moved: dict[str, Any] = {key: dict(value) if key in _SECTIONS else value for key, value in package.items()}
    for section in _SECTIONS:
        for name in list(package.get(section, {})):
            there = place.get(name, section)
            if there != section:
                moved.setdefault(there, {})[name] = moved[section].pop(name)
    return {key: value for key, value in moved.items() if value or not package.get(key)}


def _named(edits: Iterable[Edit]) -> tuple[str, ...]:
    return tuple(".".join(each.keys) for each in edits)


def _has(table: Table, keys: tuple[str, ...]) -> bool:
    here: Any = table
    for key in keys:
        if not isinstance(here, Mapping) or key not in here:
            return False
        here = here[key]
    return True


def _is_own(path: str, kept: Kept) -> bool:
    """By its name, a package below the top is what the others depend on."""
    place = PurePosixPath(path)
    named = kept.keys == ("name",) and len(place.parts) > 1
    return place.name == _PACKAGE and kept.keys[0] in _OWN and not named
