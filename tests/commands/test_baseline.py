"""Accepted findings: what a repository knows of does not fail its check; what is new does."""

import json
import os
from pathlib import Path

import pytest

from agentscaffold.checks import BASELINE_FILE

from .conftest import Run
from .projects import REPOSITORY, commit, edit, tree

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
        ('{"accepted": [{"rule": "missing-path"}]}', "accepted.0.subject: Field required"),
        ('{"accepts": []}', "accepts: Extra inputs are not permitted"),
    ],
)
def test_a_broken_baseline_is_an_error_with_a_remedy(project: Path, run: Run, content: str, problem: str) -> None:
    (project / BASELINE_FILE).write_text(content)

    code, _, err = run("check", str(project))

    assert code == 2
    assert f"{BASELINE_FILE} is no baseline: {problem}" in err
    assert "--update-baseline" in err


def test_update_baseline_replaces_a_broken_one_and_says_so(project: Path, run: Run) -> None:
    drift(project)
    (project / BASELINE_FILE).write_text("{")

    code, out, _ = run("check", str(project), "--update-baseline")

    assert code == 0
    assert f"{BASELINE_FILE} was no baseline, and was written anew: Invalid JSON" in out
    assert "written anew" not in run("check", str(project), "--update-baseline")[1]


@pytest.mark.parametrize("exists", [True, False], ids=["a link to a file", "a dangling link"])
def test_a_link_in_its_place_is_never_followed(project: Path, run: Run, tmp_path: Path, exists: bool) -> None:
    victim = tmp_path / "victim.txt"
    if exists:
        victim.write_text("mine\n")
    (project / BASELINE_FILE).symlink_to(victim)
    drift(project)

    code, _, err = run("check", str(project), "--update-baseline")

    assert code == 6
    assert "cannot be written: it is a link" in err
    assert (victim.read_text() if exists else victim.exists()) == ("mine\n" if exists else False)
    code, _, err = run("check", str(project))
    assert (code, "is no baseline: it is a link" in err) == (2, True)


@pytest.mark.parametrize("name", [BASELINE_FILE, ".copier-answers.yml"])
def test_a_pipe_in_the_place_of_a_file_keeps_nobody_waiting(project: Path, run: Run, name: str) -> None:
    (project / name).unlink(missing_ok=True)
    os.mkfifo(project / name)

    code, _, err = run("check", str(project))

    if name == BASELINE_FILE:
        assert (code, "it is no regular file" in err) == (2, True)
    else:
        assert run("update", str(project), "--no-input")[0] == 2


def test_an_accepted_finding_stays_known_when_the_number_beside_it_changes(project: Path, run: Run) -> None:
    (placed,) = (project / ".claude" / "agents").iterdir()
    edit(project, str(placed), "## Rules\n", "## Rules\n\n- Runs on Next.js 14.\n")
    assert "[version-mismatch]" in run("check", str(project))[1]
    run("check", str(project), "--update-baseline")
    assert run("check", str(project))[0] == 0
    manifest = json.loads((project / "package.json").read_text())
    manifest["dependencies"]["next"] = manifest["dependencies"]["next"] + "9"
    (project / "package.json").write_text(json.dumps(manifest, indent=2) + "\n")

    assert run("check", str(project))[0] == 0

    edit(project, str(placed), "Next.js 14", "Next.js 13")
    assert "`Next.js 13`" in run("check", str(project))[1]


def test_an_accepted_folder_covers_what_would_be_in_it_while_it_is_missing(project: Path, run: Run) -> None:
    placed = drift(project)
    run("check", str(project), "--update-baseline")
    edit(project, str(placed), "`src/server/mail/` sends", "`src/server/mail/send.ts` sends")
    assert run("check", str(project), "--fail-on", "error")[0] == 0
    assert "missing-path" not in run("check", str(project))[1]

    (project / "src/server/mail").mkdir()
    (project / "src/server/mail/index.ts").write_text("export {};\n")

    assert "`src/server/mail/send.ts` does not exist" in run("check", str(project))[1]


def test_what_hides_other_findings_cannot_be_accepted(project: Path, run: Run) -> None:
    (project / "package.json").write_text("{ broken")
    (project / ".claude/agents/half.md").write_text("---\nname: half\n---\nDo it.\n")

    code, out, _ = run("check", str(project), "--update-baseline")

    assert code == 8
    assert "[broken-manifest]" in out
    assert "[agent-not-loaded]" in out
    listed = json.loads((project / BASELINE_FILE).read_text())["accepted"] if (project / BASELINE_FILE).exists() else []
    assert {each["rule"] for each in listed}.isdisjoint({"broken-manifest", "agent-not-loaded"})


