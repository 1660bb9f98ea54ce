"""A project whose present state is not in git is refused."""

import subprocess

import pytest

from agentscaffold.engine.merge import check_ready
from agentscaffold.errors import EngineError, UsageError
from tests.engine.merge.cases import case
from tests.engine.merge.scene import MakeScene, Scene, git, put


@pytest.fixture
def project(scene: MakeScene) -> Scene:
    return scene({"a.ts": "1\n", "b.ts": "1\n", ".gitignore": ".env\n"}, {"a.ts": "2\n"})


def test_a_clean_project_is_ready(project: Scene) -> None:
    project.local({"notes.md": "untracked\n", ".env": "ignored\n"})

    check_ready(project.project)


@case("zk")
def test_no_repository(project: Scene) -> None:
    with pytest.raises(UsageError, match="is in no git repository"):
        check_ready(project.old)


def test_no_folder(project: Scene) -> None:
    with pytest.raises(UsageError, match="is not a folder"):
        check_ready(project.project / "a.ts")


def test_no_commit_yet(project: Scene) -> None:
    put(project.folder, {"fresh/a.ts": "1\n"})
    git(project.folder / "fresh", "init", "--quiet")

    with pytest.raises(UsageError, match="nothing is committed"):
        check_ready(project.folder / "fresh")


def test_a_folder_of_which_nothing_is_committed(project: Scene) -> None:
    project.local({"sub/a.ts": "1\n"})

    with pytest.raises(UsageError, match="nothing of sub is committed"):
        check_ready(project.project / "sub")


@pytest.mark.parametrize("staged", [False, True])
def test_changes_are_named(project: Scene, staged: bool) -> None:
    project.local({"a.ts": "edited\n", "b.ts": None})
    git(project.top, "config", "status.showUntrackedFiles", "no")
    if staged:
        git(project.top, "add", "--all")

    with pytest.raises(EngineError, match=r"uncommitted changes: a\.ts, b\.ts$"):
        check_ready(project.project)


def test_at_most_ten_changes_are_named(project: Scene) -> None:
    project.user({f"f{number:02}": "1\n" for number in range(12)}).local({f"f{n:02}": "2\n" for n in range(12)})

    with pytest.raises(EngineError, match=r": f00, .*, f09 and 2 more$"):
        check_ready(project.project)


def test_a_new_file_in_the_index(project: Scene) -> None:
    project.local({"c.ts": "1\n"})
    git(project.top, "add", "--intent-to-add", "c.ts")

    with pytest.raises(EngineError, match=r"c\.ts"):
        check_ready(project.project)


@pytest.mark.parametrize(
    "flag",
    [pytest.param("--assume-unchanged", marks=case("k")), pytest.param("--skip-worktree", marks=case("k2"))],
)
def test_files_that_git_does_not_look_at(project: Scene, flag: str) -> None:
    git(project.top, "update-index", flag, "a.ts")
    project.local({"a.ts": "a local override\n"})

    with pytest.raises(EngineError, match=r"does not look at these files .*: a\.ts$") as refused:
        check_ready(project.project)
    assert "--no-assume-unchanged" in str(refused.value.hint)


@case("l")
def test_changes_in_another_folder_of_the_repository_are_no_obstacle(scene: MakeScene) -> None:
    project = scene({"a.ts": "1\n"}, {"a.ts": "2\n"}, subfolder="app")
    put(project.top, {"other/x": "1\n"})
    project.commit()
    put(project.top, {"other/x": "uncommitted\n", "other/x.rej": "kept by the user\n"})
    project.update()

    assert project.read("a.ts") == "2\n"
    assert (project.top / "other/x").read_text() == "uncommitted\n"
    assert (project.top / "other/x.rej").read_text() == "kept by the user\n"


def test_a_merge_in_progress(project: Scene) -> None:
    git(project.top, "branch", "other")
    project.user({"a.ts": "mine\n"})
    git(project.top, "checkout", "--quiet", "other")
    project.user({"a.ts": "theirs\n"})
    with pytest.raises(subprocess.CalledProcessError):
        git(project.top, "merge", "-")

    with pytest.raises(EngineError, match="a merge is in progress"):
        check_ready(project.project)


def test_no_git(project: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    with pytest.raises(EngineError, match="git is not installed"):
        check_ready(project.project)
