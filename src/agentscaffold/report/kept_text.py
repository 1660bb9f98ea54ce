"""Values of manifests that stayed against the blueprint, for a terminal."""

from collections.abc import Iterator, Sequence

from agentscaffold.commands.managed import KeptValue
from agentscaffold.report.columns import aligned
from agentscaffold.safe_text import safe

_LIMIT = 60


def kept_text(values: Sequence[KeptValue]) -> Iterator[str]:
    """One line for each value, under the manifest it is in."""
    for path in dict.fromkeys(value.path for value in values):
        here = [value for value in values if value.path == path]
        broken = [value for value in here if value.key is None]
        yield from (f"  {safe(path)}: not merged: {safe(value.blueprint or '')}" for value in broken)
        rows = [(safe(v.key), _side(v.yours), _side(v.blueprint)) for v in here if v.key is not None]
        if rows:
            yield f"  {safe(path)}"
            yield from aligned([(key, f"yours {yours}", f"blueprint {its}") for key, yours, its in rows], indent=4)


def _side(value: str | None) -> str:
    return "has none" if value is None else safe(value, _LIMIT)
