"""What is known about a technology: how to recognise it and what it goes with."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Slot = Literal[
    "language",
    "framework",
    "api",
    "orm",
    "database",
    "auth",
    "cache",
    "queue",
    "validation",
    "testing",
    "package_manager",
]
SLOTS: tuple[Slot, ...] = (
    "language",
    "framework",
    "api",
    "orm",
    "database",
    "auth",
    "cache",
    "queue",
    "validation",
    "testing",
    "package_manager",
)

TechnologyId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.:+-]*$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Frozen):
    """A condition on another slot, in the words the user is shown when it fails."""

    slot: Slot
    any_of: tuple[TechnologyId, ...]
    reason: str


class Supersession(_Frozen):
    """A discontinued library: what its authors recommend instead."""

    name: str
    by: str
    reason: str


class Technology(_Frozen):
    """One value of one slot. Read from a layer's `technology.toml` or from `known.toml`."""

    id: TechnologyId
    slot: Slot
    name: str
    aliases: tuple[str, ...] = ()
    packages: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    implies: tuple[TechnologyId, ...] = ()
    requires: tuple[Rule, ...] = ()
    conflicts: tuple[Rule, ...] = ()
    layers: tuple[str, ...] = ()
    """Further layers that come with this one, for example `identity` with a hosted identity provider."""
    layer: str | None = None
    """The layer that generates it; `None`: recognised, not generated. Set by the loader, not by the file."""

    @property
    def generated(self) -> bool:
        return self.layer is not None
