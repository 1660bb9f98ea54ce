"""What becomes of every file of the blueprint in a repository that is adopted, and what new files will lack."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from agentscaffold.blueprints import Plan
from agentscaffold.commands.adopt_plan import AdoptRequest
from agentscaffold.commands.imports import imports_in, is_code, script_targets
from agentscaffold.commands.managed import KeptValue
from agentscaffold.commands.offers import Offer, check_patterns, group_files, make_offers, matches
from agentscaffold.commands.repository_files import Found, find_files
from agentscaffold.engine import ANSWERS_FILE, read_template, trace
from agentscaffold.errors import UsageError
from agentscaffold.manifests import ManifestError
from agentscaffold.placement import agent_path
from agentscaffold.resources import template_root
from agentscaffold.safe_text import safe
from agentscaffold.survey import Survey

State = Literal["same", "new", "left_out", "merged", "yours"]

_ROOT = "package.json"
_LEFT_OUT = "you left it out"

Choose = Callable[[Offer], bool]
"""Whether a group of missing files is wanted: asked of a person, or refused where nobody can be asked."""


@dataclass(frozen=True)
class AdoptedFile:
    """One file of the blueprint. `state` is what it is from now on, `detail` why where that needs a word.

    `same`: it was there and is managed. `new`: it was missing and is taken. `left_out`: it was missing and is not
    wanted. `merged`: a manifest, managed by key. `yours`: it was there and is never written.
    """

    path: str
    state: State
    group: str
    detail: str | None = None


@dataclass(frozen=True)
class Lack:
    """A file that new files import, or new scripts run, and that the blueprint does not write: `importers` need it."""

    path: str
    state: State
    importers: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """A render against a repository: how each file stands, which group it is in, and what it imports of the others."""

    found: Mapping[str, Found]
    groups: Mapping[str, str]
    graph: Mapping[str, frozenset[str]]


def compare_with(project: Path, rendered: Path, plan: Plan, survey: Survey) -> Comparison:
    """Raises `UsageError` when another agent has the file name of the one that decides."""
    found = find_files(project, rendered, plan, survey)
    _check_agent(project, plan, found)
    groups = group_files(trace(read_template(template_root()), plan, rendered, others={}), plan)
    return Comparison(found, groups, imports_in(rendered, list(found), plan))


def _check_agent(project: Path, plan: Plan, found: Mapping[str, Found]) -> None:
    """Raises `UsageError` when another agent has the file name of the one that decides."""
    for agent in plan.agents:
        path = agent_path(agent.stem)
        theirs = project / path
        if found[path].state == "yours" and not (
            theirs.is_file() and theirs.read_bytes() == agent.text.encode("utf-8")
        ):
            raise UsageError(
                f"{path} is another agent file of that name",
                hint=f"Adopt with that one (--agent {safe(str(theirs))}), or replace and commit it first.",
            )


def decide_files(request: AdoptRequest, compared: Comparison, choose: Choose) -> tuple[AdoptedFile, ...]:
    """What becomes of every file. The agent and the answers are no choice: they are what being managed means.

    Raises `UsageError` for a pattern that matches nothing, `ManifestError` for a package.json at the top that cannot
    be merged and is not left out, and what `choose` raises.
    """
    found, groups = compared.found, compared.groups
    if request.take_all and request.include:
        raise UsageError(
            "--all and --include say different things", hint="--include takes only what it names: leave out --all."
        )
    check_patterns(request.include, groups, "--include")
    check_patterns(request.exclude, groups, "--exclude")
    _check_root(request, compared)
    always = {path for path in found if path == ANSWERS_FILE or path.startswith(".claude/agents/")}
    missing = {path for path, each in found.items() if each.state == "missing"}
    wanted = _wanted(request, missing - always, compared, choose) | always
    idle = _idle_manifests(request, compared, wanted)
    files: list[AdoptedFile] = []
    for path, each in found.items():
        state: State
        detail = each.detail
        if each.state == "missing":
            state = "new" if path in wanted else "left_out"
        elif each.state == "yours" and path in always:
            state, detail = "same", None  # as it is to be, and not committed yet
        elif (each.merge or each.broken) and _matched(request.exclude, path, groups):
            state, detail = "yours", _LEFT_OUT
        elif path in idle:
            state, detail = "yours", "nothing that you take needs its keys"
        else:
            state = each.state
            detail = detail or _what_it_would_use(path, compared, wanted)
        files.append(AdoptedFile(path, state, groups[path], detail))
    return tuple(files)


def _idle_manifests(request: AdoptRequest, compared: Comparison, wanted: set[str]) -> set[str]:
    """The manifests that no managed code needs, where only a part is taken: its keys would be for what is left out."""
    if request.dry_run and not request.decided:
        return set()  # it shows all that there is
    if request.decided and not request.include:
        return set()
    code = [path for path, each in compared.found.items() if is_code(path) and (path in wanted or each.state == "same")]
    return {
        path
        for path, each in compared.found.items()
        if each.merge is not None
        and not _matched(request.include, path, compared.groups)
        and not any(PurePosixPath(other).is_relative_to(PurePosixPath(path).parent) for other in code)
    }


def _check_root(request: AdoptRequest, compared: Comparison) -> None:
    """Without the keys of this one manifest, nothing that is added would work."""
    broken = compared.found[_ROOT].broken if _ROOT in compared.found else None
    if broken is not None and not _matched(request.exclude, _ROOT, compared.groups):
        raise ManifestError(
            safe(broken.blueprint or _ROOT, 300), hint=f"Mend and commit it, or do without: --exclude {_ROOT}."
        )


def not_merged_in(files: tuple[AdoptedFile, ...], found: Mapping[str, Found]) -> tuple[KeptValue, ...]:
    """The manifests that should have got keys and could not, without those that were left out."""
    broken = ((file, found[file.path].broken) for file in files if file.detail != _LEFT_OUT)
    return tuple(each for _, each in broken if each is not None)


def _what_it_would_use(path: str, compared: Comparison, wanted: set[str]) -> str | None:
    """New files that the blueprint's version of a file imports, and the user's does not know of yet."""
    used = sorted(compared.graph.get(path, frozenset()) & wanted) if compared.found[path].state == "yours" else []
    return f"the blueprint's imports {', '.join(used)}" if used else None


def _wanted(request: AdoptRequest, missing: set[str], compared: Comparison, choose: Choose) -> set[str]:
    """The missing files that are taken: by the words of the command line, all on a dry run, else group by group."""
    groups, graph = compared.groups, compared.graph
    if request.decided or request.dry_run:
        return {
            path
            for path in missing
            if (not request.include or _matched(request.include, path, groups))
            and not _matched(request.exclude, path, groups)
        }
    wanted: set[str] = set()
    refused: set[str] = set()
    for offer in make_offers(missing, groups):
        needed = {groups[other] for path in offer.files for other in graph.get(path, ()) if other in refused}
        if choose(replace(offer, without=tuple(sorted(needed)))):
            wanted.update(offer.files)
        else:
            refused.update(offer.files)
    return wanted


def _matched(patterns: tuple[str, ...], path: str, groups: Mapping[str, str]) -> bool:
    return any(matches(pattern, path, groups[path]) for pattern in patterns)


def lacks_of(files: tuple[AdoptedFile, ...], compared: Comparison) -> tuple[Lack, ...]:
    """What new files import, and new scripts run, and do not get from the blueprint: it was left out, or is yours."""
    absent = {file.path: file.state for file in files if file.state in ("yours", "left_out")}
    importers: dict[str, list[str]] = {}
    for file in files:
        used = compared.graph.get(file.path, frozenset()) if file.state == "new" else frozenset()
        merge = compared.found[file.path].merge if file.state == "merged" else None
        if merge is not None and PurePosixPath(file.path).name == _ROOT:
            used = script_targets(file.path, merge.text, merge.added, absent)
        for other in used & absent.keys():
            importers.setdefault(other, []).append(file.path)
    return tuple(Lack(path, absent[path], tuple(sorted(importers[path]))) for path in sorted(importers))
