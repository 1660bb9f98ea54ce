"""What `check` says around its findings: where files are, how much was read, how wide a line is."""

import json
import subprocess
from pathlib import Path

import pytest

from .conftest import Run

AGENT = "---\nname: backend\ndescription: Builds the server.\n---\n\n"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    app = tmp_path / "repository" / "apps" / "api"
    (app / ".claude/agents").mkdir(parents=True)
    (app / ".claude/agents/backend.md").write_text(f"{AGENT}- Jobs are in `src/jobs/run.ts`\n")
    (app / "index.ts").write_text("process.env.ONE;\n")
    subprocess.run(["git", "init", "-q", tmp_path / "repository"], check=True)
    return tmp_path / "repository"


def results(run: Run, folder: Path) -> list[dict[str, object]]:
    log = json.loads(run("check", str(folder), "--format", "sarif")[1])
    found: list[dict[str, object]] = log["runs"][0]["results"]
    return found


def test_sarif_paths_begin_at_the_root_of_the_git_repository(repository: Path, run: Run) -> None:
    uris = [
        location["physicalLocation"]["artifactLocation"]["uri"]
        for result in results(run, repository / "apps/api")
        for location in result["locations"]  # type: ignore[attr-defined]
    ]

    assert uris == ["apps/api/.claude/agents/backend.md", "apps/api/index.ts"]


def test_a_fingerprint_outlives_a_line_and_tells_findings_apart(repository: Path, run: Run) -> None:
    app = repository / "apps/api"
    before = [each["partialFingerprints"] for each in results(run, app)]
    agent = app / ".claude/agents/backend.md"
    agent.write_text(agent.read_text().replace("- Jobs", "One line more.\n\n- Jobs"))

    assert [each["partialFingerprints"] for each in results(run, app)] == before
    assert before[0] != before[1]


def test_one_variable_is_an_environment_variable(repository: Path, run: Run) -> None:
    out = run("check", str(repository / "apps/api"))[1]

    assert "1 environment variable." in out
    assert "the code reads 1 environment variable, and" in out


@pytest.mark.parametrize("rest", ["x" * 9_000, "A sentence.\n" * 12_000], ids=["a long line", "a long file"])
def test_an_agent_that_is_not_read_to_its_end_is_told(repository: Path, run: Run, rest: str) -> None:
    app = repository / "apps/api"
    (app / ".claude/agents/backend.md").write_text(f"{AGENT}{rest}\n")

    code, out, _ = run("check", str(app))
    report = json.loads(run("check", str(app), "--format", "json")[1])

    assert code == 8
    assert "only its beginning was checked [agent-too-long]" in out
    assert report["complete"] is False


def test_the_coverage_keeps_to_the_width_that_is_asked_for(
    repository: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    agent = repository / "apps/api/.claude/agents/backend.md"
    agent.write_text(f"{AGENT}- Jobs are in `src/{'deep/' * 20}run.ts`, {'and so on ' * 20}\n")

    out = run("check", str(repository / "apps/api"), "--coverage")[1]

    table = out.split("\n\n")[0].splitlines()
    assert len(table) == 3
    assert max(map(len, table)) <= 80
