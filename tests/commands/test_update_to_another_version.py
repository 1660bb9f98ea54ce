"""`agentscaffold update` where another version of the tool is installed than the one that made the project."""

from pathlib import Path

import pytest

from ..installed import Installed, install
from .projects import AGENT, ANSWERS, commit, edit, status, tree

README = "{{ L.base }}/README.md.jinja"
PRETTIER = "{{ L.typescript }}/prettier.config.js"


@pytest.fixture
def newer(tmp_path: Path) -> Installed:
    """Blueprints of a version to come: one file changed, one new."""
    installed = install(tmp_path / "installed", "0.99.0")
    prettier = installed.layers / PRETTIER
    prettier.write_text("// newer\n" + prettier.read_text())
    (installed.layers / "{{ L.base }}" / "NEWS.md").write_text("newer\n")
    return installed


def test_a_newer_version_is_merged_into_what_the_released_one_made(newer: Installed, project: Path) -> None:
    edit(project, "prettier.config.js", "default config;", "default config; // mine")
    commit(project)

    done = newer.run("update", str(project), "--no-input", "--format", "json")

    assert done.returncode == 0, done.stderr
    text = (project / "prettier.config.js").read_text()
    assert text.startswith("// newer\n") and "config; // mine" in text
    assert (project / "NEWS.md").read_text() == "newer\n"
    assert "_commit: 0.99.0" in (project / ANSWERS).read_text()
    assert {f" M {ANSWERS}", " M prettier.config.js", "?? NEWS.md"} <= set(status(project).splitlines())


@pytest.mark.case(id="o")
@pytest.mark.parametrize("words", [(), ("--dry-run",), ("--set", "package_manager=pnpm")], ids=" ".join)
def test_a_version_that_cannot_be_rendered_changes_nothing(
    newer: Installed, project: Path, words: tuple[str, ...]
) -> None:
    (newer.layers / README).write_text("{{ nothing.of.that.name }}\n")
    edit(project, "prettier.config.js", "default config;", "default config; // mine")
    commit(project)
    (project / "notes.md").write_text("not in git\n")
    before = tree(project)

    done = newer.run("update", str(project), "--no-input", *words)

    assert (done.returncode, done.stdout) == (6, "")
    assert "error: rendering failed" in done.stderr and "Traceback" not in done.stderr
    assert tree(project) == before
    assert status(project) == "?? notes.md\n"
    assert not (project / ".git" / "agentscaffold-update").exists()


@pytest.mark.case(id="zl")
def test_an_older_version_is_refused(newer: Installed, tmp_path: Path) -> None:
    project = tmp_path / "shop"
    words = ("--agent", str(AGENT), "--yes", "--no-install", "--git")
    assert newer.run("new", str(project), *words).returncode == 0
    before = tree(project)

    done = newer.run("update", str(project), "--no-input", "--to", "0.1.0")

    assert (done.returncode, done.stdout) == (2, "")
    assert "made with version 0.99.0" in done.stderr and "0.1.0 is older" in done.stderr
    assert tree(project) == before
    assert status(project) == ""
