"""What README and AGENTS.md of a generated project tell a new owner to do, done word by word."""

import shlex
import subprocess
from collections.abc import Iterator

import pytest
from proof import ProofError, Server, run, serving

from ..documents import AGENTS, README, blocks, code_spans, exists, listed_paths, shell_commands
from .conftest import Project

pytestmark = pytest.mark.project


def document(project: Project, name: str) -> str:
    return (project.path / name).read_text(encoding="utf-8")


def first_run(project: Project) -> list[str]:
    """The commands that the README starts with; the last one serves."""
    return shell_commands(blocks(document(project, README), "sh")[0])


@pytest.fixture(scope="module")
def server(npm_project: Project) -> Iterator[Server]:
    *before, serve = first_run(npm_project)
    for command in before:
        run(npm_project.path, shlex.split(command))
    with serving(npm_project.path, shlex.split(serve)) as running:
        yield running


def test_the_first_run_is_install_seed_and_serve(npm_project: Project) -> None:
    assert first_run(npm_project) == ["npm install", "npm run db:seed", "npm run dev"]


def test_installing_leaves_no_scripts_of_packages_to_review(npm_project: Project) -> None:
    assert "install scripts" not in run(npm_project.path, shlex.split(first_run(npm_project)[0]))


def test_the_page_that_the_readme_says_to_open_shows_the_seed(server: Server) -> None:
    answer = server.get("/")

    assert answer.status == 200
    assert b"Example post 50" in answer.body


def test_every_request_of_the_readme_is_answered(npm_project: Project, server: Server) -> None:
    said = (command for block in blocks(document(npm_project, README), "sh") for command in shell_commands(block))
    requests = [command for command in said if command.startswith("curl ")]

    assert len(requests) >= 2
    for request in requests:
        assert "http://localhost:3000/" in request
        command = shlex.split(request.replace("http://localhost:3000", server.base))
        done = subprocess.run(
            [*command, "--silent", "--show-error", "--write-out", "\n%{http_code}"],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.endswith("\n200"), f"{request}: {done.stdout}"


def test_every_path_of_the_operations_answers(npm_project: Project, server: Server) -> None:
    paths = [
        span.removeprefix("GET ") for span in code_spans(document(npm_project, README)) if span.startswith("GET /")
    ]

    assert paths == ["/api/health", "/api/ready", "/api/metrics"]
    assert [server.get(path).status for path in paths] == [200, 200, 200]


def test_a_second_process_is_told_to_wait_as_the_readme_says(npm_project: Project, server: Server) -> None:
    assert "One process at a time" in document(npm_project, README)
    assert server.get("/api/ready").status == 200
    with pytest.raises(ProofError, match="is in use by process"):
        npm_project.script("db:seed")


def test_stopping_the_development_server_loses_nothing(npm_project: Project, server: Server) -> None:
    """Last with this server."""
    server.terminate()

    assert "Added 0 example posts, 50 were there already" in npm_project.script("db:seed")


def test_a_single_test_file_runs_as_agents_are_told(npm_project: Project) -> None:
    command = next(span for span in code_spans(document(npm_project, AGENTS)) if "vitest run" in span)

    assert "1 passed" in run(npm_project.path, shlex.split(command))


def test_a_named_migration_is_made_as_agents_are_told(npm_project: Project) -> None:
    command = next(span for span in code_spans(document(npm_project, AGENTS)) if "db:generate" in span)

    assert "nothing to migrate" in run(npm_project.path, shlex.split(command))
    assert npm_project.git("status", "--porcelain", "drizzle") == ""


@pytest.mark.parametrize("name", [README, AGENTS])
def test_the_layout_is_that_of_the_repository(npm_project: Project, name: str) -> None:
    committed = dict.fromkeys(npm_project.git("ls-files").splitlines(), "")
    listed = listed_paths(document(npm_project, name))

    assert len(listed) > 10
    assert [path for path in listed if not exists(committed, path)] == []


def test_following_the_readme_leaves_the_repository_clean(npm_project: Project, server: Server) -> None:
    assert server.base
    changed = npm_project.git("status", "--porcelain").splitlines()

    assert [line for line in changed if not line.endswith("package-lock.json")] == []
