"""What is known about a technology: how to recognise it and what it goes with."""

from typing import Annotated, Literal, get_args

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
SLOTS: tuple[Slot, ...] = get_args(Slot)

TechnologyId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.:+-]*$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Rule(_Frozen):
    """A condition on another slot, in the words the user is shown when it fails."""

    slot: Slot
    any_of: tuple[TechnologyId, ...]
    reason: str


class Supersession(_Frozen):
    """A discontinued library: what takes its place, why, who says so, and since when if that is known.

    `packages` and `aliases` find it in the text; `technology` is the value it stands for, if it is one of a slot.
    `part_of` is the technology that goes on with `by`: only where that one is generated, `by` is what a project has.
    """

    name: str
    slot: Slot
    by: str
    reason: str
    source: str
    since: str | None = None
    packages: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    technology: TechnologyId | None = None
    part_of: TechnologyId | None = None


class Technology(_Frozen):
    """One value of one slot. Read from a layer's `technology.toml` or from `known.toml`.

    How it is recognised is data, in the fields from `aliases` to `unless`; see the words under each field.
    """

    id: TechnologyId
    slot: Slot
    name: str
    """How it is written for people."""

    aliases: tuple[str, ...] = ()
    """Names in prose and code, in any case: `next.js`."""
    exact: tuple[str, ...] = ()
    """Names that are a common word in another case: `Express`, `Go`. Matched as written."""
    packages: tuple[str, ...] = ()
    """Package and import names: `@clerk/nextjs`. Matched in code, and in prose when they cannot be a word."""
    code: tuple[str, ...] = ()
    """Marks of source code, as written, only inside code: `pgTable`. One that ends in a sign is a prefix."""
    commands: tuple[str, ...] = ()
    """Beginnings of a command line, only inside code: `pnpm`, `go test`."""
    files: tuple[str, ...] = ()
    """Ends of paths: `drizzle.config.ts`, `supabase/migrations`, `*.prisma`."""
    fences: tuple[str, ...] = ()
    """Languages of code fences: `ts`."""
    hints: tuple[str, ...] = ()
    """Names that count only while nothing else is named for the slot: `route handlers` for REST."""
    unless: tuple[str, ...] = ()
    """Phrases around a name in which it means something else: `clerk` in `court clerk`."""
    company: tuple[TechnologyId, ...] = ()
    """`exact` and `aliases` count only in a file that also names one of these: Gin beside Go."""
    kin: tuple[TechnologyId, ...] = ()
    """Values of the same slot that go with it and are no rivals: Supabase and PostgreSQL."""
    general: bool = False
    """A mechanism rather than a product (`jwt`, `rest`): a product named for the slot comes before it."""

    implies: tuple[TechnologyId, ...] = ()
    """What is certain when this one is stated, as long as nothing else is stated for that slot."""
    requires: tuple[Rule, ...] = ()
    conflicts: tuple[Rule, ...] = ()
    layers: tuple[str, ...] = ()
    """Further layers that come with this one, for example `identity` with a hosted identity provider."""
    layer: str | None = None
    """The layer that generates it; `None`: recognised, not generated. Set by the loader, not by the file."""

    @property
    def generated(self) -> bool:
        return self.layer is not None
