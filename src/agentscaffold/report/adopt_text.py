"""The outcome of `adopt` for a terminal."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from agentscaffold.commands.adopt import AdoptOutcome
from agentscaffold.commands.adopt_files import AdoptedFile, Lack
from agentscaffold.commands.managed import KeptValue
from agentscaffold.report.accepted import accepted_text
from agentscaffold.report.columns import DIFF_WIDTH, aligned
from agentscaffold.report.kept_text import kept_text
from agentscaffold.report.new_text import plan_text
from agentscaffold.safe_text import safe

_SHOWN = 3
_MAJOR = re.compile(r"\d+")
_VERSIONS = frozenset({"dependencies", "devDependencies", "peerDependencies", "optionalDependencies", "catalog"})


def adopt_text(outcome: AdoptOutcome, *, with_diffs: bool = False, plan_shown: bool = False) -> str:
    """What was decided, what becomes of the files, what stayed against the blueprint, and what is left to do.

    `plan_shown`: all but the last was confirmed a moment ago and need not be repeated.
    """
    if plan_shown:
        return "\n".join(_next(outcome))
    last = ("Dry run: nothing was written.",) if outcome.request.dry_run else _next(outcome)
    return "\n".join([*_plan(outcome, with_diffs), "", *last])


def adopt_plan_text(outcome: AdoptOutcome, *, with_diffs: bool = False) -> str:
    """What would be done, for whoever has to confirm it."""
    return "\n".join(_plan(outcome, with_diffs))


def _plan(outcome: AdoptOutcome, with_diffs: bool) -> Iterator[str]:
    yield plan_text(outcome.plan)
    there = [(c.role, f"{safe(c.path)}/", "it is there") for c in outcome.plan.paths if c.found]
    if there:
        yield from ("", "Directories of the repository", *aligned(there))
    yield from _files(outcome)
    yield from _manifests(outcome)
    if outcome.lacks:
        yield from ("", "New files and scripts need what the blueprint does not write here", *map(_lack, outcome.lacks))
    yield from accepted_text(outcome.accepted)
    collisions = [change for change in outcome.changes if change.kind == "collision"]
    for change in collisions:
        yield f"  {safe(change.path)}: NOT WRITTEN: {safe(change.detail or '')}"
    if with_diffs:
        for change in outcome.changes:
            yield from ("", *(safe(line, DIFF_WIDTH) for line in outcome.diffs[change.path].splitlines()))


def _files(outcome: AdoptOutcome) -> Iterator[str]:
    by_state = {state: [f for f in outcome.files if f.state == state] for state in ("new", "left_out", "yours", "same")}
    for state, title in (("new", "Added"), ("left_out", "Left out, and not managed")):
        if by_state[state]:
            yield from ("", f"{title}: {_count(by_state[state])}", *aligned(_grouped(by_state[state])))
    if by_state["yours"]:
        rows = [(safe(f.path), safe(f.detail or "yours is another")) for f in by_state["yours"]]
        yield from ("", f"Yours, and not managed: {_count(by_state['yours'])}", *aligned(rows))
    if by_state["same"]:
        yield from ("", f"The same as the blueprint's, and managed: {_count(by_state['same'])}")


def _grouped(files: list[AdoptedFile]) -> list[tuple[str, str, str]]:
    rows: list[tuple[str, str, str]] = []
    for group in sorted({file.group for file in files}):
        here = [file.path for file in files if file.group == group]
        shown = ", ".join(safe(path.removeprefix(f"{group}/")) for path in here[:_SHOWN])
        more = f" and {len(here) - _SHOWN} more" if len(here) > _SHOWN else ""
        rows.append((safe(group), str(len(here)), shown + more))
    return rows


def _count(files: list[AdoptedFile]) -> str:
    return f"{len(files)} file{'s' if len(files) != 1 else ''}"


def _manifests(outcome: AdoptOutcome) -> Iterator[str]:
    if outcome.adopted.merged:
        yield from ("", "Merged by key: what was there stays, and what was missing is managed")
    for path in outcome.adopted.merged:
        keys = ", ".join(safe(key) for key in outcome.added.get(path, ()))
        yield f"  {safe(path)}: adds {keys or 'nothing'}"
    if outcome.kept_values:
        yield from ("", "Kept as you have it, although the blueprint has it otherwise: look whether it fits")
        yield from kept_text(outcome.kept_values)
        others = other_majors(outcome.kept_values)
        if others:
            yield f"  Of another major version, so that an install may not resolve: {', '.join(map(safe, others))}"


def other_majors(values: Sequence[KeptValue]) -> tuple[str, ...]:
    """The packages that stay at another major version than the blueprint has."""
    found: list[str] = []
    for value in values:
        section, _, name = (value.key or "").partition(".")
        yours, its = (_MAJOR.search(side or "") for side in (value.yours, value.blueprint))
        if section in _VERSIONS and yours and its and yours[0] != its[0]:
            found.append(name)
    return tuple(dict.fromkeys(found))


def _lack(lack: Lack) -> str:
    whose = "left out" if lack.state == "left_out" else "yours"
    some = ", ".join(safe(path) for path in lack.importers[:_SHOWN])
    more = f" and {len(lack.importers) - _SHOWN} more" if len(lack.importers) > _SHOWN else ""
    return f"  {safe(lack.path)} ({whose}), for {some}{more}"


def _next(outcome: AdoptOutcome) -> Iterator[str]:
    if not outcome.changes:
        yield "Nothing to write."
        return
    manager = next(d.value for d in outcome.plan.decisions if d.slot == "package_manager")
    yield f"Adopted {safe(str(outcome.request.project))}: from now on `agentscaffold update` keeps it up to date."
    yield from ("", "Next")
    if outcome.request.project.resolve() != Path.cwd():
        yield f"  cd {safe(str(outcome.request.project))}"
    yield "  git diff && git status"
    if outcome.kept_values or outcome.lacks:
        yield "  mend what is listed above"
    yield f"  {manager} install"
    other = {value.key for value in outcome.kept_values if value.path == "package.json"}
    for script, command in (("typecheck", "run typecheck"), ("test", "test")):
        if f"scripts.{script}" not in other:  # it stayed what it was
            yield f"  {manager} {command}"
    yield "  git add --all && git commit"
