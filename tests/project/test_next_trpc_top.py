"""The same blueprint without a source folder: `app/` and `server/` at the top of the repository."""

import pytest
from proof import serving

from .projects import Project

pytestmark = pytest.mark.project


def test_there_is_no_source_folder(top_project: Project) -> None:
    assert (top_project.path / "server" / "db" / "schema.ts").is_file()
    assert (top_project.path / "app" / "layout.tsx").is_file()
    assert not (top_project.path / "src").exists()


@pytest.mark.parametrize("script", ["typecheck", "lint", "format:check", "test:coverage", "build"])
def test_each_gate_is_green(top_project: Project, script: str) -> None:
    top_project.script(script)


def test_it_serves(top_project: Project) -> None:
    with serving(top_project.path, ["pnpm", "start"], environment=top_project.environment) as running:
        assert running.get("/api/ready").status == 200
