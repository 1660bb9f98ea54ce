"""The data of the planning stage: blueprints, decisions and the plan they end in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, model_validator

from agentscaffold.catalogue import SLOTS, Slot

NONE = "none"
"""The value that leaves an optional slot out, and that empties a list."""

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


class TextSetting(_Frozen):
    """An answer in words; the whole of it matches `pattern`, which keeps it safe in file names, code and terminals."""

    help: str
    default: str
    pattern: re.Pattern[str]

    @model_validator(mode="after")
    def _default_matches(self) -> Self:
        if self.pattern.fullmatch(self.default) is None:
            raise ValueError(f"the default {self.default} does not match {self.pattern.pattern}")
        return self


class LayersSetting(_Frozen):
    """An answer that is a list, if it is `optional` also an empty one: each value switches on the layer of its name."""

    help: str
    default: tuple[str, ...]
    layers: tuple[str, ...]
    optional: bool = True

    @model_validator(mode="after")
    def _default_is_of_the_layers(self) -> Self:
        if not set(self.default) <= set(self.layers):
            raise ValueError("the default names a layer that is not among `layers`")
        if not (self.default or self.optional):
            raise ValueError("the default is empty, and the setting is not optional")
        return self


def _kind(setting: Any) -> str:  # noqa: ANN401 - a table of the file, or a setting that is made already
    is_list = "layers" in setting if isinstance(setting, dict) else isinstance(setting, LayersSetting)
    return "list" if is_list else "text"


SettingName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Setting = Annotated[
    Annotated[TextSetting, Tag("text")] | Annotated[LayersSetting, Tag("list")],
    Discriminator(_kind),
]


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
    settings: Mapping[SettingName, Setting] = Field(default_factory=dict)
    """Answers that are no technologies."""

    @model_validator(mode="after")
    def _settings_are_no_slots(self) -> Self:
        if clash := self.settings.keys() & set(SLOTS):
            raise ValueError(f"a setting cannot be called like a slot: {', '.join(sorted(clash))}")
        return self


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
class SettingChoice:
    """The answer to a setting, and who gave it. `line` and `column` point into the agent file."""

    name: str
    value: str | tuple[str, ...]
    source: Source
    line: int | None = None
    column: int | None = None

    @property
    def word(self) -> str:
        return setting_word(self.value)


def setting_word(value: str | tuple[str, ...]) -> str:
    """The value of a setting as `--set` takes it: `@acme`, `discord,google`, `none`."""
    return value if isinstance(value, str) else ",".join(value) or NONE


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
class Replacement:
    """A discontinued library that the agent file names at `line` and `column`, and what the project uses instead."""

    name: str
    by: str
    reason: str
    line: int
    column: int


@dataclass(frozen=True)
class PathChoice:
    """Where a directory role goes. `line` is the line of the agent file that says so, if one does.

    `found`: the repository had such a folder when it was adopted.
    """

    role: str
    path: str
    source: Source
    line: int | None = None
    found: bool = False


@dataclass(frozen=True)
class Package:
    """A folder with a manifest of its own. `role` is the directory role that it is, `name` what others depend on."""

    role: str
    root: str
    name: str


@dataclass(frozen=True)
class Stack:
    """The decided slots and settings of one blueprint; `questions` are the slots that nobody has decided yet."""

    blueprint: Blueprint
    decisions: tuple[Decision, ...]
    questions: tuple[Question, ...]
    notes: tuple[str, ...]
    settings: tuple[SettingChoice, ...] = ()
    replaced: tuple[Replacement, ...] = ()


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
    settings: tuple[SettingChoice, ...] = ()
    replaced: tuple[Replacement, ...] = ()
