"""Accepted findings: what a repository knows of does not fail its check; what is new does."""

import json
from pathlib import Path

import pytest

from agentscaffold.checks import BASELINE_FILE

from .conftest import Run
from .projects import REPOSITORY, commit, edit

WORKSPACE = REPOSITORY / "examples" / "turbo-monorepo" / "agent.md"


def drift(project: Path) -> Path:
    (placed,) = (project / ".claude" / "agents").iterdir()
    edit(project, str(placed), "- `src/server/db/`", "- `src/server/mail/` sends mail\n- `src/server/db/`")
    return placed


def test_what_is_accepted_does_not_fail_any_more_and_what_is_new_does(project: Path, run: Run) -> None:
    placed = drift(project)
    assert run("check", str(project))[0] == 8

    code, out, _ = run("check", str(project), "--update-baseline")
    assert code == 0
    assert "known findings not shown" in out
    assert "No new findings." in out
    assert run("check", str(project))[0] == 0

    edit(project, str(placed), "- `src/server/db/`", "- `src/server/queue/` holds jobs\n- `src/server/db/`")
    code, out, _ = run("check", str(project))
    assert code == 8
    assert "src/server/queue" in out
    assert "src/server/mail" not in out


def test_an_accepted_finding_that_is_gone_is_told_and_removed(project: Path, run: Run) -> None:
    drift(project)
    run("check", str(project), "--update-baseline")
    (project / "src/server/mail").mkdir()
    (project / "src/server/mail/index.ts").write_text("export {};\n")

    assert "1 accepted finding of .agentscaffold-baseline.json gone" in run("check", str(project))[1]

    run("check", str(project), "--update-baseline")
    assert "src/server/mail" not in (project / BASELINE_FILE).read_text()


def test_without_findings_there_is_no_baseline(project: Path, run: Run) -> None:
    assert run("check", str(project), "--update-baseline")[0] == 0

    assert not (project / BASELINE_FILE).exists()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "Invalid JSON"),
        ("[]", "Input should be an object"),
        ('{"version": 2}', "version: Input should be less than or equal to 1"),
        ('{"accepted": [{"rule": "missing-path"}]}', "accepted.0.path: Field required"),
        ('{"accepts": []}', "accepts: Extra inputs are not permitted"),
    ],
)
def test_a_broken_baseline_is_an_error_with_a_remedy(project: Path, run: Run, content: str, problem: str) -> None:
    (project / BASELINE_FILE).write_text(content)

    code, _, err = run("check", str(project))

    assert code == 2
    assert f"{BASELINE_FILE} is no baseline: {problem}" in err
    assert "--update-baseline" in err


def test_update_baseline_replaces_a_broken_one(project: Path, run: Run) -> None:
    (project / BASELINE_FILE).write_text("{")

    assert run("check", str(project), "--update-baseline")[0] == 0


def test_a_code_host_is_told_that_accepted_results_are_suppressed(project: Path, run: Run) -> None:
    drift(project)
    before = json.loads(run("check", str(project), "--format", "sarif")[1])["runs"][0]["results"]
    run("check", str(project), "--update-baseline")

    results = json.loads(run("check", str(project), "--format", "sarif")[1])["runs"][0]["results"]

    assert [each["ruleId"] for each in results] == [each["ruleId"] for each in before]
    assert all(each["suppressions"][0]["kind"] == "external" for each in results)


def test_a_new_project_starts_without_findings_though_its_agent_names_what_no_blueprint_has(
    tmp_path: Path, run: Run
) -> None:
    project = tmp_path / "shop"
    assert run("new", str(project), "--agent", str(WORKSPACE), "--yes", "--no-install", "--git")[0] == 0

    code, out, _ = run("check", str(project))

    accepted = json.loads((project / BASELINE_FILE).read_text())["accepted"]
    assert code == 0
    assert accepted[0]["message"] == "`apps/worker` does not exist"
    assert f"{len(accepted)} known findings not shown" in out

    (project / "packages/api/src/routers/post.ts").rename(project / "packages/api/src/post.ts")
    for file in (project / "packages/api/src/routers").iterdir():
        file.unlink()
    (project / "packages/api/src/routers").rmdir()
    code, out, _ = run("check", str(project))
    assert code == 8
    assert "packages/api/src/routers" in out


def test_update_brings_the_baseline_to_what_the_agent_says_now(tmp_path: Path, run: Run) -> None:
    project = tmp_path / "shop"
    assert run("new", str(project), "--agent", str(WORKSPACE), "--yes", "--no-install", "--git")[0] == 0
    (placed,) = (project / ".claude" / "agents").iterdir()
    edit(project, str(placed), "│   └── worker/ ", "│   └── mailer/ ")
    commit(project)

    code, _, _ = run("update", str(project), "--no-input")

    assert code == 0
    text = (project / BASELINE_FILE).read_text()
    assert "apps/mailer" in text and "apps/worker" not in text
    assert run("check", str(project))[0] == 0
