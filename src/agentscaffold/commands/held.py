"""Keeps the packages of an adopted project where they are: a manifest must not leave the code that it describes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath

from agentscaffold.blueprints import PathChoice, Plan
from agentscaffold.engine import Recorded
from agentscaffold.inference import Directory

MakePlan = Callable[[Sequence[Directory], Sequence[str]], Plan]
"""A plan from the directories of the agent file, and with notes."""


def plan_in_place(project: Path, recorded: Recorded, directories: Sequence[Directory], make: MakePlan) -> Plan:
    """The plan of an update that moves no folder with a manifest of the user's in it; a note says what stays."""
    plan = make(directories, ())
    held = _held(project, recorded, plan)
    if not held:
        return plan
    notes = [
        f"{old}/ stays, because its manifest is yours; the agent file says {new}/. To move it: "
        f"git mv {old} {new}, commit, and update again"
        for new, old in held.items()
    ]
    plan = make([_in_place(each, held) for each in directories], notes)
    return replace(plan, paths=tuple(_as_held(choice, held, recorded) for choice in plan.paths))


def _held(project: Path, recorded: Recorded, plan: Plan) -> Mapping[str, str]:
    """New → old folder of every role that would move away with a manifest that is merged by key."""
    yours = {PurePosixPath(path).parent.as_posix() for path in recorded.adopted.merged if (project / path).is_file()}
    before = recorded.answers.get("paths", {})
    moves = {choice.path: str(before.get(choice.role, choice.path)) for choice in plan.paths}
    return {new: old for new, old in moves.items() if old not in (new, ".") and old in yours}


def _in_place(directory: Directory, held: Mapping[str, str]) -> Directory:
    path = PurePosixPath(directory.path)
    for new, old in held.items():
        if path.is_relative_to(new):
            return replace(directory, path=(PurePosixPath(old) / path.relative_to(new)).as_posix())
    return directory


def _as_held(choice: PathChoice, held: Mapping[str, str], recorded: Recorded) -> PathChoice:
    """No line of the agent file says so."""
    if choice.path not in held.values():
        return choice
    return replace(choice, source="default", line=None, found=choice.role in recorded.adopted.directories)
