import pytest

from agentscaffold.blueprints.directories import import_paths, place_directories
from agentscaffold.inference import Directory

from .support import BLUEPRINT


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

    assert import_paths(BLUEPRINT, placed.paths) == {"server": "@/server", "db": "@/database"}
