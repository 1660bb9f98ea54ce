"""The generated CI runs `agentscaffold check`: with a version of the tool that exists, and green on the first day."""

import shlex
from pathlib import Path

import pytest
import yaml

from agentscaffold import __version__
from agentscaffold.engine import read_template
from agentscaffold.resources import template_root

from .conftest import Run
from .projects import REPOSITORY

EXAMPLES = ("next-trpc", "t3-turbo", "next-prisma")


def example_of(blueprint: str) -> Path:
    name = {"t3-turbo": "turbo-monorepo"}.get(blueprint, blueprint)
    return REPOSITORY / "examples" / name / "agent.md"


def test_the_tool_and_the_newest_blueprints_are_released_together() -> None:
    """The version of the blueprints is all that a project knows of the tool, and CI installs the tool by it."""
    assert read_template(template_root()).version == __version__


@pytest.mark.parametrize("blueprint", EXAMPLES)
def test_the_step_of_the_workflow_passes_in_a_fresh_project(
    blueprint: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = tmp_path / "shop"
    agent = example_of(blueprint)
    assert run("new", str(project), "--agent", str(agent), "--yes", "--no-install", "--git")[0] == 0
    workflow = yaml.safe_load((project / ".github/workflows/ci.yml").read_text(encoding="utf-8"))
    (step,) = (step["run"] for step in workflow["jobs"]["agents"]["steps"] if "run" in step)

    installer, words = step.split(" agentscaffold ")

    assert installer == f"pipx run --spec agentscaffold-cli=={__version__}"
    monkeypatch.chdir(project)
    code, out, _ = run(*shlex.split(words))
    assert code == 0
    assert out.startswith("Checked 1 agent against ")
