"""`docs/agent-coverage.md`: written with the project, and kept up to date by `update` as long as nobody edits it."""

import subprocess
from pathlib import Path

from agentscaffold.checks import is_untouched
from agentscaffold.commands.derived import COVERAGE_FILE
from tests.conftest import REPOSITORY

from .conftest import Run
from .projects import commit, edit, tree

AGENT = REPOSITORY / "examples" / "next-trpc" / "agent.md"


def test_it_is_what_check_says(project: Path, run: Run) -> None:
    code, out, _ = run("check", str(project), "--coverage", "--format", "markdown")

    assert code == 0
    assert (project / COVERAGE_FILE).read_text(encoding="utf-8") == out
    assert is_untouched(out)
    assert "`src/server/api/routers`" in out


def test_it_follows_an_edited_agent_file(project: Path, run: Run) -> None:
    (placed,) = (project / ".claude" / "agents").iterdir()
    edit(project, str(placed), "## Rules\n", "## Rules\n\n- Every price is kept in cents.\n")
    commit(project)

    code, out, _ = run("update", str(project), "--no-input")

    assert code == 0
    assert COVERAGE_FILE in out
    text = (project / COVERAGE_FILE).read_text(encoding="utf-8")
    assert "Every price is kept in cents." in text
    assert is_untouched(text)


def test_an_edited_one_belongs_to_who_edited_it(project: Path, run: Run) -> None:
    (placed,) = (project / ".claude" / "agents").iterdir()
    edit(project, str(placed), "## Rules\n", "## Rules\n\n- Every price is kept in cents.\n")
    edit(project, COVERAGE_FILE, "covered by the repository", "met by the repository")
    commit(project)
    before = tree(project)[COVERAGE_FILE]

    code, _, _ = run("update", str(project), "--no-input")

    assert code == 0
    assert tree(project)[COVERAGE_FILE] == before


def test_a_deleted_one_stays_deleted(project: Path, run: Run) -> None:
    (placed,) = (project / ".claude" / "agents").iterdir()
    edit(project, str(placed), "## Rules\n", "## Rules\n\n- Every price is kept in cents.\n")
    (project / COVERAGE_FILE).unlink()
    commit(project)

    code, _, _ = run("update", str(project), "--no-input")

    assert code == 0
    assert not (project / COVERAGE_FILE).exists()


def test_it_is_written_inside_a_repository_that_ignores_the_project(tmp_path: Path, run: Run, project: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    subprocess.run(["git", "init", "--quiet"], cwd=outer, check=True)
    (outer / ".gitignore").write_text("shop/\n")
    (agent,) = (project / ".claude" / "agents").iterdir()

    code, _, _ = run("new", str(outer / "shop"), "--agent", str(agent), "--yes", "--no-install", "--no-git")

    assert code == 0
    assert tree(outer / "shop")[COVERAGE_FILE] == tree(project)[COVERAGE_FILE]


def test_neither_a_repository_around_it_nor_the_page_itself_changes_a_word(tmp_path: Path, run: Run) -> None:
    agent = tmp_path / "agent.md"
    agent.write_text(AGENT.read_text(encoding="utf-8") + "\nDocuments are in `docs/`, variables in the environment.\n")
    subprocess.run(["git", "init", "-q", "."], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text(".env*\n*.ts\ndocs/\n")

    for folder, options in (("inside", ("--no-git",)), ("own", ("--git",))):
        run("new", str(tmp_path / folder), "--agent", str(agent), "--no-install", "--yes", "--name", "shop", *options)

    page = (tmp_path / "own" / COVERAGE_FILE).read_text(encoding="utf-8")
    assert (tmp_path / "inside" / COVERAGE_FILE).read_text(encoding="utf-8") == page
    code, shown, _ = run("check", str(tmp_path / "own"), "--coverage", "--format", "markdown")
    assert (code, shown) == (0, page)


SECOND = """---
name: writer
description: Writes the documents of the shop.
---

- The style guide is `docs/style.md`
"""


def test_after_an_update_it_speaks_of_the_project_and_of_all_its_agents(project: Path, run: Run) -> None:
    (placed,) = (project / ".claude" / "agents").iterdir()
    edit(project, str(placed), "## Rules\n", "## Rules\n\n- Payments are in `src/server/hooks/stripe.ts`.\n")
    (project / "src/server/hooks").mkdir()
    (project / "src/server/hooks/stripe.ts").write_text("export {};\n")
    (project / ".claude/agents/writer.md").write_text(SECOND)
    (project / "docs/style.md").write_text("# Style\n")
    commit(project)

    planned = run("update", str(project), "--no-input", "--set", "package_manager=pnpm", "--dry-run", "--diff")[1]
    code, _, _ = run("update", str(project), "--no-input", "--set", "package_manager=pnpm")

    text = (project / COVERAGE_FILE).read_text(encoding="utf-8")
    assert code == 0
    assert is_untouched(text)
    assert "covered: `src/server/hooks/stripe.ts`" in text
    assert "covered: `docs/style.md`" in text
    assert "+- 6: `- The style guide is 'docs/style.md'`" in planned
    assert run("check", str(project), "--coverage", "--format", "markdown")[1] == text


def test_a_link_in_its_place_is_left_alone(project: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.md").write_text("mine\n")
    (project / COVERAGE_FILE).unlink()
    (project / COVERAGE_FILE).symlink_to(tmp_path / "elsewhere.md")
    commit(project)

    run("update", str(project), "--no-input", "--set", "package_manager=pnpm")

    assert (project / COVERAGE_FILE).is_symlink()
    assert (tmp_path / "elsewhere.md").read_text() == "mine\n"
