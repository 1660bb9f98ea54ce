"""What an agent file says: slots, directories and the lines that say so."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Status = Literal["stated", "offered", "unstated"]
Role = Literal["chosen", "offered", "excluded", "example", "implied"]
Scope = Literal["backend", "fullstack", "not_backend", "generic"]
Layout = Literal["single", "monorepo", "unstated"]


@dataclass(frozen=True)
class Evidence:
    """One place in the agent file that names a technology. Lines and columns count from 1."""

    technology: str
    role: Role
    line: int
    column: int
    quote: str


@dataclass(frozen=True)
class SlotReading:
    """What the text says about one slot.

    `choice` is the main stated value; `options` holds every stated or offered value, main one first.
    """

    slot: str
    status: Status
    choice: str | None
    options: tuple[str, ...]
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Directory:
    """A folder or file that the agent says exists or must be used, relative to the repository."""

    path: str
    line: int
    column: int


@dataclass(frozen=True)
class PackageScope:
    """The npm scope of the repository's own packages (`@acme`), where it is first named."""

    name: str
    line: int
    column: int


@dataclass(frozen=True)
class Superseded:
    """A discontinued library that the agent names, and what takes its place."""

    name: str
    by: str
    reason: str
    line: int
    column: int


@dataclass(frozen=True)
class Reading:
    """Everything that was understood of one agent file."""

    scope: Scope
    layout: Layout
    slots: Mapping[str, SlotReading]
    directories: tuple[Directory, ...] = ()
    package_scope: PackageScope | None = None
    excluded: tuple[Evidence, ...] = ()
    superseded: tuple[Superseded, ...] = ()
    notes: tuple[str, ...] = field(default=())
