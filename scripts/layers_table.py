"""Which layer serves which blueprint: writes `docs/layers.md` from the template and the blueprints.

    python scripts/layers_table.py

`pytest --accept tests/test_layers_table.py` does the same; without `--accept` it fails when the page is stale.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from agentscaffold.blueprints import (
    Blueprint,
    Decision,
    LayersSetting,
    SettingChoice,
    Stack,
    load_blueprints,
    make_plan,
)
from agentscaffold.blueprints.rules import every_choice
from agentscaffold.catalogue import Catalogue, load_catalogue
from agentscaffold.engine import Template, read_template
from agentscaffold.resources import template_root

PAGE = Path(__file__).resolve().parents[1] / "docs" / "layers.md"
HEAD = """\
# Layers and blueprints

A row is a layer, one folder of `blueprints/layers`; a row such as `nextjs + trpc` is what lies in both folders, one
inside the other, and is part of a project only where both layers are on. `always`: every project of that blueprint has
it; `choice`: those whose technologies or settings ask for it; nothing: none can. `files` counts templates and
contributions to shared files (`_parts`).

Made from the code by `python scripts/layers_table.py`; a test fails when it is stale.

"""

Layers = tuple[str, ...]
"""Keys of layer folders, from the outer one to the inner one."""


def page(template: Template, blueprints: Sequence[Blueprint], catalogue: Catalogue) -> str:
    """The text of `docs/layers.md`: a row for each layer and each nesting of layers, a column for each blueprint."""
    counts = Counter(file.layers for file in (*template.files, *template.contributions) if file.layers)
    counts.update({(layer,): 0 for layer in template.layers})  # a layer may have files only together with others
    projects = [_Projects(blueprint, catalogue) for blueprint in blueprints]
    rows = [["layer", "files", *(blueprint.name for blueprint in blueprints)]]
    rows += [[_name(layers), str(counts[layers]), *(p.serves(layers) for p in projects)] for layers in sorted(counts)]
    return HEAD + _table(rows) + _shared(counts, projects)


class _Projects:
    """The layers of every project that a blueprint can make, without and with all that its settings add."""

    def __init__(self, blueprint: Blueprint, catalogue: Catalogue) -> None:
        self._least = [_layers(blueprint, stack, catalogue) for stack in _stacks(blueprint, catalogue, every=False)]
        self._most = [_layers(blueprint, stack, catalogue) for stack in _stacks(blueprint, catalogue, every=True)]

    def serves(self, layers: Layers) -> str:
        if all(on.issuperset(layers) for on in self._least):
            return "always"
        return "choice" if any(on.issuperset(layers) for on in self._most) else ""


def _stacks(blueprint: Blueprint, catalogue: Catalogue, *, every: bool) -> Iterator[Stack]:
    lists = {name: each for name, each in blueprint.settings.items() if isinstance(each, LayersSetting)}
    settings = tuple(SettingChoice(name, each.layers if every else (), "default") for name, each in lists.items())
    for choices in every_choice(blueprint, catalogue):
        decisions = tuple(Decision(slot, value, "default", "") for slot, value in choices.items())
        yield Stack(blueprint, decisions, (), (), settings)


def _layers(blueprint: Blueprint, stack: Stack, catalogue: Catalogue) -> frozenset[str]:
    plan = make_plan(stack, catalogue, project_name=blueprint.name, directories=(), agents=())
    return frozenset(layer.replace("-", "_") for layer in plan.layers)


def _name(layers: Layers) -> str:
    return " + ".join(layer.replace("_", "-") for layer in layers)


def _shared(counts: Counter[Layers], projects: Sequence[_Projects]) -> str:
    if len(projects) < 2:
        return ""
    shared = sum(files for layers, files in counts.items() if sum(p.serves(layers) != "" for p in projects) > 1)
    return f"\n{shared} of {counts.total()} files serve more than one blueprint.\n"


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_line(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    return "\n".join([lines[0], _line("-" * width for width in widths), *lines[1:]]) + "\n"


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def current() -> str:
    """What the page has to be in this checkout."""
    return page(read_template(template_root()), load_blueprints(), load_catalogue())


if __name__ == "__main__":
    PAGE.write_text(current(), encoding="utf-8")
