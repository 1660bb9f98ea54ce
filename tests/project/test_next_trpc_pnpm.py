"""The same blueprint with pnpm, in directories that the agent chose."""

import pytest
from proof import run, serving

from .projects import Project

pytestmark = pytest.mark.project


def test_the_code_is_where_the_agent_wants_it(pnpm_project: Project) -> None:
    for path in ("src/backend/trpc/root.ts", "src/backend/database/schema.ts", "src/backend/trpc/routers/post.ts"):
        assert (pnpm_project.path / path).is_file(), path
    assert not (pnpm_project.path / "src/server").exists()


@pytest.mark.parametrize("script", ["typecheck", "lint", "test", "build"])
def test_each_gate_is_green(pnpm_project: Project, script: str) -> None:
    pnpm_project.script(script)


def test_a_frozen_install_accepts_the_lock_file(pnpm_project: Project) -> None:
    run(pnpm_project.path, ["pnpm", "install", "--frozen-lockfile"], environment=pnpm_project.environment)


def test_it_serves(pnpm_project: Project) -> None:
    with serving(pnpm_project.path, ["pnpm", "start"], environment=pnpm_project.environment) as running:
        assert running.get("/api/ready").status == 200


def test_building_leaves_the_repository_clean(pnpm_project: Project) -> None:
    changed = pnpm_project.git("status", "--porcelain").splitlines()

    assert [line for line in changed if not line.endswith("pnpm-lock.yaml")] == []
