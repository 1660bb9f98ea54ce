"""`agentscaffold new`: from an agent file to a repository."""

import difflib
import re
import shlex
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from agentscaffold.blueprints import (
    NONE,
    Blueprint,
    PlacedAgent,
    Plan,
    Question,
    Stack,
    load_blueprints,
    make_plan,
    match_blueprint,
    resolve,
)
from agentscaffold.catalogue import SLOTS, Catalogue, Slot, load_catalogue
from agentscaffold.engine import GeneratedFile, answers_of, check_target, read_template, render, staged, trace
from agentscaffold.environment import is_available
from agentscaffold.errors import AgentFileError, EngineError, UnsupportedStackError, UsageError
from agentscaffold.inference import Reading, infer
from agentscaffold.installation import Installation, install
from agentscaffold.placement import place, slug
from agentscaffold.repository import inside_work_tree, start
from agentscaffold.resources import template_root
from agentscaffold.safe_text import safe
from agentscaffold.spec import REFUSED_KINDS, AgentSpec, read_agent

_PROJECT_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")

Ask = Callable[[Question], str]
"""Gets the answer to an open question, from a person or from a policy; returns one of its options."""


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
    """What was made, or would be made (`dry_run`)."""

    request: NewRequest
    spec: AgentSpec
    plan: Plan
    files: tuple[GeneratedFile, ...]
    committed: bool
    git_note: str | None
    installation: Installation
    command: str


def new(request: NewRequest, ask: Ask, confirm: Callable[[Plan], bool] = lambda _plan: True) -> NewOutcome | None:
    """Read, understand, decide, plan, render, commit, install. Returns `None` if `confirm` says no to the plan.

    Nothing is written before every decision is made. Raises `ScaffoldError`s only.
    """
    check_target(request.target)
    name = _project_name(request)
    catalogue = load_catalogue()
    overrides = _settings(request.settings, catalogue)
    _check_allowed(request.allow)
    spec = read_agent(request.agent)
    _guard(spec, request.allow)
    reading = infer(spec, catalogue)
    blueprint = _blueprint(request, reading, catalogue, overrides)
    stack = _decided(request, blueprint, reading, catalogue, overrides, ask)
    placed = place(spec)
    plan = make_plan(
        stack,
        catalogue,
        project_name=name,
        directories=reading.directories,
        agents=[placed],
        notes=_warnings(spec, placed),
    )
    if request.dry_run:
        return _outcome(request, spec, plan, _preview(plan))
    if not confirm(plan):
        return None
    return _write(request, spec, plan)


def _write(request: NewRequest, spec: AgentSpec, plan: Plan) -> NewOutcome:
    template = read_template(template_root())
    git, git_note = _git_decision(request)
    with staged(request.target) as stage:
        render(template, stage, answers_of(plan))
        files = trace(template, plan, stage)
        if git:
            # Before the move, so that the project appears whole: files, repository and first commit.
            start(stage, f"Create {plan.project_name} with agentscaffold")
    manager = _package_manager(plan)
    done = (
        install(request.target, manager, proven=template.proven)
        if request.install
        else Installation("skipped", f"{manager} install")
    )
    return _outcome(request, spec, plan, files, committed=git, git_note=git_note, installation=done)


def _preview(plan: Plan) -> tuple[GeneratedFile, ...]:
    template = read_template(template_root())
    with tempfile.TemporaryDirectory(prefix="agentscaffold-") as folder:
        rendered = Path(folder, plan.project_name)
        render(template, rendered, answers_of(plan))
        return trace(template, plan, rendered)


def _outcome(
    request: NewRequest,
    spec: AgentSpec,
    plan: Plan,
    files: tuple[GeneratedFile, ...],
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
        files,
        committed,
        git_note,
        installation or skipped,
        reproducing_command(request, plan),
    )


def reproducing_command(request: NewRequest, plan: Plan) -> str:
    """The command line that makes the same project again, byte for byte, without asking anything."""
    words = ["agentscaffold", "new", str(request.target), "--agent", str(request.agent)]
    words += ["--blueprint", plan.blueprint, "--name", plan.project_name]
    for decision in plan.decisions:
        if decision.source == "you":
            words += ["--set", f"{decision.slot}={decision.value}"]
    given = {d.slot for d in plan.decisions}
    words += [w for s in request.settings if s.split("=")[0] not in given for w in ("--set", s)]
    words += [word for kind in request.allow for word in ("--allow", kind)]
    if request.git is not None:
        words.append("--git" if request.git else "--no-git")
    if not request.install:
        words.append("--no-install")
    return shlex.join([*words, "--yes" if request.yes else "--no-input"])


