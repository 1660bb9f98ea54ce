from agentscaffold.blueprints import Replacement, resolve
from agentscaffold.catalogue import Catalogue, Slot, Supersession
from agentscaffold.inference import Superseded

from .support import BLUEPRINT, CATALOGUE, reading


def library(name: str, slot: Slot, *, technology: str | None = None, part_of: str | None = None) -> Supersession:
    return Supersession(
        name=name, slot=slot, by=f"new {name}", reason="gone", source="s", technology=technology, part_of=part_of
    )


OLD = Catalogue(
    CATALOGUE.technologies,
    (
        library("driver", "database", part_of="postgresql"),
        library("lite", "database", part_of="sqlite"),
        library("elm", "orm", technology="elm"),
        library("bull", "queue", part_of="bull"),
        library("oak", "orm", technology="oak"),
    ),
)
STACK: dict[Slot, str] = {"framework": "ember", "api": "rpc", "orm": "oak", "database": "postgresql", "auth": "lock"}


def replaced(*names: str) -> tuple[Replacement, ...]:
    found = tuple(Superseded(name, f"new {name}", "gone", line, 5) for line, name in enumerate(names, 1))
    return resolve(BLUEPRINT, reading(STACK, superseded=found), OLD, overrides={}).replaced


def test_the_advice_holds_where_its_technology_is_generated() -> None:
    assert replaced("driver") == (Replacement("driver", "new driver", "gone", 1, 5),)


def test_elsewhere_the_chosen_technology_stands_in() -> None:
    assert replaced("lite", "elm") == (
        Replacement("lite", "Postgresql", "gone", 1, 5),
        Replacement("elm", "Oak", "gone", 2, 5),
    )


def test_what_is_not_generated_needs_no_stand_in() -> None:
    assert replaced("bull") == ()


def test_nothing_stands_in_for_itself() -> None:
    assert replaced("oak") == ()
