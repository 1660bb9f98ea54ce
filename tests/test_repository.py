import subprocess
from pathlib import Path

import pytest

from agentscaffold.errors import EngineError
from agentscaffold.repository import inside_work_tree, start


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project").mkdir()
    (tmp_path / "project" / "README.md").write_text("hello\r\n", newline="")
    return tmp_path / "project"


def test_one_commit_on_main_with_everything(project: Path) -> None:
    start(project, "Create it")

    assert git(project, "log", "--format=%s") == "Create it"
    assert git(project, "branch", "--show-current") == "main"
    assert git(project, "status", "--porcelain") == ""


def test_the_users_hooks_signing_and_missing_identity_do_not_matter(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hooks = tmp_path / "hooks"
    hooks.mkdir()
    (hooks / "pre-commit").write_text("#!/bin/sh\nexit 1\n")
    (hooks / "pre-commit").chmod(0o755)
    config = tmp_path / "gitconfig"
    config.write_text(f"[core]\n\thooksPath = {hooks}\n\tautocrlf = true\n[commit]\n\tgpgsign = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", "/dev/null")

    start(project, "Create it")

    assert git(project, "log", "--format=%an") == "agentscaffold"
    assert git(project, "cat-file", "blob", "HEAD:README.md") == "hello\r".strip()


def test_the_users_identity_is_used_when_there_is_one(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "gitconfig"
    config.write_text("[user]\n\tname = Ada\n\temail = ada@example.test\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))

    start(project, "Create it")

    assert git(project, "log", "--format=%an <%ae>") == "Ada <ada@example.test>"


def test_a_work_tree_is_noticed_from_a_folder_that_does_not_exist_yet(project: Path, tmp_path: Path) -> None:
    start(project, "Create it")

    assert inside_work_tree(project / "apps" / "new")
    assert not inside_work_tree(tmp_path / "elsewhere")


def test_running_inside_a_git_hook_does_not_touch_the_other_repository(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    subprocess.run(["git", "init", "--quiet", str(other)], check=True)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(other / ".git" / "index"))

    start(project, "Create it")
    monkeypatch.undo()

    assert git(project, "log", "--format=%s") == "Create it"
    assert not (other / ".git" / "index").exists()


def test_a_failure_says_how_to_go_without(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="git commit failed") as caught:
        start(tmp_path, "nothing to commit")

    assert caught.value.hint == "Use --no-git to go without."