def _project_name(request: NewRequest) -> str:
    folder = request.target.resolve().name
    name = request.name if request.name is not None else folder
    if _PROJECT_NAME.fullmatch(name):
        return name
    suggestion = slug(name).lstrip("0123456789-") or "my-service"
    raise UsageError(
        f"{safe(name)!r} cannot be a project name: it takes lower-case letters, digits and dashes, a letter first",
        hint=f"Use --name {suggestion}.",
    )


def _settings(settings: Iterable[str], catalogue: Catalogue) -> dict[Slot, str]:
    """`slot=value` words as a mapping. Raises `UsageError` naming the nearest slot or value."""
    found: dict[Slot, str] = {}
    for setting in settings:
        slot, equals, value = setting.partition("=")
        if not equals:
            raise UsageError(
                f"--set {safe(setting)}: expected slot=value", hint="For example --set package_manager=pnpm."
            )
        if slot not in SLOTS:
            raise UsageError(f"--set: there is no slot {safe(slot)}", hint=_nearest(slot, SLOTS))
        known = [t.id for t in catalogue.of_slot(slot)]
        if value != NONE and value not in known:
            raise UsageError(f"--set: {safe(value)} is no known {slot}", hint=_nearest(value, known))
        found[slot] = value
    return found


def _nearest(word: str, candidates: Iterable[str]) -> str:
    names = list(candidates)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    return f"Did you mean {close[0]}?" if close else f"Known: {', '.join(names)}."


def _check_allowed(kinds: Iterable[str]) -> None:
    for kind in kinds:
        if kind not in REFUSED_KINDS:
            raise UsageError(f"--allow: there is no finding {safe(kind)}", hint=_nearest(kind, REFUSED_KINDS))


def _guard(spec: AgentSpec, allowed: tuple[str, ...]) -> None:
    """Refuse what an agent file could do to its reader, unless it was allowed by name."""
    refused = [h for h in spec.hazards if h.severity == "refuse" and h.kind not in allowed]
    if refused:
        lines = "; ".join(f"line {h.line}: {h.message.rstrip('.')}" for h in refused)
        kinds = " ".join(f"--allow {kind}" for kind in dict.fromkeys(h.kind for h in refused))
        raise AgentFileError(
            f"{safe(spec.source)}: {lines}",
            hint=f"Look at those lines; to place the file all the same: {kinds}.",
        )


def _warnings(spec: AgentSpec, placed: PlacedAgent) -> list[str]:
    """What is worth a look in the agent file, but no reason to refuse it."""
    found = [f"agent line {h.line}: {h.message.rstrip('.')}" for h in spec.hazards if h.severity == "warn"]
    if spec.frontmatter.name not in (None, placed.stem):
        found.append(f"the agent is placed as {placed.stem}.md: its name is no plain file name")
    return found


def _blueprint(request: NewRequest, reading: Reading, catalogue: Catalogue, overrides: Mapping[Slot, str]) -> Blueprint:
    blueprints = load_blueprints()
    by_name = {b.name: b for b in blueprints}
    if request.blueprint is not None:
        if request.blueprint not in by_name:
            raise UsageError(
                f"there is no blueprint {safe(request.blueprint)}", hint=_nearest(request.blueprint, by_name)
            )
        return by_name[request.blueprint]
    match = match_blueprint(reading, catalogue, blueprints, overrides)
    if match.name is None:
        raise UnsupportedStackError(
            f"no blueprint generates this stack: {match.reason}",
            hint=f"`agentscaffold explain {shlex.quote(str(request.agent))}` shows what was recognised and where; "
            "--set slot=value overrules a line, --blueprint NAME chooses.",
        )
    return by_name[match.name]


def _decided(
    request: NewRequest,
    blueprint: Blueprint,
    reading: Reading,
    catalogue: Catalogue,
    overrides: Mapping[Slot, str],
    ask: Ask,
) -> Stack:
    """Resolve, ask the first open question, resolve again: an answer may change what the next one can be."""
    answered: dict[Slot, str] = {}
    while True:
        stack = resolve(
            blueprint,
            reading,
            catalogue,
            overrides=overrides,
            answered=answered,
            named=request.blueprint is not None,
            take_first=request.yes,
        )
        if not stack.questions:
            return stack
        question = stack.questions[0]
        answered[question.slot] = ask(question)


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
