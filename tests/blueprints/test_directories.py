import pytest

from agentscaffold.blueprints.directories import find_packages, import_paths, place_directories
from agentscaffold.inference import Directory

from .support import BLUEPRINT, WORKSPACE


def paths(*described: str) -> dict[str, str]:
    placed = place_directories(BLUEPRINT, [Directory(path, line, 1) for line, path in enumerate(described, 1)])
    return {choice.role: choice.path for choice in placed.paths}


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ((), {"source": "src", "server": "src/server", "db": "src/server/db"}),
        (("src/server",), {"source": "src", "server": "src/server", "db": "src/server/db"}),
        (("src/database",), {"source": "src", "server": "src/server", "db": "src/database"}),
        (("src/back/server",), {"source": "src", "server": "src/back/server", "db": "src/back/server/db"}),
        (("src/lib/db/schema.ts",), {"source": "src", "server": "src/server", "db": "src/lib/db"}),
        (("server/db",), {"source": ".", "server": "server", "db": "server/db"}),
    ],
)
def test_the_agents_directories_become_roles(described: tuple[str, ...], expected: dict[str, str]) -> None:
    assert paths(*described) == expected


@pytest.mark.parametrize(
    "hostile",
    [
        "src/../../etc/db",
        "/etc/db",
        "src/.git/hooks/db",
        "src/node_modules/db",
        "src/{{ x }}/db",
        "src/$(touch x)/db",
        "src/" + "deep/" * 20 + "db",
        "src/db\n",
    ],
)
def test_hostile_directories_never_become_paths(hostile: str) -> None:
    assert paths(hostile)["db"] == "src/server/db"


def test_a_directory_that_cannot_be_used_is_reported() -> None:
    placed = place_directories(BLUEPRINT, [Directory("src/server", 3, 1), Directory("tools/db", 9, 1)])

    assert placed.notes == ("directory on line 9 not used for db: it lies outside src/",)


def test_a_page_route_is_not_a_server_directory() -> None:
    assert paths("src/app/db")["db"] == "src/server/db"


def test_two_roles_never_share_a_directory() -> None:
    assert len(set(paths("src/server", "src/server/db").values())) == 3


def test_imports_start_at_the_source_root() -> None:
    placed = place_directories(BLUEPRINT, [Directory("src/database", 1, 1)])

    assert import_paths(BLUEPRINT, placed.paths, ()) == {"server": "@/server", "db": "@/database"}


def workspace(*described: str) -> tuple[dict[str, str], dict[str, str], dict[str, str], tuple[str, ...]]:
    """Paths, package names by root, imports and notes of a blueprint with packages."""
    placed = place_directories(WORKSPACE, [Directory(path, line, 1) for line, path in enumerate(described, 1)])
    packages = find_packages(WORKSPACE, placed.paths, project_name="shop", scope="@x")
    imports = import_paths(WORKSPACE, placed.paths, packages)
    return {c.role: c.path for c in placed.paths}, {p.root: p.name for p in packages}, imports, placed.notes


def test_packages_are_named_after_their_folders_and_imported_by_name() -> None:
    paths, packages, imports, notes = workspace()

    assert packages == {"apps/web": "@x/web", "packages/db": "@x/db"}
    assert imports == {"db": "@x/db", "tables": "@x/db/tables", "tests": "#tests"}
    assert (paths["source"], notes) == ("apps/web/src", ())


def test_a_package_that_the_agent_calls_differently_takes_everything_along() -> None:
    paths, packages, imports, _ = workspace("packages/database", "packages/database/src/schema.ts", "libs/site/src")

    assert packages == {"apps/web": "@x/web", "packages/database": "@x/database"}
    assert paths["tables"] == "packages/database/src/tables"
    assert imports["tables"] == "@x/database/tables"


def test_a_folder_inside_a_package_stays_inside() -> None:
    _, _, imports, notes = workspace("packages/db/src/own/table")

    assert imports["tables"] == "@x/db/own/table"
    assert notes == ()
    assert workspace("tables")[3] == ("directory on line 1 not used for tables: it lies outside packages/db/src/",)


def test_a_package_has_its_place_in_a_group() -> None:
    _, packages, _, notes = workspace("packages/core/deep/db")

    assert "packages/db" in packages
    assert notes == ("directory on line 1 not used for db_package: a package is a folder such as packages/db",)


def test_a_package_may_end_in_the_name_and_the_best_name_wins() -> None:
    assert "packages/main-db" in workspace("packages/main-db")[1]
    assert "packages/db" in workspace("packages/database", "packages/db")[1]


def test_a_package_that_the_blueprint_does_not_have_is_reported_without_its_name() -> None:
    notes = workspace("packages/db", "packages/billing", "packages/billing/src", "apps/web/next.config.ts")[3]

    assert notes == ("line 2 names a package that is not generated: ember-rpc has none of that kind",)


@pytest.mark.parametrize(
    ("described", "existing", "expected"),
    [
        ((), ("src", "src/server", "src/server/database"), {"db": "src/server/database"}),
        ((), ("src", "src/db"), {"db": "src/db"}),
        ((), ("src", "src/server/db", "src/server/database"), {}),  # the default is there
        (("src/server/db",), ("src", "src/server/database"), {}),  # the agent says otherwise
        ((), ("src", "src/database"), {}),  # another name at another place is somebody else's
        ((), ("src", "src/components", "src/components/db"), {}),
        ((), ("src", "src/db|x"), {}),
        ((), ("server", "server/db"), {"source": "."}),
        ((), ("server", "server/database"), {"source": ".", "db": "server/database"}),
    ],
)
def test_folders_that_are_there_are_used_where_the_agent_is_silent(
    described: tuple[str, ...], existing: tuple[str, ...], expected: dict[str, str]
) -> None:
    placed = place_directories(BLUEPRINT, [Directory(path, 1, 1) for path in described], existing)

    found = {choice.role: choice.path for choice in placed.paths if choice.found}
    assert found == expected
    # What was found is enough to find it again, as an update does.
    again = place_directories(BLUEPRINT, [Directory(path, 1, 1) for path in described], tuple(found.values()))
    assert again.paths == placed.paths


def test_a_package_that_is_there_is_the_package_of_its_role() -> None:
    placed = place_directories(WORKSPACE, [], ("apps", "apps/site", "packages", "packages/database", "tools/db/x"))

    assert {c.role: c.path for c in placed.paths if c.found} == {"app": "apps/site", "db_package": "packages/database"}
    assert {c.path for c in placed.paths if c.role == "tables"} == {"packages/database/src/tables"}
