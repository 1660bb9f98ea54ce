"""A small world of technologies, so that the rules are tested apart from what is really generated."""

from collections.abc import Mapping

from agentscaffold.blueprints import Blueprint, LayersSetting, TextSetting
from agentscaffold.blueprints.model import DirectoryRole
from agentscaffold.catalogue import SLOTS, Catalogue, Rule, Slot, Technology
from agentscaffold.inference import Evidence, Reading, SlotReading


def technology(id_: str, slot: Slot, *, generated: bool = True, **more: object) -> Technology:
    return Technology(id=id_, slot=slot, name=id_.title(), layer=id_ if generated else None, **more)  # type: ignore[arg-type]


NEEDS_EMBER = Rule(slot="framework", any_of=("ember",), reason="Lock works only with Ember")

CATALOGUE = Catalogue(
    (
        technology("typescript", "language"),
        technology("ember", "framework"),
        technology("flask", "framework", generated=False),
        technology("campfire", "framework", generated=False, implies=("ember",)),
        technology("rpc", "api"),
        technology("rest", "api", generated=False),
        technology(
            "oak",
            "orm",
            requires=(Rule(slot="database", any_of=("postgresql",), reason="Oak needs Postgres"),),
        ),
        technology("birch", "orm"),
        technology("elm", "orm", generated=False),
        technology("postgresql", "database"),
        technology("sqlite", "database"),
        technology("lock", "auth", requires=(NEEDS_EMBER,), layers=("identity",)),
        technology("redis", "cache", generated=False),
        technology("npm", "package_manager"),
        technology("pnpm", "package_manager"),
    )
)

BLUEPRINT = Blueprint(
    name="ember-rpc",
    title="Ember with RPC",
    summary="For tests",
    layouts=("single",),
    layers=("base",),
    identity={"language": "typescript", "framework": "ember", "api": "rpc"},
    slots=("language", "framework", "api", "orm", "database", "auth", "package_manager"),
    defaults={"package_manager": "pnpm"},
    directories={
        "source": DirectoryRole(default="src", names=("server",)),
        "server": DirectoryRole(default="{source}/server", names=("server",), inside="source"),
        "db": DirectoryRole(default="{server}/db", names=("db", "database"), inside="source"),
    },
)

WORKSPACE = BLUEPRINT.model_copy(
    update={
        "layouts": ("monorepo",),
        "directories": {
            "project": DirectoryRole(default="."),
            "app": DirectoryRole(default="apps/web", names=("web", "site"), package=True),
            "source": DirectoryRole(default="{app}/src"),
            "tests": DirectoryRole(default="{app}/tests", specifier="#tests"),
            "db_package": DirectoryRole(default="packages/db", names=("db", "database"), package=True),
            "db": DirectoryRole(default="{db_package}/src"),
            "tables": DirectoryRole(default="{db}/tables", names=("tables", "table"), inside="db"),
        },
    }
)

SCOPE = TextSetting(help="The scope of the packages.", default="@acme", pattern="@[a-z0-9][a-z0-9._-]{0,40}")  # type: ignore[arg-type]
PROVIDERS = LayersSetting(help="Sign-in with an account elsewhere.", default=("moss",), layers=("moss", "fern"))
WITH_SETTINGS = BLUEPRINT.model_copy(
    update={"name": "ember-workspace", "settings": {"scope": SCOPE, "social_providers": PROVIDERS}}
)


def reading(
    stated: Mapping[Slot, str] | None = None,
    offered: Mapping[Slot, tuple[str, ...]] | None = None,
    **more: object,
) -> Reading:
    """`stated`: slot → value, `offered`: slot → values; line n is the n-th slot of the vocabulary."""
    slots = {slot: SlotReading(slot, "unstated", None, (), "nothing decides it") for slot in SLOTS}
    for slot, value in (stated or {}).items():
        slots[slot] = SlotReading(slot, "stated", value, (value,), "named", (_at(slot, value, "chosen"),))
    for slot, values in (offered or {}).items():
        found = tuple(_at(slot, v, "offered") for v in values)
        slots[slot] = SlotReading(slot, "offered", None, values, "several are listed", found)
    slots.update(more.pop("slots_too", {}))  # type: ignore[call-overload]
    defaults: dict[str, object] = {"scope": "backend", "layout": "unstated"}
    return Reading(slots=slots, **(defaults | more))  # type: ignore[arg-type]


def _at(slot: Slot, value: str, role: str) -> Evidence:
    return Evidence(value, role, SLOTS.index(slot) + 1, 3, f"uses {value}")  # type: ignore[arg-type]
