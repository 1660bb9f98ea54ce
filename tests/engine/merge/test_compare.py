"""How a render stands to what a project has."""

import subprocess
from pathlib import Path

import pytest

from agentscaffold.engine.merge import Compared, compare
from agentscaffold.errors import UsageError


def write(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode())
    return folder


def commit(project: Path) -> None:
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"]
    for words in (["init", "-q"], ["add", "--all"], [*identity, "commit", "-qm", "one"]):
        subprocess.run(["git", *words], cwd=project, check=True)


def test_every_standing(tmp_path: Path) -> None:
    names = ("same", "differs", "link", "ignored", "folder", "file/inside", "gone", "new")
    render = write(tmp_path / "render", dict.fromkeys(names, "text\n"))
    project = write(tmp_path / "project", {"same": "text\n", "differs": "mine\n", "file": "mine\n", "gone": "x\n"})
    write(project, {".gitignore": "ignored\n", "folder/mine": "x"})
    (project / "link").symlink_to("same")
    (project / "same").chmod(0o755)
    commit(project)
    write(project, {"ignored": "text\n"})

    assert compare(project, render) == {
        "same": Compared("same"),
        "differs": Compared("differs"),
        "link": Compared("other_type"),
        "ignored": Compared("not_in_git", "ignored"),
        "folder": Compared("blocked", "folder/mine"),
        "file/inside": Compared("blocked", "file"),
        "gone": Compared("differs"),
        "new": Compared("missing"),
    }


def test_a_project_below_the_top_is_compared_with_its_own_folder(tmp_path: Path) -> None:
    top = write(tmp_path / "top", {"a": "1\n", "apps/web/a": "2\n"})
    commit(top)

    assert compare(top / "apps/web", write(tmp_path / "render", {"a": "2\n"})) == {"a": Compared("same")}


def test_line_ends_that_git_converts_are_no_difference(tmp_path: Path) -> None:
    project = write(tmp_path / "project", {".gitattributes": "*.txt text\n", "a.txt": "1\r\n", "b.bin": "1\r\n"})
    commit(project)

    compared = compare(project, write(tmp_path / "render", {"a.txt": "1\n", "b.bin": "1\n"}))

    assert (compared["a.txt"].standing, compared["b.bin"].standing) == ("same", "differs")


def test_comparing_writes_nothing_to_the_repository(tmp_path: Path) -> None:
    project = write(tmp_path / "project", {"a": "1\n"})
    commit(project)
    before = {p: p.stat().st_mtime_ns for p in project.rglob("*")}

    compare(project, write(tmp_path / "render", {"b": "2\n"}))

    assert {p: p.stat().st_mtime_ns for p in project.rglob("*")} == before


def test_without_a_repository_there_is_nothing_to_compare_with(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="in no git repository"):
        compare(write(tmp_path / "project", {"a": "1"}), write(tmp_path / "render", {"a": "1"}))
