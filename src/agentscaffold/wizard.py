"""Open questions: asked of a person, answered by the default, or refused where nobody can be asked."""

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import questionary

from agentscaffold.blueprints import Question
from agentscaffold.errors import OpenQuestionError
from agentscaffold.safe_text import safe

if TYPE_CHECKING:
    from agentscaffold.commands.offers import Offer


def ask(question: Question) -> str:
    """Ask in the terminal; only valid values can be chosen, the others are shown with the reason."""
    where = f" (line {question.line})" if question.line else ""
    choices = [questionary.Choice(title=value, value=value) for value in question.options]
    choices += [
        questionary.Choice(title=value, value=value, disabled=safe(reason))
        for value, reason in question.rejected.items()
    ]
    answer = questionary.select(
        f"Which {_words(question.slot)}? The agent file offers several{where}",
        choices=choices,
        default=question.default,
        use_shortcuts=False,
    ).unsafe_ask()
    return str(answer)


def ask_target() -> Path:
    answer = questionary.text("Where should the project go?", default="my-service").unsafe_ask()
    return Path(str(answer))


def ask_agent(found: list[Path]) -> Path:
    """Choose an agent file: one of those found, or a path typed in."""
    if found:
        other = "another file…"
        answer = questionary.select(
            "Which agent file?", choices=[*(safe(str(path)) for path in found), other]
        ).unsafe_ask()
        for path in found:
            if safe(str(path)) == answer:
                return path
    typed = questionary.path("Path of the agent file").unsafe_ask()
    return Path(str(typed)).expanduser()


def confirm(summary: str, question: str = "Create it?") -> bool:
    print(summary)  # noqa: T201 - what is being asked about
    return bool(questionary.confirm(question, default=True).unsafe_ask())


def choose(offer: "Offer") -> bool:
    """Ask whether a group of missing files is wanted; a few of its files show what it is."""
    shown = ", ".join(safe(PurePosixPath(path).name) for path in offer.files[:3])
    more = f" and {len(offer.files) - 3} more" if len(offer.files) > 3 else ""
    needs = f"; it needs {', '.join(map(safe, offer.without))}, which you left out" if offer.without else ""
    message = f"{safe(offer.name)} is missing: {shown}{more}{needs}. Take it?"
    return bool(questionary.confirm(message, default=not offer.without).unsafe_ask())


def refuse_offer(offer: "Offer") -> bool:
    """The policy of `--no-input` for what is missing. Raises `OpenQuestionError` that names the flags."""
    raise OpenQuestionError(
        f"{safe(offer.name)} is missing ({len(offer.files)} files), and nobody can be asked whether it is wanted",
        hint="Pass --all, or choose with --include and --exclude; --dry-run shows everything that is missing.",
    )


def _words(slot: str) -> str:
    return {"orm": "ORM", "api": "API style"}.get(slot, slot.replace("_", " "))


def refuse(question: Question) -> str:
    """The policy of `--no-input`. Raises `OpenQuestionError` that names the flag."""
    where = f" (line {question.line})" if question.line else ""
    raise OpenQuestionError(
        f"{question.slot} is open: the agent file offers several and decides for none{where}",
        hint=f"Pass --set {question.slot}=VALUE with one of: {', '.join(question.options)}; or --yes for the first.",
    )
