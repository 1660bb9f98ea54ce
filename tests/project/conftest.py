"""Generated projects, each built once for all tests of this folder (tier 2)."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from proof import ProofError, run

REPOSITORY = Path(__file__).resolve().parents[2]
SEED = REPOSITORY.parent / "shared" / "agents" / "seed-000-next-trpc-drizzle-clerk.md"
PNPM = "10.34.8"
"""The version the notes on package managers were measured with; installed from the registry for these tests."""


@dataclass(frozen=True)
class Project:
    """A generated project: its folder, the agent file it came from, its package manager."""

    path: Path
    agent: Path
    manager: str
    environment: dict[str, str]

    def script(self, name: str, *, environment: dict[str, str] | None = None) -> str:
        return run(self.path, [self.manager, "run", name], environment={**self.environment, **(environment or {})})

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=self.path, check=True, capture_output=True, text=True
        ).stdout.strip()


@pytest.fixture(scope="session")
def npm_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """From the seed agent where it is at hand (CI has it), else from our own example of the same stack."""
    agent = SEED if SEED.exists() else REPOSITORY / "examples" / "next-trpc" / "agent.md"
    path = tmp_path_factory.mktemp("npm") / "shop"
    _generate(path, agent)
    return Project(path, agent, "npm", {})


@pytest.fixture(scope="session")
def pnpm_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The other package manager, and an agent that keeps its code in other directories."""
    return _with_pnpm(tmp_path_factory.mktemp("pnpm") / "desk", "moved-directories")


@pytest.fixture(scope="session")
def top_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """An agent without a source folder."""
    return _with_pnpm(tmp_path_factory.mktemp("top") / "till", "top-level-folders")


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


def _with_pnpm(path: Path, example: str) -> Project:
    agent = REPOSITORY / "examples" / example / "agent.md"
    environment = {"PATH": f"{_pnpm()}{os.pathsep}{os.environ['PATH']}"}
    _generate(path, agent, "--set", "package_manager=pnpm", environment=environment)
    return Project(path, agent, "pnpm", environment)


def _generate(path: Path, agent: Path, *options: str, environment: dict[str, str] | None = None) -> None:
    """The user's one command: generate, commit, install."""
    command = [sys.executable, "-m", "agentscaffold", "new", path.name, "--agent", str(agent), "--no-input", *options]
    run(path.parent, command, environment=environment)


def _pnpm() -> Path:
    """The folder of a pnpm from the registry, kept between runs."""
    folder = REPOSITORY / ".cache" / "tools"
    binary = folder / "node_modules" / ".bin"
    if not (binary / "pnpm").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        run(folder, ["npm", "install", "--prefix", ".", "--no-audit", "--no-fund", f"pnpm@{PNPM}"])
    return binary
