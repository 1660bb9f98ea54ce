"""What README and AGENTS.md of a generated project tell a new owner to do, done word by word."""

import re
import shlex
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from proof import ProofError, Server

from ..documents import AGENTS, README, blocks, code_spans, exists, listed_paths, shell_commands
from .projects import Project

pytestmark = pytest.mark.project


def first_run(project: Project) -> list[str]:
    """The commands that the README starts with; the last one serves."""
    return shell_commands(blocks(project.text(README), "sh")[0])


@pytest.fixture(scope="module")
def server(project: Project) -> Iterator[Server]:
    *before, serve = first_run(project)
    for command in before:
        project.run(shlex.split(command))
    with project.serve(shlex.split(serve)) as running:
        yield running


def test_the_first_run_is_install_seed_and_serve(project: Project) -> None:
    expected = {
        "npm": ["npm install", "npm run db:seed", "npm run dev"],
        "pnpm": ["pnpm install", "pnpm db:seed", "pnpm dev"],
    }

    assert first_run(project) == expected[project.manager]


def test_installing_leaves_no_scripts_of_packages_to_review(project: Project) -> None:
    printed = project.run(shlex.split(first_run(project)[0]))

    assert "install scripts" not in printed
    assert "build scripts" not in printed


def test_the_page_that_the_readme_says_to_open_shows_the_seed(server: Server) -> None:
    answer = server.get("/")

    assert answer.status == 200
    assert b"Example post 50" in answer.body


def test_every_request_of_the_readme_is_answered(project: Project, server: Server, tmp_path: Path) -> None:
    said = (command for block in blocks(project.text(README), "sh") for command in shell_commands(block))
    requests = [command for command in said if command.startswith("curl ")]

    assert len(requests) >= 2
    for request in requests:
        assert "http://localhost:3000/" in request
        command = shlex.split(request.replace("http://localhost:3000", server.base))
        done = subprocess.run(
            [*command, "--silent", "--show-error", "--write-out", "\n%{http_code}"],
            cwd=tmp_path,  # where the cookies of one request wait for the next
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.rpartition("\n")[2] in ("200", "201"), f"{request}: {done.stdout}"


def test_every_path_of_the_operations_answers(project: Project, server: Server) -> None:
    paths = [span.removeprefix("GET ") for span in code_spans(project.text(README)) if span.startswith("GET /")]

    assert {"/api/health", "/api/ready", "/api/metrics"} <= {*paths}
    assert {path: server.get(path).status for path in paths} == dict.fromkeys(paths, 200)


def test_a_second_process_is_told_to_wait_as_the_readme_says(project: Project, server: Server) -> None:
    assert "One process at a time" in project.text(README)
    assert server.get("/api/ready").status == 200
    with pytest.raises(ProofError, match="is in use by process"):
        project.script("db:seed")


def test_stopping_the_development_server_loses_nothing(project: Project, server: Server) -> None:
    """Last with this server."""
    server.terminate()

    assert "Added 0 example posts, 50 were there already" in project.script("db:seed")


def test_a_single_test_file_runs_as_agents_are_told(project: Project) -> None:
    command = next(span for span in code_spans(project.text(AGENTS)) if "vitest run" in span)

    assert "1 passed" in project.run(shlex.split(command))


def test_a_named_migration_is_made_as_agents_are_told(project: Project) -> None:
    command = next(span for span in code_spans(project.text(AGENTS)) if "db:generate" in span)

    assert re.search("nothing to migrate|Already in sync", project.run(shlex.split(command)))
    assert project.changed() == []


@pytest.mark.parametrize("name", [README, AGENTS])
def test_the_layout_is_that_of_the_repository(project: Project, name: str) -> None:
    committed = dict.fromkeys(project.git("ls-files").splitlines(), "")
    listed = listed_paths(project.text(name))

    assert len(listed) > 10
    assert [path for path in listed if not exists(committed, path)] == []


def test_following_the_readme_leaves_the_repository_clean(project: Project, server: Server) -> None:
    assert server.base
    assert project.changed() == []
