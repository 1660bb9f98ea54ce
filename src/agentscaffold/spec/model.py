"""What was read of one agent file. The bytes are the truth, everything else is a view of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Level = Literal["strict", "client", "salvage", "none"]
Severity = Literal["refuse", "warn"]


@dataclass(frozen=True)
class Hazard:
    """Something in the file that a reader should know before the file is placed in a repository.

    `refuse` means: not without an explicit `--allow-…`; `kind` names what has to be allowed.
    """

    kind: str
    severity: Severity
    line: int
    message: str


@dataclass(frozen=True)
class Frontmatter:
    """The header of an agent file.

    `level` says which reader understood it: `strict` (plain YAML), `client` (only with the quoting retry
    of Claude Code), `salvage` (line by line; Claude Code does not load the file), `none` (there is none).
    `first_line` and `last_line` are the lines between the two `---`, 0 when there is no frontmatter.
    """

    level: Level
    client_loads: bool
    problems: tuple[str, ...] = ()
    name: str | None = None
    description: str | None = None
    model: str | None = None
    tools: tuple[str, ...] | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    first_line: int = 0
    last_line: int = 0


@dataclass(frozen=True)
class AgentSpec:
    """One agent file. `lines[n - 1]` is line `n` of the file, without its line end."""

    source: str
    data: bytes
    text: str
    lines: tuple[str, ...]
    frontmatter: Frontmatter
    hazards: tuple[Hazard, ...] = ()

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()
