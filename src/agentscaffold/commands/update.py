"""`agentscaffold update`: a newer blueprint, other choices or a changed agent file, merged into a project."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from agentscaffold.blueprints import (
    Decision,
    PlacedAgent,
    Plan,
    Question,
    SettingChoice,
    load_blueprints,
    make_plan,
    setting_word,
)
from agentscaffold.catalogue import SLOTS, Slot, load_catalogue
from agentscaffold.checks import Finding
from agentscaffold.commands.arguments import Given, check_allowed, given
from agentscaffold.commands.decide import Ask, choose_blueprint, decide
from agentscaffold.commands.derived import Render, carry_derived
from agentscaffold.commands.guard import guard
from agentscaffold.commands.held import plan_in_place
from agentscaffold.commands.managed import KeptValue, leave_alone, moved_notes, unmanaged_note
from agentscaffold.engine import (
    ANSWERS_FILE,
    Adopted,
    FileChange,
    Merge,
    Recorded,
    answers_of,
    apply_merge,
    check_ready,
    new_names,
    outputs,
    plan_merge,
    read_answers,
    read_template,
    release,
    released_versions,
    render,
)
from agentscaffold.errors import UsageError
from agentscaffold.inference import Directory, Reading, infer
from agentscaffold.interruption import Progress
from agentscaffold.placement import agent_path, place_in
from agentscaffold.resources import template_root
from agentscaffold.safe_text import safe
from agentscaffold.spec import AgentSpec, read_agent


@dataclass(frozen=True)
class UpdateRequest:
    """What the user asked for. `agent` replaces the placed one; `to` is a blueprint version, the newest if `None`."""

    project: Path
    agent: Path | None = None
    settings: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()
    to: str | None = None
    dry_run: bool = False


@dataclass(frozen=True)
class Difference:
    """A slot or setting that is decided differently now. `before` or `after` is `None` where there is none."""

    name: str
    before: str | None
    after: str | None
    reason: str
    line: int | None = None


@dataclass(frozen=True)
class UpdateOutcome:
    """What was changed, or would be (`dry_run`). `diffs` holds a unified diff for each path in `changes`.

    `kept_values` are what stayed in manifests that are merged by key, although the blueprint changed it. `accepted`
    is what the agent names and neither blueprint nor project has, and what the baseline accepts from now on.
    """

    request: UpdateRequest
    before: str
    after: str
    plan: Plan
    differences: tuple[Difference, ...]
    changes: tuple[FileChange, ...]
    diffs: Mapping[str, str]
    needs_review: bool
    kept_values: tuple[KeptValue, ...] = ()
    accepted: tuple[Finding, ...] = ()


def update(request: UpdateRequest, ask: Ask, progress: Progress | None = None) -> UpdateOutcome:
    """Render the project as it was recorded and as it should be, and merge the difference into what is there.

    Nothing is written before the whole merge is known, and nothing on `dry_run`. `progress` is kept true for whoever
    interrupts it. Raises `ScaffoldError`s only.
    """
    recorded = read_answers(request.project)
    version = _version(request.to, recorded)
    check_ready(request.project)
    plan = _plan(request, recorded, ask)
    names = _new_names(recorded, version, plan)
    with (
        _rendered(recorded.version, recorded.answers) as old,
        _rendered(version, answers_of(plan, _adopted(recorded, names, plan))) as new,
    ):
        accepted: tuple[Finding, ...] = ()
        if not recorded.adopted.stored():  # else they would speak of a project that nobody has
            accepted = carry_derived(request.project, Render(recorded.version, old), Render(version, new))
        notes = (
            *unmanaged_note(recorded.adopted, names, old, new),
            *moved_notes(recorded.adopted, names, request.project),
        )
        kept = leave_alone(recorded.adopted, names, old, new, request.project)
        with plan_merge(request.project, old, new, answers_file=ANSWERS_FILE) as merge:
            outcome = UpdateOutcome(
                request,
                recorded.version,
                version,
                replace(plan, notes=(*plan.notes, *notes)),
                _differences(recorded, plan),
                tuple(_as_merged(change, recorded, names) for change in merge.changes),
                {change.path: merge.diff(change.path) for change in merge.changes},
                merge.needs_review or bool(kept),
                kept,
                accepted,
            )
            if not request.dry_run:
                _apply(merge, progress or Progress())
    return outcome


def _apply(merge: Merge, progress: Progress) -> None:
    def written() -> None:
        progress.state = "the update is complete; `git status` shows what it did."

    progress.state = "everything is as it was before."
    apply_merge(merge, written)


def _new_names(recorded: Recorded, version: str, plan: Plan) -> Mapping[str, str]:
    """What the new render calls the files that the project had before it was adopted."""
    if not recorded.adopted.stored():
        return {}
    with release(recorded.version) as old, release(version) as new:
        return new_names(outputs(read_template(old), recorded.answers), outputs(read_template(new), answers_of(plan)))


def _adopted(recorded: Recorded, names: Mapping[str, str], plan: Plan) -> Adopted:
    directories = {choice.role: choice.path for choice in plan.paths if choice.found}
    return recorded.adopted.renamed(names).model_copy(update={"directories": directories})


def _as_merged(change: FileChange, recorded: Recorded, names: Mapping[str, str]) -> FileChange:
    """A manifest that is merged by key is never replaced, whatever the merge of the files calls it."""
    merged = {names.get(path, path) for path in recorded.adopted.merged}
    return replace(change, kind="merged") if change.path in merged and change.kind == "updated" else change


@contextmanager
def _rendered(version: str, answers: Mapping[str, object]) -> Iterator[Path]:
    with release(version) as root, tempfile.TemporaryDirectory(prefix="agentscaffold-") as folder:
        target = Path(folder, "project")
        render(read_template(root), target, answers)
        yield target


def _version(wanted: str | None, recorded: Recorded) -> str:
    """The version to update to. Raises `UsageError` for one that is unknown or older than the project's."""
    current = read_template(template_root()).version
    known = tuple(dict.fromkeys((*released_versions(), current)))
    version = wanted or current
    if version not in known:
        raise UsageError(
            f"--to: there is no version {safe(version)} of the blueprints", hint=f"Known: {', '.join(known)}."
        )
    if recorded.version in known and known.index(version) < known.index(recorded.version):
        raise UsageError(
            f"the project was made with version {recorded.version} of the blueprints, and {version} is older",
            hint="Update agentscaffold, or go back with git.",
        )
    return version


