"""`agentscaffold new`: from an agent file to a repository."""

import shlex
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agentscaffold.blueprints import PlacedAgent, Plan, load_blueprints, make_plan
from agentscaffold.catalogue import load_catalogue
from agentscaffold.checks import Finding
from agentscaffold.commands.arguments import check_allowed, given, project_name
from agentscaffold.commands.decide import Ask, choose_blueprint, decide
from agentscaffold.commands.derived import DERIVED, write_derived
from agentscaffold.commands.guard import guard
from agentscaffold.engine import GeneratedFile, Template, answers_of, check_target, read_template, render, staged, trace
from agentscaffold.environment import is_available
from agentscaffold.errors import EngineError, UsageError
from agentscaffold.inference import infer
from agentscaffold.installation import Installation, install
from agentscaffold.interruption import Progress
from agentscaffold.placement import place
from agentscaffold.repository import inside_work_tree, start
from agentscaffold.resources import template_root
from agentscaffold.safe_text import safe
from agentscaffold.spec import AgentSpec, read_agent


@dataclass(frozen=True)
class NewRequest:
    """What the user asked for. `git` is `None` when they did not say; `yes` takes the first of what is offered."""

    target: Path
    agent: Path
    blueprint: str | None = None
    settings: tuple[str, ...] = ()
    name: str | None = None
    allow: tuple[str, ...] = ()
    yes: bool = False
    install: bool = True
    git: bool | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class NewOutcome:
    """What was made, or would be made (`dry_run`).

    `accepted` is what the agent names and the project has not, and what its baseline accepts.
    """

    request: NewRequest
    spec: AgentSpec
    plan: Plan
    files: tuple[GeneratedFile, ...]
    committed: bool
    git_note: str | None
    installation: Installation
    command: str
    accepted: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Made:
    """The files, and what `check` would find and is accepted."""

    files: tuple[GeneratedFile, ...]
    accepted: tuple[Finding, ...]


def new(
    request: NewRequest,
    ask: Ask,
    confirm: Callable[[Plan], bool] = lambda _plan: True,
    progress: Progress | None = None,
) -> NewOutcome | None:
    """Read, understand, decide, plan, render, commit, install. Returns `None` if `confirm` says no to the plan.

    Nothing is written before every decision is made. `progress` is kept true for whoever interrupts it. Raises
    `ScaffoldError`s only.
    """
    check_target(request.target)
    name = project_name(request.target.resolve().name if request.name is None else request.name)
    catalogue, blueprints = load_catalogue(), load_blueprints()
    words = given(request.settings, catalogue, blueprints)
    check_allowed(request.allow)
    spec = read_agent(request.agent)
    guard(spec, request.allow)
    reading = infer(spec, catalogue)
    blueprint = choose_blueprint(request.blueprint, reading, catalogue, blueprints, words, agent=request.agent)
    stack = decide(
        blueprint,
        reading,
        catalogue,
        ask,
        given=words,
        named=request.blueprint is not None,
        take_first=request.yes,
    )
    placed = place(spec)
    plan = make_plan(
        stack,
        catalogue,
        project_name=name,
        directories=reading.directories,
        agents=[placed],
        notes=_warnings(spec, placed),
    )
    _check_package_names(plan)
    if request.dry_run:
        return _outcome(request, spec, plan, _preview(plan))
    if not confirm(plan):
        return None
    return _write(request, spec, plan, progress or Progress())


def _check_package_names(plan: Plan) -> None:
    """A package of the workspace must not take the place of one that the project gets from the registry."""
    taken = [p.name for p in plan.packages if p.name in read_template(template_root()).dependencies]
    if taken:
        raise UsageError(
            f"{', '.join(taken)} would be a package of this project, and is one of the registry that it needs",
            hint="Choose another scope: --set scope=@acme.",
        )


