"""A piece of one line of the agent file, and where in the document it stands."""

from dataclasses import dataclass
from typing import Literal

Zone = Literal[
    "plain",  # ordinary text
    "stack",  # a section that declares what is used
    "skills",  # what the agent knows, which is not what the project uses
    "choice",  # a decision that is left open: a table of needs, a comparison
    "excluded",  # what the agent does not do
    "handover",  # what other agents do
    "sample",  # sentences and documents made up as an example
    "example",  # dialogues in <example>, triggers
    "memory",  # pasted boilerplate about the agent's memory
]
Kind = Literal["description", "heading", "item", "row", "code", "text"]

SILENT_ZONES: frozenset[Zone] = frozenset({"handover", "sample", "example", "memory"})
"""Zones in which naming a technology commits to nothing."""


@dataclass(frozen=True)
class Passage:
    """Text at `line`, beginning `offset` characters into it.

    `section` numbers the stretch under one heading, `fence` is the language of the code fence around the
    passage ("" for none given, `None` outside a fence), `block` numbers fences and lists.
    """

    line: int
    text: str
    kind: Kind
    zone: Zone
    offset: int = 0
    section: int = 0
    block: int = 0
    fence: str | None = None
    opens_fence: bool = False
    label: str = ""
    """The words of the nearest heading or lead-in."""
    columns: tuple[str, ...] = ()
    """For a row of a table: the cells of its header."""

    @property
    def silent(self) -> bool:
        return self.zone in SILENT_ZONES
