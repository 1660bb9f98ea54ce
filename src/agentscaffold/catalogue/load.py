"""Loads every `technology.toml` of the layers, `known.toml` and `superseded.toml` into one catalogue."""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from agentscaffold.catalogue.model import SLOTS, Supersession, Technology
from agentscaffold.errors import EngineError
from agentscaffold.resources import layers_root

_Model = TypeVar("_Model", Technology, Supersession)
_HERE = Path(__file__).resolve().parent
_LAYER_FOLDER = re.compile(r"\{\{ L\.(?P<key>[a-z0-9_]+) \}\}")


@dataclass(frozen=True)
class Catalogue:
    """All known technologies, generated ones first within their slot, and the discontinued libraries."""

    technologies: tuple[Technology, ...]
    superseded: tuple[Supersession, ...] = ()

    @cached_property
    def _by_id(self) -> Mapping[str, Technology]:
        return {technology.id: technology for technology in self.technologies}

    def get(self, identifier: str) -> Technology | None:
        return self._by_id.get(identifier)

    def of_slot(self, slot: str) -> tuple[Technology, ...]:
        return tuple(technology for technology in self.technologies if technology.slot == slot)


@cache
def load_catalogue() -> Catalogue:
    """The catalogue of this installation. Raises `EngineError` naming the file and the key that is wrong."""
    return read_catalogue(layers_root(), _HERE / "known.toml", _HERE / "superseded.toml")


def read_catalogue(layers: Path, known: Path, superseded: Path) -> Catalogue:
    """The catalogue from these files; the layer of a technology is its id. Raises as `load_catalogue`."""
    found = [*_layer_technologies(layers), *_known_technologies(known)]
    _check(found)
    ordered = sorted(found, key=lambda technology: (SLOTS.index(technology.slot), not technology.generated))
    libraries = tuple(
        _validated(Supersession, table, superseded.name, table.get("name", "?"))
        for table in _tables(superseded).get("library", [])
    )
    catalogue = Catalogue(tuple(ordered), libraries)
    _check_libraries(catalogue)
    return catalogue


def layer_folder(layer: str) -> str:
    """The folder name of a layer inside `blueprints/layers`: Copier renders it to `.` or to nothing."""
    return f"{{{{ L.{layer.replace('-', '_')} }}}}"


def _layer_technologies(layers: Path) -> Iterator[Technology]:
    for path in sorted(layers.glob("*/technology.toml")):
        if _LAYER_FOLDER.fullmatch(path.parent.name) is None:
            raise EngineError(f"{path.parent.name}: a layer folder is called {layer_folder('some-id')}")
        file = f"{path.parent.name}/{path.name}"
        technology = _validated(Technology, _tables(path), file)
        if path.parent.name != layer_folder(technology.id):
            raise EngineError(f"{file}: id: {technology.id} belongs in the folder {layer_folder(technology.id)}")
        yield technology.model_copy(update={"layer": technology.id})


def _known_technologies(path: Path) -> Iterator[Technology]:
    for identifier, table in _tables(path).items():
        if not isinstance(table, dict):
            raise EngineError(f"{path.name}: {identifier}: is not a table")
        yield _validated(Technology, {"id": identifier, **table}, path.name, identifier)


def _tables(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise EngineError(f"{path.name}: not valid TOML: {error}") from error


def _validated(model: type[_Model], table: dict[str, Any], file: str, entry: str = "") -> _Model:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise EngineError(f"{file}: {_first_problem(error, entry)}") from error


def _first_problem(error: ValidationError, entry: str) -> str:
    wrong = error.errors()[0]
    where: tuple[int | str, ...] = (entry, *wrong["loc"])
    return f"{'.'.join(str(part) for part in where if part != '')}: {wrong['msg']}"


def _check(technologies: Iterable[Technology]) -> None:
    """Ids are unique, the loader alone sets `layer`, and every id that is referred to exists."""
    seen: set[str] = set()
    for technology in technologies:
        if technology.id in seen:
            raise EngineError(f"{technology.id} is in the catalogue twice")
        seen.add(technology.id)
    for technology in technologies:
        rules = (identifier for rule in (*technology.requires, *technology.conflicts) for identifier in rule.any_of)
        for identifier in (*technology.implies, *technology.company, *technology.kin, *rules):
            if identifier not in seen:
                raise EngineError(f"{technology.id}: {identifier} is not in the catalogue")


def _check_libraries(catalogue: Catalogue) -> None:
    """What a discontinued library stands for, or is part of, is a technology of its slot."""
    for library in catalogue.superseded:
        for identifier in (library.technology, library.part_of):
            technology = catalogue.get(identifier) if identifier is not None else None
            if identifier is not None and (technology is None or technology.slot != library.slot):
                raise EngineError(f"{library.name}: {identifier} is no {library.slot} of the catalogue")
