"""The data of the planning stage: blueprints, decisions and the plan they end in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from agentscaffold.catalogue import Slot

Source = Literal["you", "agent", "default", "blueprint"]
"""Who decided. `you`: on the command line or in the wizard, which `--set` can repeat."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DirectoryRole(_Frozen):
    """A directory that the agent file may name differently.

    `default` may refer to roles above it (`{server}/db`), so that a moved parent takes its children along.
    `names` are the last path segments by which an agent's directory is recognised as this role, if it lies `inside`
    the role of that name. A `package` has a manifest of its own: the repository itself, or a folder of a workspace
    (`packages/db`). `specifier` is how others import from a folder that no package or alias makes known.
    """

    default: str
    names: tuple[str, ...] = ()
    inside: str | None = None
    package: bool = False
    specifier: str | None = None


class Blueprint(_Frozen):
    """One kind of project: read from `blueprints/<name>.toml`.

    It never lists the options of a slot: those are all technologies that have a layer, minus what the rules forbid.
    """

    name: str
    title: str
    summary: str
    layouts: tuple[Literal["single", "monorepo"], ...]
    layers: tuple[str, ...]
    identity: Mapping[Slot, str]
    """The slots that make an agent's stack this blueprint's: always these values."""
    slots: tuple[Slot, ...]
    defaults: Mapping[Slot, str] = Field(default_factory=dict)
    directories: Mapping[str, DirectoryRole]
    import_alias: str = "@/"


@dataclass(frozen=True)
class Decision:
    """What was chosen for a slot, who decided, and why. `line` and `column` point into the agent file."""

    slot: Slot
    value: str
    source: Source
    reason: str
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Question:
    """A decision that is open: `options` holds the valid values, `default` the one taken with `--yes`."""

    slot: Slot
    options: tuple[str, ...]
    default: str
    reason: str
    rejected: Mapping[str, str]
    """Values that cannot be chosen here, each with the reason."""
    line: int | None = None


@dataclass(frozen=True)
class PathChoice:
    """Where a directory role goes. `line` is the line of the agent file that says so, if one does."""

    role: str
    path: str
    source: Source
    line: int | None = None


@dataclass(frozen=True)
class Package:
    """A folder with a manifest of its own. `role` is the directory role that it is, `name` what others depend on."""

    role: str
    root: str
    name: str


@dataclass(frozen=True)
class Stack:
    """The decided slots of one blueprint; `questions` are the slots that nobody has decided yet."""

    blueprint: Blueprint
    decisions: tuple[Decision, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class BlueprintMatch:
    """Which blueprint fits a reading. `name` is `None` when none does; then `missing` says what is in the way."""

    name: str | None
    reason: str
    alternatives: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class PlacedAgent:
    """An agent file in the project: `.claude/agents/<stem>.md`, holding exactly `text`."""

    stem: str
    text: str


@dataclass(frozen=True)
class Plan:
    """Everything a render needs, as plain data."""

    project_name: str
    blueprint: str
    decisions: tuple[Decision, ...]
    layers: tuple[str, ...]
    paths: tuple[PathChoice, ...]
    packages: tuple[Package, ...]
    imports: Mapping[str, str]
    agents: tuple[PlacedAgent, ...]
    notes: tuple[str, ...]
