"""Manifests of other languages: the names of what they depend on. Also make and just."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from agentscaffold.survey.model import Ecosystem, Manifest
from agentscaffold.survey.node import BrokenFileError, read_json

_REQUIREMENT = re.compile(r"\s*(?P<name>[A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(?P<version>[^;#]*)")
_GO_REQUIRE = re.compile(r"^\s*(?:require\s+)?(?P<name>[\w.-]+\.[\w.-]+/\S+)\s+(?P<version>v\S+)", re.MULTILINE)
_GO_MODULE = re.compile(r"^module\s+(\S+)", re.MULTILINE)
_GEM = re.compile(r"""^\s*gem\s+["'](?P<name>[\w-]+)["'](?:\s*,\s*["'](?P<version>[^"']+)["'])?""", re.MULTILINE)
_MAKE_TARGET = re.compile(r"^(?P<names>[A-Za-z0-9_.%/][^:=#\n\t]*?)\s*::?(?![:=])", re.MULTILINE)
_MAKE_INCLUDE = re.compile(r"^-?s?include\s", re.MULTILINE)
_JUST_RECIPE = re.compile(r"^@?(?P<name>[A-Za-z_][\w-]*)(?:\s[^:\n]*)?:(?!=)", re.MULTILINE)
_JUST_ALIAS = re.compile(r"^alias\s+(?P<name>[\w-]+)\s*:=", re.MULTILINE)
_JUST_IMPORT = re.compile(r"^(?:import|mod)\??\s", re.MULTILINE)


def read_other(path: str, text: str) -> Manifest | None:
    """The manifest at `path`, `None` when the name is of none that is known. Raises `BrokenFileError`."""
    name = path.rpartition("/")[2]
    reader = _READERS.get(name) or (_requirements if re.fullmatch(r"requirements[\w.-]*\.txt", name) else None)
    return None if reader is None else reader(path, text)


def make_targets(text: str) -> frozenset[str] | None:
    """The targets of a Makefile; `None` when it includes others or makes targets from patterns."""
    if _MAKE_INCLUDE.search(text) or "$(eval" in text:
        return None
    names = {name for match in _MAKE_TARGET.finditer(text) for name in match.group("names").split()}
    return None if any("%" in name or "$" in name for name in names) else frozenset(names)


def just_recipes(text: str) -> frozenset[str] | None:
    """The recipes of a justfile; `None` when it imports others."""
    if _JUST_IMPORT.search(text):
        return None
    found = [*_JUST_RECIPE.finditer(text), *_JUST_ALIAS.finditer(text)]
    return frozenset(match.group("name") for match in found)


def _pyproject(path: str, text: str) -> Manifest:
    stored = _toml(text)
    project, tool = _table(stored, "project"), _table(stored, "tool")
    poetry = _table(tool, "poetry")
    lines = [*_list(project.get("dependencies"))]
    for group in (*_table(project, "optional-dependencies").values(), *_table(stored, "dependency-groups").values()):
        lines += _list(group)
    lines += [each for group in _table(_table(tool, "uv"), "dev-dependencies").values() for each in _list(group)]
    found = _named(lines)
    groups = [_table(group, "dependencies") for group in _table(poetry, "group").values() if isinstance(group, dict)]
    for table in (_table(poetry, "dependencies"), _table(poetry, "dev-dependencies"), *groups):
        found |= {_python_name(name): each if isinstance(each, str) else "" for name, each in table.items()}
    name = project.get("name", poetry.get("name"))
    python = project.get("requires-python")
    engines = {"python": python} if isinstance(python, str) else {}
    return replace(_manifest(path, "python", name, found), engines=engines)


def _requirements(path: str, text: str) -> Manifest:
    return _manifest(
        path, "python", None, _named(line for line in text.splitlines() if not line.startswith(("-", "#")))
    )


def _cargo(path: str, text: str) -> Manifest:
    stored = _toml(text)
    found: dict[str, str] = {}
    for table in (stored, _table(stored, "workspace")):
        for key in ("dependencies", "dev-dependencies", "build-dependencies"):
            found |= {name: each if isinstance(each, str) else "" for name, each in _table(table, key).items()}
    return _manifest(path, "rust", _table(stored, "package").get("name"), found)


def _go(path: str, text: str) -> Manifest:
    module = _GO_MODULE.search(text)
    found = {match.group("name"): match.group("version") for match in _GO_REQUIRE.finditer(text)}
    return _manifest(path, "go", module.group(1) if module else None, found)


def _gemfile(path: str, text: str) -> Manifest:
    return _manifest(path, "ruby", None, {m.group("name"): m.group("version") or "" for m in _GEM.finditer(text)})


def _composer(path: str, text: str) -> Manifest:
    stored = read_json(text)
    if not isinstance(stored, dict):
        raise BrokenFileError(1, "is no JSON object")
    found = {name: str(each) for key in ("require", "require-dev") for name, each in _table(stored, key).items()}
    scripts = {name: str(each) for name, each in _table(stored, "scripts").items()}
    return _manifest(path, "php", stored.get("name"), found, scripts)


_READERS: Mapping[str, Callable[[str, str], Manifest]] = {
    "pyproject.toml": _pyproject,
    "Cargo.toml": _cargo,
    "go.mod": _go,
    "Gemfile": _gemfile,
    "composer.json": _composer,
}


def _manifest(
    path: str,
    ecosystem: Ecosystem,
    name: object,
    dependencies: Mapping[str, str],
    scripts: Mapping[str, str] | None = None,
) -> Manifest:
    return Manifest(path, ecosystem, name if isinstance(name, str) else None, dependencies, scripts or {})


def _toml(text: str) -> dict[str, object]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise BrokenFileError(int(line.group(1)) if line else 1, "is no valid TOML") from None
    except RecursionError:
        raise BrokenFileError(1, "is no valid TOML") from None


def _table(value: object, key: str) -> Mapping[str, object]:
    found = value.get(key) if isinstance(value, Mapping) else None
    return found if isinstance(found, dict) else {}


def _list(value: object) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def _named(lines: Iterable[str]) -> dict[str, str]:
    found = (_REQUIREMENT.match(line) for line in lines)
    return {_python_name(match.group("name")): match.group("version").strip() for match in found if match}


def _python_name(name: str) -> str:
    """The normal form of a distribution's name."""
    return re.sub(r"[-_.]+", "-", name).lower()
