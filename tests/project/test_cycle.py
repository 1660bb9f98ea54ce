"""From an agent file to green, as a new owner would do it: no environment, no terminal. Holds for every blueprint."""

import os
import re
import shlex
import signal
import subprocess
import time
from pathlib import Path

import pytest
from proof import ProofError, free_port

from ..documents import AGENTS, code_spans
from .projects import Project
from .strangers import own_database

pytestmark = pytest.mark.project


def one_test_file(project: Project) -> list[str]:
    """How agents are told to run the tests of one file."""
    return shlex.split(next(span for span in code_spans(project.text(AGENTS)) if "vitest run" in span))


def test_the_agent_is_in_place_byte_for_byte(project: Project) -> None:
    agent = project.agent.read_bytes()
    name = re.findall(rb"^name: *(\S+)", agent, re.MULTILINE)[0].decode()
    placed = project.path / ".claude" / "agents"

    assert [path.name for path in placed.iterdir()] == [f"{name}.md"]
    assert (placed / f"{name}.md").read_bytes() == agent


@pytest.mark.parametrize("script", ["typecheck", "lint", "format:check", "test:coverage"])
def test_each_gate_is_green(project: Project, script: str) -> None:
    project.script(script)


def test_it_builds(built: Project) -> None:
    assert (built.app / ".next" / "BUILD_ID").is_file()


def test_coverage_is_enforced(project: Project) -> None:
    with pytest.raises(ProofError, match="threshold"):
        project.run([*one_test_file(project), "--coverage"])


def test_building_leaves_the_repository_clean(built: Project) -> None:
    assert built.changed() == []


def test_a_frozen_install_accepts_the_lock_file(project: Project) -> None:
    commands = {
        "npm": ["npm", "ci", "--dry-run", "--no-audit", "--no-fund"],
        "pnpm": ["pnpm", "install", "--frozen-lockfile"],
    }
    project.run(commands[project.manager])


def test_the_tests_pass_on_a_real_postgresql(project: Project, postgres_url: str) -> None:
    printed = project.script("test", environment={"TEST_DATABASE_URL": postgres_url})

    assert "passed" in printed


@pytest.mark.parametrize("script", ["format", "db:generate", "db:migrate", "db:push", "db:seed", "bench"])
def test_the_other_scripts_run_without_a_terminal(project: Project, script: str) -> None:
    project.script(script)


def test_generating_migrations_finds_nothing_new(project: Project) -> None:
    project.script("db:generate")

    assert project.changed() == []


def test_the_database_scripts_work_on_a_real_postgresql(project: Project, empty_database: str) -> None:
    for script in ("db:migrate", "db:seed", "db:push"):
        project.script(script, environment={"DATABASE_URL": empty_database})


def test_studio_starts(project: Project, tmp_path: Path) -> None:
    log = tmp_path / "studio.log"
    with log.open("wb") as output:
        command = project.command("db:studio", "--port", str(free_port()))
        studio = subprocess.Popen(
            command,
            cwd=project.path,
            env={**os.environ, **project.environment_of(command), **own_database(tmp_path)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 30
        while not re.search("up and running|Studio is running at", log.read_text(encoding="utf-8")):
            assert studio.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.2)
    finally:
        if studio.poll() is None:
            os.killpg(studio.pid, signal.SIGTERM)
            studio.wait(20)