def _plan(request: UpdateRequest, recorded: Recorded, ask: Ask) -> Plan:
    """What the project should be: the user above the agent file, and both above what was recorded."""
    catalogue, blueprints = load_catalogue(), load_blueprints()
    words = given(request.settings, catalogue, blueprints)
    check_allowed(request.allow)
    spec, placed = _agent(request, recorded)
    reading = infer(spec, catalogue)
    blueprint = choose_blueprint(recorded.blueprint, reading, catalogue, blueprints, words, agent=Path(spec.source))
    kept = _kept(recorded, reading, words)
    stack = decide(
        blueprint,
        reading,
        catalogue,
        _remembering(recorded, ask),
        given=Given({**kept.slots, **words.slots}, {**kept.settings, **words.settings}),
        named=True,
        take_first=False,
    )
    stack = replace(
        stack,
        decisions=tuple(_as_recorded(decision, recorded, words) for decision in stack.decisions),
        settings=tuple(_setting_as_recorded(choice, recorded, words) for choice in stack.settings),
    )
    others = [agent for agent in recorded.agents[1:] if agent.stem != placed.stem]

    def make(directories: Sequence[Directory], notes: Sequence[str]) -> Plan:
        return make_plan(
            stack,
            catalogue,
            project_name=recorded.project_name,
            directories=directories,
            agents=[placed, *others],
            notes=notes,
            existing=tuple(recorded.adopted.directories.values()),
        )

    return plan_in_place(request.project, recorded, reading.directories, make)


def _agent(request: UpdateRequest, recorded: Recorded) -> tuple[AgentSpec, PlacedAgent]:
    """The agent file that decides: the given one (guarded), else the one in the project, edited or not."""
    if request.agent is not None:
        spec = read_agent(request.agent)
        guard(spec, request.allow)
        return spec, place_in(request.project, spec)
    stem = recorded.agents[0].stem
    path = request.project / agent_path(stem)
    if not path.is_file():
        raise UsageError(f"{safe(str(path))} is missing", hint="Name the agent file: --agent FILE.")
    spec = read_agent(path)
    return spec, PlacedAgent(stem, spec.data.decode("utf-8"))


def _kept(recorded: Recorded, reading: Reading, words: Given) -> Given:
    """What holds on from before: the user's own words, and whatever the agent file still leaves open."""
    slots: dict[Slot, str] = {}
    for slot in SLOTS:
        decision = recorded.decisions.get(slot)
        found = reading.slots.get(slot)
        stated = found is not None and found.status == "stated"
        if decision is not None and (decision.source == "you" or not stated):
            slots[slot] = decision.value
    settings = {
        name: setting_word(value)
        for name, value in recorded.settings.items()
        if recorded.setting_sources.get(name) == "you" or name != "scope" or reading.package_scope is None
    }
    return Given(slots, settings)


def _remembering(recorded: Recorded, ask: Ask) -> Ask:
    """Answers a question as before, where that is still possible."""

    def answer(question: Question) -> str:
        before = recorded.decisions.get(question.slot)
        return before.value if before is not None and before.value in question.options else ask(question)

    return answer


def _as_recorded(decision: Decision, recorded: Recorded, words: Given) -> Decision:
    """A decision that was only kept stays that of whoever took it."""
    before = recorded.decisions.get(decision.slot)
    if before is None or decision.source != "you" or decision.slot in words.slots or before.source == "you":
        return decision
    source = "default" if before.source == "agent" else before.source
    return replace(decision, source=source, reason="as before")


def _setting_as_recorded(choice: SettingChoice, recorded: Recorded, words: Given) -> SettingChoice:
    before = recorded.setting_sources.get(choice.name)
    if choice.source != "you" or choice.name in words.settings or before in (None, "you"):
        return choice
    return replace(choice, source="default" if before == "agent" else before)


def _differences(recorded: Recorded, plan: Plan) -> tuple[Difference, ...]:
    """Slots first, in their order, then settings; only what has another value now."""
    found: list[Difference] = []
    for decision in plan.decisions:
        before = recorded.decisions.get(decision.slot)
        if before is None or before.value != decision.value:
            old = before.value if before else None
            found.append(Difference(decision.slot, old, decision.value, decision.reason, decision.line))
    decided = {decision.slot for decision in plan.decisions}
    for slot, gone in recorded.decisions.items():
        if slot not in decided:
            found.append(Difference(slot, gone.value, None, "the blueprint has no such slot any more"))
    for choice in plan.settings:
        stored = recorded.settings.get(choice.name)
        word = setting_word(stored) if stored is not None else None
        if word != choice.word:
            reason = {"you": "you said so", "agent": "the agent file"}.get(choice.source, "default")
            found.append(Difference(choice.name, word, choice.word, reason, choice.line))
    return tuple(found)
