"""Generated projects, each generated, installed and built once for all tests of this folder (tier 2)."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from proof import ProofError, Server, run

from .projects import Project
from .strangers import APIS, Api

REPOSITORY = Path(__file__).resolve().parents[2]
SEEDS = Path(os.environ.get("AGENTSCAFFOLD_SHARED", REPOSITORY.parent / "shared")) / "agents"
EXAMPLES = REPOSITORY / "examples"
PNPM = "10.34.8"
"""The version the notes on package managers were measured with; installed from the registry for these tests."""

PRISMA_ENGINE = {
    "@prisma/adapter-pg": "7.10.0",
    "@prisma/driver-adapter-utils": "7.10.0",
    "@prisma/schema-engine-wasm": "7.10.0-4.0edf323efd1d98336f3f0a68684b56f689b900d3",
    "pg": "8.23.1",
}
"""What `schema-engine.mjs` needs: the engine of the Prisma that projects get."""


# --- what is generated ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", params=["next-trpc", "t3-turbo", "next-prisma"])
def project(request: pytest.FixtureRequest) -> Project:
    """One project of every blueprint: what is tested with it holds for all of them.

    A module about one blueprint marks itself with `only(blueprint)`.
    """
    fixtures = {"next-trpc": "npm_project", "t3-turbo": "turbo_project", "next-prisma": "prisma_project"}
    found: Project = request.getfixturevalue(fixtures[request.param])
    return found


@pytest.fixture(scope="session")
def built(project: Project) -> Project:
    project.script("build")
    return project


@pytest.fixture(scope="session")
def api(project: Project) -> Api:
    return APIS[project.blueprint]()


@pytest.fixture(scope="session")
def npm_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """From the seed agent where it is at hand (CI has it), else from our own example of the same stack."""
    agent = _seed("seed-000-next-trpc-drizzle-clerk.md", "next-trpc")
    return _generated(tmp_path_factory.mktemp("npm") / "shop", agent, "npm")


@pytest.fixture(scope="session")
def turbo_project(tmp_path_factory: pytest.TempPathFactory, pnpm: dict[str, str]) -> Project:
    """The monorepo; from its seed agent or from our example, which has other names for the same packages."""
    agent = _seed("seed-001-t3-turbo.md", "turbo-monorepo")
    return _generated(tmp_path_factory.mktemp("turbo") / "shop", agent, "pnpm", environment=pnpm)


@pytest.fixture(scope="session")
def prisma_project(tmp_path_factory: pytest.TempPathFactory, prisma_engine: dict[str, str]) -> Project:
    """Next.js with REST and Prisma; from its seed agent or from our own example of the same stack."""
    agent = _seed("seed-004-t3-prisma.md", "next-prisma")
    return _generated(tmp_path_factory.mktemp("prisma") / "shop", agent, "npm", engine=prisma_engine)


@pytest.fixture(scope="session")
def pnpm_project(tmp_path_factory: pytest.TempPathFactory, pnpm: dict[str, str]) -> Project:
    """The other package manager, and an agent that keeps its code in other directories."""
    agent = EXAMPLES / "moved-directories" / "agent.md"
    path = tmp_path_factory.mktemp("pnpm") / "desk"
    return _generated(path, agent, "pnpm", "--set", "package_manager=pnpm", environment=pnpm)


@pytest.fixture(scope="session")
def top_project(tmp_path_factory: pytest.TempPathFactory, pnpm: dict[str, str]) -> Project:
    """An agent without a source folder."""
    agent = EXAMPLES / "top-level-folders" / "agent.md"
    path = tmp_path_factory.mktemp("top") / "till"
    return _generated(path, agent, "pnpm", "--set", "package_manager=pnpm", environment=pnpm)


@pytest.fixture(scope="session")
def pnpm() -> dict[str, str]:
    """The environment in which pnpm is found."""
    return {"PATH": f"{_pnpm()}{os.pathsep}{os.environ['PATH']}"}


@pytest.fixture(scope="session")
def prisma_engine() -> dict[str, str]:
    """The environment in which `prisma` finds an engine for migrations without the host that it downloads it from."""
    folder = _installed("prisma-engine", PRISMA_ENGINE)
    script = Path(__file__).parent / "schema-engine.mjs"
    return {
        "PRISMA_SCHEMA_ENGINE_BINARY": str(script),
        "SCHEMA_ENGINE_PACKAGES": str(folder),
        "CHECKPOINT_DISABLE": "1",
    }


# --- what it runs with ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(built: Project) -> Iterator[Server]:
    """The built project, started in an empty environment."""
    with built.start() as running:
        yield running


@pytest.fixture(scope="session")
def postgres_url() -> str:
    """A PostgreSQL server whose user may create databases; without one the tests fail rather than skip."""
    url = os.environ.get("AGENTSCAFFOLD_TEST_POSTGRES", "postgres://postgres@127.0.0.1:5432/postgres")
    reached = subprocess.run(
        ["psql", url, "--no-password", "--quiet", "--command", "select 1"], capture_output=True, check=False
    )
    if reached.returncode:
        raise ProofError(f"no PostgreSQL: {reached.stderr.decode()} (set AGENTSCAFFOLD_TEST_POSTGRES)")
    return url


@pytest.fixture
def empty_database(postgres_url: str) -> Iterator[str]:
    """A database of its own on the real server, dropped afterwards."""
    with new_database(postgres_url, "one") as url:
        yield url


@pytest.fixture(scope="module")
def shared_database(postgres_url: str) -> Iterator[str]:
    """The same for all tests of a module."""
    with new_database(postgres_url, "shared") as url:
        yield url


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one the tests fail rather than skip."""
    named = os.environ.get("PLAYWRIGHT_CHROMIUM_PATH")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None or not os.access(found, os.X_OK):
        raise ProofError(f"no Chromium: {named or 'not on the PATH'} (install it, or set PLAYWRIGHT_CHROMIUM_PATH)")
    return found


@contextmanager
def new_database(server: str, name: str) -> Iterator[str]:
    name = f"agentscaffold_{os.getpid()}_{name}"

    def execute(command: str) -> None:
        subprocess.run(["psql", server, "--quiet", "--command", command], check=True, capture_output=True)

    execute(f"drop database if exists {name}")
    execute(f"create database {name}")
    yield f"{server.rsplit('/', 1)[0]}/{name}"
    execute(f"drop database if exists {name} with (force)")


def _seed(name: str, example: str) -> Path:
    seed = SEEDS / name
    return seed if seed.exists() else EXAMPLES / example / "agent.md"


def _generated(
    path: Path,
    agent: Path,
    manager: str,
    *options: str,
    environment: dict[str, str] | None = None,
    engine: dict[str, str] | None = None,
) -> Project:
    """The user's one command: generate, commit, install."""
    project = Project(path, agent, manager, environment or {}, engine or {})
    project.generate(*options)
    return project


def _pnpm() -> Path:
    return _installed("pnpm", {"pnpm": PNPM}) / "node_modules" / ".bin"


def _installed(name: str, packages: dict[str, str]) -> Path:
    """A folder with these packages from the registry, kept between runs."""
    folder = REPOSITORY / ".cache" / "tools" / name
    manifest = json.dumps({"private": True, "dependencies": packages})
    done = folder / "installed.json"
    if not done.exists() or done.read_text(encoding="utf-8") != manifest:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "package.json").write_text(manifest, encoding="utf-8")
        run(folder, ["npm", "install", "--no-audit", "--no-fund"])
        done.write_text(manifest, encoding="utf-8")
    return folder
