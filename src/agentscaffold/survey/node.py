"""package.json and what belongs to it: workspaces, catalogs, lock files, aliases of TypeScript."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import yaml
from pathspec import GitIgnoreSpec

from agentscaffold.survey.model import LockFile, Manifest, Problem

_DEPENDENCIES = ("dependencies", "devDependencies", "peerDependencies", "optionalDependencies")
_LOCKS = {
    "package-lock.json": "npm",
    "npm-shrinkwrap.json": "npm",
    "pnpm-lock.yaml": "pnpm",
    "yarn.lock": "yarn",
    "bun.lock": "bun",
    "bun.lockb": "bun",
    "uv.lock": "uv",
    "poetry.lock": "poetry",
    "pdm.lock": "pdm",
    "Pipfile.lock": "pipenv",
}
_TSCONFIG_PATH = re.compile(r'"(?P<alias>[@~#\w][\w@~#./-]{0,60})/?\*?"\s*:\s*\[')


class BrokenFileError(Exception):
    """A file of the repository that does not parse."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


def read_json(text: str) -> object:
    """The value of a JSON document. Raises `BrokenFileError`."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        raise BrokenFileError(error.lineno, f"is no valid JSON: {error.msg}") from None
    except (RecursionError, ValueError):
        raise BrokenFileError(1, "is no valid JSON") from None


def read_yaml(text: str) -> object:
    """The value of a YAML document. Aliases are refused: a few bytes of them can stand for gigabytes.

    Raises `BrokenFileError`.
    """
    try:
        if any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=yaml.SafeLoader)):
            raise BrokenFileError(1, "uses YAML aliases, which are not read here")
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise BrokenFileError(line, "is no valid YAML") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise BrokenFileError(1, "is no valid YAML") from None


def read_package(path: str, text: str, catalog: Mapping[str, str]) -> Manifest:
    """One package.json; requirements that say `catalog:` become what the catalog says. Raises `BrokenFileError`."""
    stored = read_json(text)
    if not isinstance(stored, dict):
        raise BrokenFileError(1, "is no JSON object")
    for key in (*_DEPENDENCIES, "scripts"):
        if not isinstance(stored.get(key, {}), dict):
            line = text.count("\n", 0, max(text.find(f'"{key}"'), 0)) + 1
            raise BrokenFileError(line, f"has `{key}` that is no JSON object")
    dependencies: dict[str, str] = {}
    for key in reversed(_DEPENDENCIES):
        dependencies |= {
            name: catalog.get(name, wanted) if wanted.startswith("catalog:") else wanted
            for name, wanted in _texts(stored.get(key)).items()
        }
    workspaces = stored.get("workspaces")
    if isinstance(workspaces, dict):
        workspaces = workspaces.get("packages")
    name = stored.get("name")
    return Manifest(
        path,
        "npm",
        name if isinstance(name, str) else None,
        dependencies,
        _texts(stored.get("scripts")),
        _texts(stored.get("engines")),
        _manager(stored),
        tuple(each for each in workspaces if isinstance(each, str)) if isinstance(workspaces, list) else (),
        tuple(_mapping(stored.get("imports"))),
    )


def read_workspace(text: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The globs and the catalogs of a pnpm-workspace.yaml. Raises `BrokenFileError`."""
    stored = _mapping(read_yaml(text))
    packages = stored.get("packages")
    globs = tuple(each for each in packages if isinstance(each, str)) if isinstance(packages, list) else ()
    catalog: dict[str, str] = {}
    for named in _mapping(stored.get("catalogs")).values():
        catalog |= _texts(named)
    return globs, catalog | _texts(stored.get("catalog"))


def with_membership(manifests: Sequence[Manifest], globs: Sequence[str]) -> list[Manifest]:
    """Which manifests belong to the workspace that the root declares; all of them where it declares none."""
    declared = [*globs, *(glob for manifest in manifests if not manifest.folder for glob in manifest.workspaces)]
    if not declared:
        return list(manifests)
    patterns = [f"!/{glob[1:].strip('/')}/" if glob.startswith("!") else f"/{glob.strip('./')}/" for glob in declared]
    spec = GitIgnoreSpec.from_lines(patterns)
    return [
        replace(manifest, member=not manifest.folder or spec.match_file(f"{manifest.folder}/package.json"))
        for manifest in manifests
    ]


def lock_files(files: Iterable[str]) -> tuple[LockFile, ...]:
    named = ((path, _LOCKS.get(path.rpartition("/")[2])) for path in sorted(files))
    return tuple(LockFile(path, manager) for path, manager in named if manager is not None)


def tsconfig_aliases(text: str) -> Iterator[str]:
    """The beginnings of import paths that a tsconfig maps; it may hold comments, so it is not parsed as JSON."""
    begin = text.find('"paths"')
    end = text.find("}", begin)
    if begin >= 0:
        for match in _TSCONFIG_PATH.finditer(text, begin + len('"paths"'), end if end >= 0 else len(text)):
            yield match.group("alias").rstrip("/*")


def mcp_servers(path: str, text: str) -> tuple[frozenset[str], tuple[Problem, ...]]:
    """The names of the servers in a `.mcp.json`."""
    try:
        return frozenset(_mapping(_mapping(read_json(text)).get("mcpServers"))), ()
    except BrokenFileError as error:
        return frozenset(), (Problem(path, error.line, error.message),)


def _manager(stored: Mapping[str, object]) -> str | None:
    """`pnpm@10.2.0` of `packageManager` or of `devEngines`; the version may be a range, or left out."""
    named = stored.get("packageManager")
    if isinstance(named, str) and named:
        return named.split("+", 1)[0]
    engine = _mapping(stored.get("devEngines")).get("packageManager")
    engine = engine[0] if isinstance(engine, list) and engine else engine
    name, version = _mapping(engine).get("name"), _mapping(engine).get("version")
    if not isinstance(name, str):
        return None
    return f"{name}@{version}" if isinstance(version, str) else name


def _mapping(value: object) -> Mapping[str, object]:
    return {key: each for key, each in value.items() if isinstance(key, str)} if isinstance(value, dict) else {}


def _texts(value: object) -> dict[str, str]:
    return {key: str(each) for key, each in _mapping(value).items() if isinstance(each, str | int | float)}