def test_accepting_a_changed_agent_does_not_accept_later_changes(project: Path, run: Run) -> None:
    placed = drift(project)
    run("check", str(project), "--update-baseline")
    assert run("check", str(project))[0] == 0

    edit(project, str(placed), "## Rules\n", "## Rules\n\n- Every price is kept in cents.\n")

    assert "[agent-changed]" in run("check", str(project))[1]


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
    assert accepted[0]["subject"] == "apps/worker"
    assert f"{len(accepted)} known findings not shown" in out

    (project / "packages/api/src/routers/post.ts").rename(project / "packages/api/src/post.ts")
    for file in (project / "packages/api/src/routers").iterdir():
        file.unlink()
    (project / "packages/api/src/routers").rmdir()
    code, out, _ = run("check", str(project))
    assert code == 8
    assert "packages/api/src/routers" in out


@pytest.fixture
def workspace(tmp_path: Path, run: Run) -> Path:
    project = tmp_path / "workspace"
    assert run("new", str(project), "--agent", str(WORKSPACE), "--yes", "--no-install", "--git")[0] == 0
    return project


def accepted(project: Path) -> set[str]:
    return {each["subject"] for each in json.loads((project / BASELINE_FILE).read_text())["accepted"]}


def test_new_tells_what_it_accepts(tmp_path: Path, run: Run) -> None:
    words = ("--agent", str(WORKSPACE), "--yes", "--no-install", "--no-git")

    _, text, _ = run("new", str(tmp_path / "shop"), *words)
    told = json.loads(run("new", str(tmp_path / "other"), *words, "--dry-run", "--format", "json")[1])["accepted"]

    assert "`apps/worker` does not exist [missing-path]" in text
    assert {each["subject"] for each in told} == accepted(tmp_path / "shop")


def test_update_brings_the_baseline_to_what_the_agent_says_now(workspace: Path, run: Run) -> None:
    (placed,) = (workspace / ".claude" / "agents").iterdir()
    edit(workspace, str(placed), "│   └── worker/ ", "│   └── mailer/ ")
    commit(workspace)

    code, out, _ = run("update", str(workspace), "--no-input")

    assert code == 0
    assert "`apps/mailer` does not exist [missing-path]" in out
    assert "apps/mailer" in accepted(workspace) and "apps/worker" not in accepted(workspace)
    assert run("check", str(workspace))[0] == 0


def test_update_keeps_what_a_person_accepted_and_never_leaves_a_conflict_in_the_file(workspace: Path, run: Run) -> None:
    (placed,) = (workspace / ".claude" / "agents").iterdir()
    edit(workspace, str(placed), "│   └── worker/ ", "│   └── mailer/ ")
    (workspace / "packages/api/src/index.ts").unlink(missing_ok=True)
    mine = {"rule": "missing-path", "path": ".claude/agents/x.md", "subject": "apps/another"}
    content = json.loads((workspace / BASELINE_FILE).read_text())
    content["accepted"] = [mine, *({**each, "subject": each["subject"]} for each in content["accepted"]), mine]
    (workspace / BASELINE_FILE).write_text(json.dumps(content))
    commit(workspace)

    assert run("update", str(workspace), "--no-input")[0] == 0

    assert {"apps/another", "apps/mailer"} <= accepted(workspace)
    assert "apps/worker" not in accepted(workspace)


def test_update_accepts_nothing_that_the_project_has(workspace: Path, run: Run) -> None:
    (placed,) = (workspace / ".claude" / "agents").iterdir()
    edit(workspace, str(placed), "│   └── worker/ ", "│   └── mailer/ ")
    (workspace / "apps/mailer").mkdir()
    (workspace / "apps/mailer/index.ts").write_text("export {};\n")
    commit(workspace)

    assert run("update", str(workspace), "--no-input")[0] == 0

    assert not (workspace / BASELINE_FILE).exists() or "apps/mailer" not in accepted(workspace)


def test_drift_that_was_there_before_an_update_is_not_accepted_by_it(project: Path, run: Run) -> None:
    (project / "src/server/http/cors.ts").unlink()
    (placed,) = (project / ".claude" / "agents").iterdir()
    edit(project, str(placed), "## Rules\n", "## Rules\n\n- CORS is in `src/server/http/cors.ts`.\n")
    commit(project)

    run("update", str(project), "--no-input", "--set", "package_manager=pnpm")

    assert not (project / BASELINE_FILE).exists()
    assert "`src/server/http/cors.ts` does not exist" in run("check", str(project))[1]


def test_a_broken_baseline_stops_an_update_before_anything_is_written(project: Path, run: Run) -> None:
    (project / BASELINE_FILE).write_text("{")
    commit(project)
    before = tree(project)

    code, _, err = run("update", str(project), "--no-input", "--set", "package_manager=pnpm")

    assert (code, "is no baseline" in err) == (2, True)
    assert tree(project) == before
