"""`agentscaffold update` from the command line to the files: real templates, real git, no network."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from .conftest import Run
from .projects import AGENT, ANSWERS, REPOSITORY, commit, edit, tree

SCHEMA = json.loads((REPOSITORY / "src/agentscaffold/report/schemas/update-1.json").read_text(encoding="utf-8"))


def stored(project: Path) -> dict[str, object]:
    answers: dict[str, object] = yaml.safe_load((project / ANSWERS).read_text(encoding="utf-8"))
    return answers


def test_nothing_changes_where_nothing_is_different(project: Path, run: Run) -> None:
    before = tree(project)

    code, out, _ = run("update", str(project), "--no-input")

    assert code == 0
    assert "Nothing to change." in out
    assert tree(project) == before


def test_a_choice_is_made_anew_and_the_rest_stays_as_its_owner_left_it(project: Path, run: Run, tmp_path: Path) -> None:
    edit(project, "src/server/db/schema.ts", "title: text()", "subtitle: text(),\n    title: text()")
    (project / "src" / "own.ts").write_text("export const own = true;\n")
    commit(project)

    code, out, _ = run("update", str(project), "--no-input", "--set", "package_manager=pnpm")

    assert code == 0
    assert "package_manager  npm -> pnpm" in out
    fresh = tmp_path / "fresh" / "shop"
    words = ["--yes", "--no-install", "--no-git", "--set", "package_manager=pnpm"]
    assert run("new", str(fresh), "--agent", str(AGENT), *words)[0] == 0
    ours, theirs = tree(project), tree(fresh)
    assert {path for path in ours | theirs if ours.get(path) != theirs.get(path)} == {
        "src/own.ts",
        "src/server/db/schema.ts",
    }
    assert b"subtitle" in ours["src/server/db/schema.ts"]
    assert ".npmrc" not in ours


def test_a_dry_run_says_what_the_real_one_does_and_writes_nothing(project: Path, run: Run) -> None:
    before = tree(project)
    words = ("--no-input", "--set", "package_manager=pnpm", "--format", "json", "--diff")

    planned = json.loads(run("update", str(project), "--dry-run", *words)[1])
    assert tree(project) == before
    done = json.loads(run("update", str(project), *words)[1])

    jsonschema.validate(planned, SCHEMA)
    jsonschema.validate(done, SCHEMA)
    assert {**planned, "dry_run": False} == done
    assert {change["kind"] for change in done["changes"]} == {"new", "updated", "deleted"}
    assert all(change["diff"] for change in done["changes"])


def test_the_users_own_words_outlive_an_update(project: Path, run: Run) -> None:
    run("update", str(project), "--no-input", "--set", "package_manager=pnpm")
    commit(project)

    code, out, _ = run("update", str(project), "--no-input")

    assert (code, "Nothing to change." in out) == (0, True)
    decision = stored(project)["decisions"]["package_manager"]  # type: ignore[index]
    assert decision == {"value": "pnpm", "source": "you"}


def test_an_edited_agent_file_moves_what_it_says(project: Path, run: Run) -> None:
    (placed,) = (project / ".claude" / "agents").iterdir()
    edit(project, str(placed), "`src/server/db/`", "`src/server/database/`")
    edit(project, "src/server/db/connect.ts", "export", "// mine\nexport")
    commit(project)

    code, out, _ = run("update", str(project), "--no-input")

    moved = project / "src" / "server" / "database"
    assert code == 0, out
    assert (moved / "schema.ts").is_file()
    assert not (project / "src" / "server" / "db").exists()
    assert any("// mine" in path.read_text(encoding="utf-8") for path in moved.iterdir())
    assert "`src/server/database/`" in placed.read_text(encoding="utf-8")
    assert 'from "@/server/database/client"' in (project / "src/server/api/context.ts").read_text(encoding="utf-8")


def test_a_renamed_agent_is_recorded_under_its_new_name(project: Path, run: Run) -> None:
    (placed,) = (project / ".claude" / "agents").iterdir()
    server = placed.rename(placed.with_name("server.md"))
    commit(project)

    assert run("update", str(project), "--agent", str(server), "--no-input")[0] == 0
    commit(project)
    code, out, err = run("update", str(project), "--no-input")

    assert (code, "Nothing to change." in out) == (0, True), err
    assert [path.name for path in server.parent.iterdir()] == ["server.md"]


def test_a_conflict_is_marked_and_needs_a_review(project: Path, run: Run) -> None:
    edit(project, "package.json", '"name": "npm"', '"name": "yarn"')
    commit(project)

    code, out, _ = run("update", str(project), "--no-input", "--set", "package_manager=pnpm")

    assert code == 7
    assert "CONFLICT" in out
    text = (project / "package.json").read_text(encoding="utf-8")
    assert "<<<<<<< your project" in text and '"name": "yarn"' in text and '"name": "pnpm"' in text
    listed = subprocess.run(["git", "ls-files", "--unmerged"], cwd=project, check=True, capture_output=True, text=True)
    assert "package.json" in listed.stdout


@pytest.mark.case(id="e")
def test_edited_files_that_a_choice_switches_off_are_kept(project: Path, run: Run) -> None:
    edit(project, ".npmrc", "\n", "\n# mine\n")
    before = (project / ".npmrc").read_bytes()
    commit(project)

    code, out, _ = run("update", str(project), "--no-input", "--set", "package_manager=pnpm")

    assert code == 7
    assert "KEPT" in out.upper() and ".npmrc" in out
    assert (project / ".npmrc").read_bytes() == before


def test_what_git_does_not_know_is_never_written(project: Path, run: Run) -> None:
    (project / "pnpm-workspace.yaml").write_text("mine: true\n")

    code, out, _ = run("update", str(project), "--no-input", "--set", "package_manager=pnpm")

    assert code == 7
    assert "NOT WRITTEN" in out
    assert (project / "pnpm-workspace.yaml").read_text() == "mine: true\n"


def from_the_future(project: Path) -> None:
    edit(project, ANSWERS, f"_commit: {stored(project)['_commit']}", "_commit: 9.9.9")
    commit(project)


@pytest.mark.parametrize(
    ("prepare", "words", "message", "expected"),
    [
        (lambda p: edit(p, "README.md", "# shop", "# Shop"), (), "README.md", None),
        (lambda p: (p / ANSWERS).unlink(), (), "was not generated by agentscaffold", 2),
        (lambda p: (p / ANSWERS).write_text("{"), (), "no valid YAML", 2),
        (lambda p: (p / ANSWERS).write_text("a: 1\n"), (), "_commit", 2),
        (lambda p: edit(p, ANSWERS, "agentscaffold://blueprints", "gh:some/template"), (), "another template", 2),
        (from_the_future, (), "has no blueprints 9.9.9", 6),
        (lambda _: None, ("--to", "9.9.9"), "there is no version 9.9.9", 2),
        (lambda _: None, ("--set", "package_manager=yarn"), "package_manager: you chose", 5),
        (lambda _: None, ("--agent", "nowhere.md"), "nowhere.md", 3),
    ],
)
def test_what_cannot_be_updated_is_refused_and_left_alone(
    project: Path,
    run: Run,
    prepare: Callable[[Path], object],
    words: tuple[str, ...],
    message: str,
    expected: int | None,
) -> None:
    prepare(project)
    before = tree(project)

    code, out, err = run("update", str(project), "--no-input", *words)

    assert code == expected if expected is not None else code in (2, 6)
    assert message in err
    assert out == ""
    assert tree(project) == before
