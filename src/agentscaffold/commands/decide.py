"""From what was read to what will be made: the blueprint, and every decision in it."""

import shlex
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from agentscaffold.blueprints import Blueprint, Question, Stack, choose_settings, match_blueprint, resolve
from agentscaffold.catalogue import Catalogue, Slot
from agentscaffold.commands.arguments import Given, nearest
from agentscaffold.errors import UnsupportedStackError, UsageError
from agentscaffold.inference import Reading
from agentscaffold.safe_text import safe

Ask = Callable[[Question], str]
"""Gets the answer to an open question, from a person or from a policy; returns one of its options."""


def choose_blueprint(
    named: str | None,
    reading: Reading,
    catalogue: Catalogue,
    blueprints: Sequence[Blueprint],
    given: Given,
    *,
    agent: Path,
) -> Blueprint:
    """The blueprint the user named, else the one that fits what `agent` says.

    Raises `UsageError` for a name that does not exist and for settings that the blueprint does not have,
    `UnsupportedStackError` when none fits.
    """
    by_name = {b.name: b for b in blueprints}
    if named is not None:
        if named not in by_name:
            raise UsageError(f"there is no blueprint {safe(named)}", hint=nearest(named, by_name))
        return _with_settings(by_name[named], blueprints, given.settings)
    match = match_blueprint(reading, catalogue, blueprints, given.slots)
    if match.name is None:
        raise UnsupportedStackError(
            f"no blueprint generates this stack: {match.reason}",
            hint=f"`agentscaffold explain {shlex.quote(str(agent))}` shows what was recognised and where; "
            "--set slot=value overrules a line, --blueprint NAME chooses.",
        )
    return _with_settings(by_name[match.name], blueprints, given.settings)


def _with_settings(blueprint: Blueprint, blueprints: Sequence[Blueprint], settings: Iterable[str]) -> Blueprint:
    """`blueprint`, if it has all these settings. Raises `UsageError` naming those that have it."""
    for name in settings:
        if name not in blueprint.settings:
            others = ", ".join(other.name for other in blueprints if name in other.settings)
            raise UsageError(
                f"--set {name}: the blueprint {blueprint.name} has no such setting",
                hint=f"It is a setting of {others}; leave it out, or choose with --blueprint.",
            )
    return blueprint


def decide(
    blueprint: Blueprint,
    reading: Reading,
    catalogue: Catalogue,
    ask: Ask,
    *,
    given: Given,
    named: bool,
    take_first: bool,
) -> Stack:
    """Settings first, which ask nothing; then resolve, ask the first open question, resolve again.

    An answer may change what the next question can be. `resolve` says what the options mean and what it raises;
    `choose_settings` raises `UsageError`.
    """
    settings = choose_settings(blueprint, given.settings, reading)
    answered: dict[Slot, str] = {}
    while True:
        stack = resolve(
            blueprint,
            reading,
            catalogue,
            overrides=given.slots,
            answered=answered,
            named=named,
            take_first=take_first,
        )
        if not stack.questions:
            return replace(stack, settings=settings)
        question = stack.questions[0]
        answered[question.slot] = ask(question)
