"""Looking at a repository: one pass over its files, each read at most once or twice, none of them run."""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from agentscaffold.errors import UsageError
from agentscaffold.safe_text import safe
from agentscaffold.survey.files import MAX_FILES, list_files, read_ignores, read_text
from agentscaffold.survey.model import Manifest, Problem, Survey
from agentscaffold.survey.node import (
    BrokenFileError,
    lock_files,
    mcp_servers,
    read_package,
    read_workspace,
    tsconfig_aliases,
    with_membership,
)
from agentscaffold.survey.others import just_recipes, make_targets, read_other
from agentscaffold.survey.variables import read_variables

_MAX_AGENTS = 2_000
_SKILL = re.compile(r"(?:.*/)?skills/(?:.*/)?(?P<name>[^/]+)/SKILL\.md")
_RUNTIME_FILES = {".nvmrc": "node", ".node-version": "node", ".python-version": "python"}
_TEMPLATES = re.compile(r"(?:^|/)(?:templates?|fixtures?|__fixtures__|testdata|cookiecutter[^/]*)/|[{}]")
"""Manifests below these are material of the project, not its own."""


def survey(
    directory: Path, *, limit: int = MAX_FILES, with_git: bool = True, paths: Collection[str] | None = None
) -> Survey:
    """What is in the repository at `directory`. Broken files are noted in `problems`, none is an error.

    With git, the files are those that it knows or would add; without it, or where there is none, those of a walk.
    `paths` names them instead.

    Raises `UsageError` when `directory` is no folder that can be read.
    """
    root = _root(directory)
    listing = list_files(root, limit, with_git=with_git, paths=paths)
    files = frozenset(listing.files)
    problems: list[Problem] = []
    manifests = _manifests(root, files, problems)
    names = {path.rpartition("/")[2] for path in files}
    servers: set[str] = set()
    for path in sorted(path for path in files if path.rpartition("/")[2] == ".mcp.json"):
        found, broken = mcp_servers(path, read_text(root, path) or "{}")
        servers |= found
        problems += broken
    agents = _agents(root, files)
    return Survey(
        root=root,
        files=files,
        folders=frozenset(listing.folders),
        complete=listing.complete,
        opaque=frozenset(listing.opaque),
        links=dict(listing.links),
        ignores=read_ignores(root, sorted(files)) if ".gitignore" in names else (),
        manifests=tuple(manifests),
        locks=lock_files(files),
        targets=_targets(root, files),
        runtimes=_runtimes(root, files),
        aliases=_aliases(root, files, manifests),
        variables=read_variables(root, files),
        agents=agents,
        skills=_skills(root, files),
        mcp_servers=frozenset(servers),
        problems=tuple(problems),
    )


def _root(directory: Path) -> Path:
    shown = safe(str(directory))
    try:
        root = directory.resolve(strict=True)
        if root.is_dir() and os.access(root, os.R_OK | os.X_OK):
            return root
    except (OSError, RuntimeError, ValueError):
        pass
    raise UsageError(f"{shown} is no folder that can be read", hint="Name the folder of a repository.")


def _manifests(root: Path, files: Iterable[str], problems: list[Problem]) -> list[Manifest]:
    globs: tuple[str, ...] = ()
    catalog: dict[str, str] = {}
    text = read_text(root, "pnpm-workspace.yaml")
    if text is not None:
        try:
            globs, catalog = read_workspace(text)
        except BrokenFileError as error:
            problems.append(Problem("pnpm-workspace.yaml", error.line, error.message))
    node: list[Manifest] = []
    others: list[Manifest] = []
    for path in sorted(path for path in files if not _TEMPLATES.search(path)):
        is_node = path.rpartition("/")[2] == "package.json"
        if not is_node and not path.endswith((".toml", ".txt", "go.mod", "Gemfile", "composer.json")):
            continue
        text = read_text(root, path)
        if text is None:
            continue
        try:
            manifest = read_package(path, text, catalog) if is_node else read_other(path, text)
        except BrokenFileError as error:
            problems.append(Problem(path, error.line, error.message))
            continue
        if manifest is not None:
            (node if is_node else others).append(manifest)
    return [*with_membership(node, globs), *others]


def _targets(root: Path, files: Iterable[str]) -> dict[str, frozenset[str] | None]:
    """Targets of all Makefiles and justfiles together; one that cannot be known makes all unknown."""
    found: dict[str, frozenset[str] | None] = {}
    for path in sorted(files):
        name = path.rpartition("/")[2].lower()
        tool = {"makefile": "make", "gnumakefile": "make", "justfile": "just", ".justfile": "just"}.get(name)
        if tool is None:
            continue
        text = read_text(root, path) or ""
        targets = make_targets(text) if tool == "make" else just_recipes(text)
        known = found.get(tool, frozenset())
        found[tool] = None if targets is None or known is None else known | targets
    return found


def _runtimes(root: Path, files: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(set(files) & set(_RUNTIME_FILES)):
        version = (read_text(root, path) or "").strip().removeprefix("v")
        if version:
            found.setdefault(_RUNTIME_FILES[path], version.split()[0])
    return found


def _aliases(root: Path, files: Iterable[str], manifests: Iterable[Manifest]) -> frozenset[str]:
    found = {alias.split("*")[0].rstrip("/") for manifest in manifests for alias in manifest.imports}
    for path in files:
        if re.fullmatch(r"(?:.*/)?[tj]sconfig[\w.-]*\.json", path):
            found.update(tsconfig_aliases(read_text(root, path) or ""))
    return frozenset(alias for alias in found if alias)


def _agents(root: Path, files: Iterable[str]) -> tuple[str, ...]:
    """The agent files of every `.claude/agents`; the client reads the one of the root whatever git ignores."""
    listed = {path for path in files if path.endswith(".md") and "/.claude/agents/" in f"/{path}"}
    return tuple(sorted(listed | set(_below(root, ".claude/agents", ".md"))))


def _skills(root: Path, files: Iterable[str]) -> frozenset[str]:
    paths = [*files, *_below(root, ".claude/skills", "SKILL.md")]
    return frozenset(match.group("name") for match in map(_SKILL.fullmatch, paths) if match)


def _below(root: Path, folder: str, ending: str) -> Iterator[str]:
    """Files below a folder that git may ignore; links are not followed."""
    count = 0
    for current, _, names in os.walk(root / folder):
        for name in sorted(names):
            if name.endswith(ending) and count < _MAX_AGENTS:
                count += 1
                yield Path(current, name).relative_to(root).as_posix()
