"""Generated projects, each generated, installed and built once for all tests of this folder (tier 2)."""

import os
import shutil
import subprocess
from collections.abc import Iterator
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


# --- what is generated ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", params=["next-trpc", "t3-turbo"])
def project(request: pytest.FixtureRequest) -> Project:
    """One project of every blueprint: what is tested with it holds for all of them.

    A module about one blueprint marks itself with `only(blueprint)`.
    """
    fixtures = {"next-trpc": "npm_project", "t3-turbo": "turbo_project"}
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
    name = f"agentscaffold_{os.getpid()}"
    for command in (f"drop database if exists {name}", f"create database {name}"):
        subprocess.run(["psql", postgres_url, "--quiet", "--command", command], check=True, capture_output=True)
    yield f"{postgres_url.rsplit('/', 1)[0]}/{name}"
    subprocess.run(
        ["psql", postgres_url, "--quiet", "--command", f"drop database if exists {name} with (force)"],
        check=True,
        capture_output=True,
    )


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; without one the tests fail rather than skip."""
    named = os.environ.get("PLAYWRIGHT_CHROMIUM_PATH")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None or not os.access(found, os.X_OK):
        raise ProofError(f"no Chromium: {named or 'not on the PATH'} (install it, or set PLAYWRIGHT_CHROMIUM_PATH)")
    return found


def _seed(name: str, example: str) -> Path:
    seed = SEEDS / name
    return seed if seed.exists() else EXAMPLES / example / "agent.md"


def _generated(
    path: Path, agent: Path, manager: str, *options: str, environment: dict[str, str] | None = None
) -> Project:
    """The user's one command: generate, commit, install."""
    project = Project(path, agent, manager, environment or {})
    project.generate(*options)
    return project


def _pnpm() -> Path:
    """The folder of a pnpm from the registry, kept between runs."""
    folder = REPOSITORY / ".cache" / "tools"
    binary = folder / "node_modules" / ".bin"
    if not (binary / "pnpm").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        run(folder, ["npm", "install", "--prefix", ".", "--no-audit", "--no-fund", f"pnpm@{PNPM}"])
    return binary
