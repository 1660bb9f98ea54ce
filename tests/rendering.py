"""Every project that can be generated, rendered with our engine and held in memory."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from agentscaffold.blueprints import Blueprint, Decision, PlacedAgent, Plan, Stack, load_blueprints, make_plan
from agentscaffold.blueprints.rules import options
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
    """One value for each slot of a blueprint, and where the directories go: see `_described`."""

    blueprint: Blueprint
    choices: Mapping[Slot, str]
    directories: str

    @property
    def name(self) -> str:
        fixed = self.blueprint.identity
        free = [value for slot, value in self.choices.items() if slot not in fixed]
        return "-".join([self.blueprint.name, *free, self.directories])

    def plan(self) -> Plan:
        decisions = tuple(Decision(slot, value, "you", "chosen") for slot, value in self.choices.items())
        stack = Stack(self.blueprint, decisions, (), ())
        return make_plan(
            stack,
            load_catalogue(),
            project_name="shop",
            directories=_described(self.blueprint, self.directories),
            agents=(AGENT,),
        )


def combinations() -> list[Combination]:
    """What the rules allow, each in its default directories, in moved ones and at the top of the repository."""
    return [
        Combination(blueprint, choices, directories)
        for blueprint in load_blueprints()
        for choices in _choices(blueprint, blueprint.slots, {})
        for directories in ("default", "moved", *(["top"] if blueprint.directories["source"].names else []))
    ]


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


def _choices(blueprint: Blueprint, slots: tuple[Slot, ...], chosen: Mapping[Slot, str]) -> Iterator[Mapping[Slot, str]]:
    if not slots:
        yield chosen
        return
    for value in options(slots[0], blueprint, chosen, load_catalogue()):
        yield from _choices(blueprint, slots[1:], {**chosen, slots[0]: value})


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
