"""The outcome of `new` for a terminal."""

from collections.abc import Sequence
from pathlib import Path

from agentscaffold.blueprints import Decision, Plan, SettingChoice
from agentscaffold.commands.new import NewOutcome
from agentscaffold.report.accepted import accepted_text
from agentscaffold.report.columns import aligned, size
from agentscaffold.safe_text import safe


def plan_text(plan: Plan) -> str:
    """The decisions of a plan, slot by slot and setting by setting, with who decided."""
    rows: list[tuple[str, str, str]] = [(d.slot, d.value, _origin(d)) for d in plan.decisions]
    rows += [(c.name, safe(c.word), _setting_origin(c)) for c in plan.settings]
    lines = [f"{plan.project_name}: blueprint {plan.blueprint}", "", *aligned(rows)]
    moved = [(c.role, f"{c.path}/", f"agent line {c.line}") for c in plan.paths if c.line is not None]
    if moved:
        lines += ["", "Directories the agent names", *aligned(moved)]
    if plan.replaced:
        lines += ["", "What stands in for what the agent names"]
        for each in plan.replaced:
            lines.append(f"  {each.name} (agent line {each.line}:{each.column}): {each.by}")
            lines.append(f"    {each.reason}")
    if plan.notes:
        lines += ["", *(f"  note: {safe(note)}" for note in plan.notes)]
    return "\n".join(lines)


def new_text(outcome: NewOutcome, *, plan_shown: bool = False) -> str:
    """What was made (or would be), what was decided by default, and what to do next.

    `plan_shown`: the plan was confirmed a moment ago and need not be repeated.
    """
    plan = [] if plan_shown else [plan_text(outcome.plan), ""]
    if outcome.request.dry_run:
        return "\n".join(
            [*plan, *_files(outcome), *accepted_text(outcome.accepted), "", "Dry run: nothing was written."]
        )
    lines = [*plan, *_made(outcome), *_problems(outcome), *accepted_text(outcome.accepted), "", "Next", *_next(outcome)]
    return "\n".join([*lines, "", "To make the same again", f"  {outcome.command}"])


def _origin(decision: Decision) -> str:
    if decision.line is not None:
        return f"agent line {decision.line}:{decision.column}"
    return f"default: {decision.reason}" if decision.source == "default" else decision.reason


def _setting_origin(choice: SettingChoice) -> str:
    if choice.line is not None:
        return f"agent line {choice.line}:{choice.column}"
    return "you said so" if choice.source == "you" else "default"


def _files(outcome: NewOutcome) -> Sequence[str]:
    rows = [(file.path, size(file.size), ", ".join(file.reasons)) for file in outcome.files]
    total = sum(file.size for file in outcome.files)
    return [f"{len(rows)} files, {size(total)}", *aligned(rows)]


def _made(outcome: NewOutcome) -> list[str]:
    agents = ", ".join(f".claude/agents/{agent.stem}.md" for agent in outcome.plan.agents)
    lines = [
        f"Created {safe(str(outcome.request.target))} with {len(outcome.files)} files",
        f"  agent    {agents}",
    ]
    if outcome.committed:
        lines.append("  git      a repository with one commit on main")
    elif outcome.git_note:
        lines.append(f"  git      {outcome.git_note}")
    if outcome.installation.outcome == "done":
        lines.append(f"  install  {outcome.installation.command}: done")
    return lines


def _problems(outcome: NewOutcome) -> list[str]:
    if outcome.installation.outcome != "failed":
        return []
    return [
        "",
        f"The project is complete, but `{outcome.installation.command}` failed: {outcome.installation.problem}.",
        "Run it again in the project once that is mended.",
    ]


def _next(outcome: NewOutcome) -> list[str]:
    manager = outcome.installation.command.split()[0]
    steps: list[str] = []
    if outcome.request.target.resolve() != Path.cwd():
        steps.append(f"cd {safe(str(outcome.request.target))}")
    if outcome.installation.outcome != "done":
        steps.append(outcome.installation.command)
    elif outcome.committed:
        steps.append('git add --all && git commit --message "Lock the dependencies"')
    steps += [f"{manager} run dev", f"{manager} test"]
    return [f"  {step}" for step in steps]
