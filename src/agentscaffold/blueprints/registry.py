"""Reads every `blueprints/*.toml`."""

import tomllib
from functools import cache
from pathlib import Path

from pydantic import ValidationError

from agentscaffold.blueprints.model import Blueprint
from agentscaffold.errors import EngineError
from agentscaffold.resources import blueprints_root


@cache
def load_blueprints(root: Path | None = None) -> tuple[Blueprint, ...]:
    """All blueprints, sorted by name. Raises `EngineError` naming the file and key that is wrong."""
    folder = root or blueprints_root()
    return tuple(_load(path) for path in sorted(folder.glob("*.toml")))


def _load(path: Path) -> Blueprint:
    try:
        return Blueprint(name=path.stem, **tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise EngineError(f"{path.name}: not valid TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        raise EngineError(f"{path.name}: {key}: {first['msg']}") from error
