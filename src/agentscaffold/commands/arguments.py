"""What the words of a command line mean: names, `--set`, `--allow`. Each slip is one message with the nearest name."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agentscaffold.blueprints import NONE, Blueprint
from agentscaffold.catalogue import SLOTS, Catalogue, Slot
from agentscaffold.errors import UsageError
from agentscaffold.placement import slug
from agentscaffold.safe_text import safe
from agentscaffold.spec import REFUSED_KINDS

_PROJECT_NAME = re.compile(r"[a-z][a-z0-9-]{0,62}")


@dataclass(frozen=True)
class Given:
    """What `--set` says: technology ids by slot; and words by setting, which only a blueprint can judge."""

    slots: Mapping[Slot, str]
    settings: Mapping[str, str]


def project_name(name: str) -> str:
    """`name` if a project can be called that. Raises `UsageError` with a name that is possible."""
    if _PROJECT_NAME.fullmatch(name):
        return name
    suggestion = slug(name).lstrip("0123456789-") or "my-service"
    raise UsageError(
        f"{safe(name)!r} cannot be a project name: it takes lower-case letters, digits and dashes, a letter first",
        hint=f"Use --name {suggestion}.",
    )


def given(words: Iterable[str], catalogue: Catalogue, blueprints: Sequence[Blueprint]) -> Given:
    """`name=value` words, apart for slots and for the settings of any blueprint; the last word for a name counts.

    Raises `UsageError` naming the nearest slot, setting or technology.
    """
    slots: dict[Slot, str] = {}
    settings: dict[str, str] = {}
    known_settings = dict.fromkeys(name for blueprint in blueprints for name in blueprint.settings)
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError(f"--set {safe(word)}: expected name=value", hint="For example --set package_manager=pnpm.")
        if name in known_settings:
            settings[name] = value
        elif name in SLOTS:
            slots[name] = _technology(name, value, catalogue)
        else:
            known = (*SLOTS, *known_settings)
            raise UsageError(f"--set: there is no slot or setting {safe(name)}", hint=nearest(name, known))
    return Given(slots, settings)


def _technology(slot: Slot, value: str, catalogue: Catalogue) -> str:
    known = [t.id for t in catalogue.of_slot(slot)]
    if value != NONE and value not in known:
        raise UsageError(f"--set: {safe(value)} is no known {slot}", hint=nearest(value, known))
    return value


def check_allowed(kinds: Iterable[str]) -> None:
    """Raises `UsageError` for a kind of finding that is never refused, so that `--allow` would do nothing."""
    for kind in kinds:
        if kind not in REFUSED_KINDS:
            raise UsageError(f"--allow: there is no finding {safe(kind)}", hint=nearest(kind, REFUSED_KINDS))


def nearest(word: str, candidates: Iterable[str]) -> str:
    """A hint for a slip: the candidate that was probably meant, else all of them."""
    names = list(candidates)
    close = difflib.get_close_matches(word, names, n=1, cutoff=0.5)
    return f"Did you mean {close[0]}?" if close else f"Known: {', '.join(names)}."
