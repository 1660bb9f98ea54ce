"""Every project that can be generated, rendered with our engine and held in memory."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agentscaffold.blueprints import (
    Blueprint,
    Decision,
    LayersSetting,
    PlacedAgent,
    Plan,
    SettingChoice,
    Stack,
    load_blueprints,
    make_plan,
)
from agentscaffold.blueprints.rules import every_choice
from agentscaffold.catalogue import Slot, load_catalogue
from agentscaffold.engine import Template, answers_of, read_template, render
from agentscaffold.inference import Directory
from agentscaffold.resources import template_root

AGENT = PlacedAgent(
    "backend-developer", "---\nname: backend-developer\ndescription: Writes the API\n---\n\nBe careful.\n"
)

Files = Mapping[str, str]
"""Path in the project → text. Everything that is generated is text."""


@dataclass(frozen=True)
class Combination:
    """One value for each slot of a blueprint, where the directories go (see `_described`), and its settings."""

    blueprint: Blueprint
    choices: Mapping[Slot, str]
    directories: str
    lists: str = "default"
    """What the settings that are lists hold: their default, `every` value, or `none`."""

    @property
    def name(self) -> str:
        fixed = self.blueprint.identity
        free = [value for slot, value in self.choices.items() if slot not in fixed]
        lists = [] if self.lists == "default" else [self.lists]
        return "-".join([self.blueprint.name, *free, self.directories, *lists])

    def plan(self) -> Plan:
        decisions = tuple(Decision(slot, value, "you", "chosen") for slot, value in self.choices.items())
        stack = Stack(self.blueprint, decisions, (), (), self._settings())
        return make_plan(
            stack,
            load_catalogue(),
            project_name="shop",
            directories=_described(self.blueprint, self.directories),
            agents=(AGENT,),
        )

    def _settings(self) -> tuple[SettingChoice, ...]:
        found = []
        for name, setting in self.blueprint.settings.items():
            value = setting.default
            if isinstance(setting, LayersSetting):
                value = {"default": setting.default, "every": setting.layers, "none": ()}[self.lists]
            found.append(SettingChoice(name, value, "default"))
        return tuple(found)


def combinations() -> list[Combination]:
    """What the rules allow, each in its default directories, in moved ones and at the top of the repository.

    Settings that are lists: in the default directories also with every value, and with none.
    """
    return [
        Combination(blueprint, choices, directories, lists)
        for blueprint in load_blueprints()
        for choices in every_choice(blueprint, load_catalogue())
        for directories in ("default", "moved", *(["top"] if blueprint.directories["source"].names else []))
        for lists in (_lists(blueprint) if directories == "default" else ("default",))
    ]


def _lists(blueprint: Blueprint) -> tuple[str, ...]:
    lists = [setting for setting in blueprint.settings.values() if isinstance(setting, LayersSetting)]
    if not lists:
        return ("default",)
    return ("default", "every", "none") if all(setting.optional for setting in lists) else ("default", "every")


def files_below(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def template() -> Template:
    return read_template(template_root())


def files_of(combination: Combination) -> Files:
    """The generated files as text; rendered once per process."""
    return _rendered(combination.name)


@cache
def _rendered(name: str) -> Files:
    combination = next(c for c in combinations() if c.name == name)
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "shop")
        render(template(), target, answers_of(combination.plan()))
        return {path: data.decode("utf-8") for path, data in files_below(target).items()}


def _described(blueprint: Blueprint, directories: str) -> list[Directory]:
    """`moved`: every role in a folder of its own that the agent chose. `top`: no source folder at all."""
    if directories == "default":
        return []
    if directories == "top":
        return [Directory(f"{blueprint.directories['source'].names[0]}/", 1, 1)]
    moved: dict[str, str] = {}
    for role, directory in blueprint.directories.items():
        defaults = directory.default.format_map(moved)
        renamed = f"own/{role}/{directory.names[-1]}" if directory.names else ""
        if directory.package and directory.names:
            moved[role] = f"libs/{directory.names[-1]}"
        elif directory.inside is not None and renamed:
            moved[role] = f"{moved[directory.inside]}/{renamed}"
        else:
            moved[role] = defaults
    named = [path for role, path in moved.items() if blueprint.directories[role].names]
    return [Directory(path, line, 1) for line, path in enumerate(named, 1)]
