"""What a repository would be as a project: the stages of `new`, with what is there above the defaults."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from agentscaffold.blueprints import Blueprint, Decision, Plan, Stack, load_blueprints, make_plan
from agentscaffold.blueprints.settings import SCOPE
from agentscaffold.catalogue import Slot, load_catalogue
from agentscaffold.commands.arguments import Given, check_allowed, given, project_name
from agentscaffold.commands.decide import Ask, choose_blueprint, decide
from agentscaffold.commands.guard import guard
from agentscaffold.commands.standing import (
    Present,
    check_layout,
    check_rivals,
    left_open,
    scope_notes,
    scope_there,
    standing,
)
from agentscaffold.engine import ANSWERS_FILE, check_ready
from agentscaffold.errors import UnsupportedStackError, UsageError
from agentscaffold.inference import infer
from agentscaffold.placement import AGENTS, place_in
from agentscaffold.plain_file import read_plain
from agentscaffold.safe_text import safe
from agentscaffold.spec import AgentSpec, read_agent
from agentscaffold.survey import Survey, survey

_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")
_PAGES = ("app", "pages")
_OURS = "agentscaffold://"
_MAX_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True)
class AdoptRequest:
    """What the user asked for. `agent` is `None` when the repository has only one.

    `include` and `exclude` are globs over paths or names of groups; with one of them, or `take_all`, nothing is asked.
    """

    project: Path
    agent: Path | None = None
    blueprint: str | None = None
    settings: tuple[str, ...] = ()
    name: str | None = None
    allow: tuple[str, ...] = ()
    take_all: bool = False
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    dry_run: bool = False

    @property
    def decided(self) -> bool:
        """Whether the command line says which of the missing files are wanted."""
        return self.take_all or bool(self.include or self.exclude)


def adopt_plan(request: AdoptRequest, ask: Ask) -> tuple[Plan, Survey]:
    """The plan, and what is in the repository.

    Raises `ScaffoldError`s: also when it is managed already, is not in git, or uses what the agent file excludes.
    """
    _check_unmanaged(request.project)
    check_ready(request.project)
    there = survey(request.project)
    catalogue, blueprints = load_catalogue(), load_blueprints()
    words = given(request.settings, catalogue, blueprints)
    check_allowed(request.allow)
    spec = read_agent(_agent_file(request, there))
    guard(spec, request.allow)
    reading = infer(spec, catalogue)
    present = standing(there, catalogue)
    found = left_open(present, reading, words)
    facts = {slot: each.technology.id for slot, each in found.items()}
    blueprint = choose_blueprint(
        request.blueprint,
        reading,
        catalogue,
        blueprints,
        Given({**facts, **words.slots}, words.settings),
        agent=Path(spec.source),
    )
    check_layout(blueprint, there, catalogue, named=request.blueprint is not None)
    facts = {slot: value for slot, value in facts.items() if _takes(blueprint, slot, value)}
    scope = scope_there(blueprint, there, reading, words)
    named = {SCOPE: scope} if scope is not None else {}
    stack = decide(
        blueprint,
        reading,
        catalogue,
        ask,
        given=Given({**facts, **words.slots}, {**named, **words.settings}),
        named=request.blueprint is not None,
        take_first=False,
    )
    stack = replace(stack, decisions=tuple(_as_found(each, found, facts) for each in stack.decisions))
    plan = make_plan(
        stack,
        catalogue,
        project_name=_name(request, there),
        directories=reading.directories,
        agents=[place_in(request.project, spec)],
        notes=[*_hazards(spec), *scope_notes(scope, reading), *check_rivals(stack, present, catalogue, words)],
        existing=there.folders,
    )
    _check_sources(plan, there, stack)
    return plan, there


def _check_unmanaged(project: Path) -> None:
    path = project / ANSWERS_FILE
    if not os.path.lexists(path):
        return
    try:
        stored = yaml.safe_load(read_plain(path, _MAX_BYTES).decode("utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        stored = None
    template = str(stored.get("_src_path")) if isinstance(stored, dict) else ""
    if template.startswith(_OURS):
        raise UsageError(
            f"{safe(str(project))} is managed already", hint="`agentscaffold update` changes it; nothing is to adopt."
        )
    raise UsageError(
        f"{safe(str(path))} is of another template",
        hint="A project has one template: remove that file if the other one is not used any more.",
    )


def _agent_file(request: AdoptRequest, there: Survey) -> Path:
    if request.agent is not None:
        return request.agent
    own = [path for path in there.agents if path.startswith(f"{AGENTS}/")]
    if len(own) == 1:
        return request.project / own[0]
    if own:
        raise UsageError(
            f"there are {len(own)} agent files in {AGENTS}: {', '.join(safe(path) for path in own[:10])}",
            hint=f"Name the one that describes the repository: --agent {safe(str(request.project / own[0]))}.",
        )
    raise UsageError(f"{safe(str(request.project))} has no agent file in {AGENTS}", hint="Name one: --agent FILE.")


def _hazards(spec: AgentSpec) -> list[str]:
    return [f"agent line {h.line}: {h.message.rstrip('.')}" for h in spec.hazards if h.severity == "warn"]


def _takes(blueprint: Blueprint, slot: Slot, value: str) -> bool:
    """Whether the slot is one to decide; what the blueprint is built on is not, and a rival of it is found later."""
    return slot in blueprint.slots and blueprint.identity.get(slot, value) == value


def _as_found(decision: Decision, found: Mapping[Slot, Present], facts: Mapping[Slot, str]) -> Decision:
    """What the repository decided is no word of the user: it is a default with a better reason."""
    if decision.source != "you" or facts.get(decision.slot) != decision.value or decision.slot not in found:
        return decision
    return replace(decision, source="default", reason=found[decision.slot].reason)


def _name(request: AdoptRequest, there: Survey) -> str:
    """The user's word, else what the manifest at the top says, else the name of the folder. Raises `UsageError`."""
    if request.name is not None:
        return project_name(request.name)
    named = next((m.name for m in there.of("npm") if not m.folder and m.name), "")
    plain = named.rpartition("/")[2]
    return plain if _NAME.fullmatch(plain) else project_name(request.project.resolve().name)


def _check_sources(plan: Plan, there: Survey, stack: Stack) -> None:
    """Next.js looks for its pages in one place: the top, or `src`. Raises `UnsupportedStackError`."""
    root = next((choice for choice in plan.paths if choice.role == "source"), None)
    if root is None or "single" not in stack.blueprint.layouts:
        return
    elsewhere = _PAGES if root.path != "." else tuple(f"src/{name}" for name in _PAGES)
    pages = [name for name in elsewhere if name in there.folders]
    if pages:
        where = f"{root.path}/" if root.path != "." else "the top of the repository"
        line = f" (line {root.line})" if root.line is not None else ""
        raise UnsupportedStackError(
            f"the agent file puts the application in {where}{line}, and the repository has {pages[0]}/",
            hint="Move the one or change the other: an application has its pages in one place.",
        )