def _write(request: NewRequest, spec: AgentSpec, plan: Plan, progress: Progress) -> NewOutcome:
    template = read_template(template_root())
    git, git_note = _git_decision(request)
    manager = _package_manager(plan)

    def placed() -> None:
        progress.state = f"{safe(str(request.target))} is complete; what is left to do in it: {manager} install"

    with staged(request.target, placed) as stage:
        made = _render(template, plan, stage)
        if git:
            # Before the move, so that the project appears whole: files, repository and first commit.
            start(stage, f"Create {plan.project_name} with agentscaffold")
    done = (
        install(request.target, manager, proven=template.proven)
        if request.install
        else Installation("skipped", f"{manager} install")
    )
    if done.outcome == "done":
        progress.state = f"{safe(str(request.target))} is complete, with its dependencies."
    return _outcome(request, spec, plan, made, committed=git, git_note=git_note, installation=done)


def _preview(plan: Plan) -> _Made:
    template = read_template(template_root())
    with tempfile.TemporaryDirectory(prefix="agentscaffold-") as folder:
        rendered = Path(folder, plan.project_name)
        return _render(template, plan, rendered)


def _render(template: Template, plan: Plan, folder: Path) -> _Made:
    render(template, folder, answers_of(plan))
    accepted = write_derived(folder)
    return _Made(trace(template, plan, folder, others=DERIVED), accepted)


def _outcome(
    request: NewRequest,
    spec: AgentSpec,
    plan: Plan,
    made: _Made,
    *,
    committed: bool = False,
    git_note: str | None = None,
    installation: Installation | None = None,
) -> NewOutcome:
    skipped = Installation("skipped", f"{_package_manager(plan)} install")
    return NewOutcome(
        request,
        spec,
        plan,
        made.files,
        committed,
        git_note,
        installation or skipped,
        reproducing_command(request, plan),
        made.accepted,
    )


def reproducing_command(request: NewRequest, plan: Plan) -> str:
    """The command line that makes the same project again, byte for byte, without asking anything."""
    words = ["agentscaffold", "new", str(request.target), "--agent", str(request.agent)]
    words += ["--blueprint", plan.blueprint, "--name", plan.project_name]
    for decision in plan.decisions:
        if decision.source == "you":
            words += ["--set", f"{decision.slot}={decision.value}"]
    for choice in plan.settings:
        if choice.source == "you":
            words += ["--set", f"{choice.name}={choice.word}"]
    told = {d.slot for d in plan.decisions} | {choice.name for choice in plan.settings}
    words += [w for s in request.settings if s.split("=")[0] not in told for w in ("--set", s)]
    words += [word for kind in request.allow for word in ("--allow", kind)]
    if request.git is not None:
        words.append("--git" if request.git else "--no-git")
    if not request.install:
        words.append("--no-install")
    return shlex.join([*words, "--yes" if request.yes else "--no-input"])


def _warnings(spec: AgentSpec, placed: PlacedAgent) -> list[str]:
    """What is worth a look in the agent file, but no reason to refuse it."""
    found = [f"agent line {h.line}: {h.message.rstrip('.')}" for h in spec.hazards if h.severity == "warn"]
    if spec.frontmatter.name not in (None, placed.stem):
        found.append(f"the agent is placed as {placed.stem}.md: its name is no plain file name")
    return found


def _git_decision(request: NewRequest) -> tuple[bool, str | None]:
    """Whether to make a repository, and why not if the user did not say so."""
    if request.git is False:
        return False, None
    if not is_available("git"):
        if request.git:
            raise EngineError("--git: git is not on the PATH", hint="Install git, or use --no-git.")
        return False, "no repository was made: git is not on the PATH"
    if request.git:
        return True, None
    if inside_work_tree(request.target.absolute().parent):
        return False, "no repository was made: the folder is already in one (--git makes one all the same)"
    return True, None


def _package_manager(plan: Plan) -> str:
    return next(d.value for d in plan.decisions if d.slot == "package_manager")
