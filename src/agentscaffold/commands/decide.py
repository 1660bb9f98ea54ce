"""From what was read to what will be made: the blueprint, and every decision in it."""

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path

from agentscaffold.blueprints import Blueprint, Question, Stack, load_blueprints, match_blueprint, resolve
from agentscaffold.catalogue import Catalogue, Slot
from agentscaffold.commands.arguments import nearest
from agentscaffold.errors import UnsupportedStackError, UsageError
from agentscaffold.inference import Reading
from agentscaffold.safe_text import safe

Ask = Callable[[Question], str]
"""Gets the answer to an open question, from a person or from a policy; returns one of its options."""


def choose_blueprint(
    named: str | None, reading: Reading, catalogue: Catalogue, overrides: Mapping[Slot, str], *, agent: Path
) -> Blueprint:
    """The blueprint the user named, else the one that fits what `agent` says.

    Raises `UsageError` for a name that does not exist, `UnsupportedStackError` when none fits.
    """
    blueprints = load_blueprints()
    by_name = {b.name: b for b in blueprints}
    if named is not None:
        if named not in by_name:
            raise UsageError(f"there is no blueprint {safe(named)}", hint=nearest(named, by_name))
        return by_name[named]
    match = match_blueprint(reading, catalogue, blueprints, overrides)
    if match.name is None:
        raise UnsupportedStackError(
            f"no blueprint generates this stack: {match.reason}",
            hint=f"`agentscaffold explain {shlex.quote(str(agent))}` shows what was recognised and where; "
            "--set slot=value overrules a line, --blueprint NAME chooses.",
        )
    return by_name[match.name]


def decide(
    blueprint: Blueprint,
    reading: Reading,
    catalogue: Catalogue,
    ask: Ask,
    *,
    overrides: Mapping[Slot, str],
    named: bool,
    take_first: bool,
) -> Stack:
    """Resolve, ask the first open question, resolve again: an answer may change what the next one can be.

    The options are those of `resolve`, which says what they mean and what it raises.
    """
    answered: dict[Slot, str] = {}
    while True:
        stack = resolve(
            blueprint,
            reading,
            catalogue,
            overrides=overrides,
            answered=answered,
            named=named,
            take_first=take_first,
        )
        if not stack.questions:
            return stack
        question = stack.questions[0]
        answered[question.slot] = ask(question)
