from datetime import date
from pathlib import Path, PurePosixPath

from layers_table import HEAD, PAGE, current, page

from agentscaffold.engine import Template
from agentscaffold.engine.template import TemplateFile

from .blueprints.support import BLUEPRINT, CATALOGUE, WITH_SETTINGS

OTHER = WITH_SETTINGS.model_copy(
    update={"layers": ("base", "work"), "defaults": {}, "slots": ("language", "framework", "api", "orm", "database")}
)


def file(path: str, *layers: str) -> TemplateFile:
    return TemplateFile(PurePosixPath(path), layers)


TEMPLATE = Template(
    root=Path(),
    version="1.0.0",
    proven=date(2026, 1, 1),
    dependencies=frozenset(),
    layers=("base", "birch", "fern", "lock", "moss", "npm", "oak", "postgresql", "work", "git_hub"),
    files=(
        file("answers"),
        file("a", "base"),
        file("b", "base"),
        file("c", "oak", "postgresql"),
        file("d", "npm"),
        file("e", "moss"),
        file("f", "oak", "birch"),
        file("g", "work", "fern"),
    ),
    contributions=(file("part", "base"), file("part", "oak", "postgresql")),
)
SHOWN = """\
| layer            | files | ember-rpc | ember-workspace |
| ---------------- | ----- | --------- | --------------- |
| base             | 3     | always    | always          |
| birch            | 0     | choice    | choice          |
| fern             | 0     |           | choice          |
| git-hub          | 0     |           |                 |
| lock             | 0     | always    |                 |
| moss             | 1     |           | choice          |
| npm              | 1     | choice    |                 |
| oak              | 0     | choice    | choice          |
| oak + birch      | 1     |           |                 |
| oak + postgresql | 2     | choice    | choice          |
| postgresql       | 0     | choice    | choice          |
| work             | 0     |           | always          |
| work + fern      | 1     |           | choice          |

5 of 9 files serve more than one blueprint.
"""


def test_it_is_up_to_date(accept: bool) -> None:
    if accept:
        PAGE.write_text(current(), encoding="utf-8")

    assert PAGE.read_text(encoding="utf-8") == current()


def test_rows_are_layers_and_columns_are_blueprints() -> None:
    assert page(TEMPLATE, (BLUEPRINT, OTHER), CATALOGUE) == HEAD + SHOWN


def test_one_blueprint_shares_with_none() -> None:
    assert "more than one" not in page(TEMPLATE, (BLUEPRINT,), CATALOGUE)
