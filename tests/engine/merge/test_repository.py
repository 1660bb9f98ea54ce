"""Kinds of repositories, settings and clones."""

import os
from pathlib import Path

import pytest

from agentscaffold.engine.merge import FileChange
from agentscaffold.errors import EngineError
from tests.engine.merge.cases import case
from tests.engine.merge.scene import BOTH_LINES, LINES, OLD_GIT, THEIR_LINES, USER_LINES, MakeScene, Scene, git, put

TEXT = {"a.ts": LINES}
NEWER = {"a.ts": THEIR_LINES}
VERSIONS = pytest.mark.parametrize("version", [None, OLD_GIT], ids=["in memory", "old git"])


def _moved(project: Scene, folder: Path) -> Scene:
    return Scene(project.folder, folder, folder)


@case("zh")
@VERSIONS
def test_a_repository_with_sha256(scene: MakeScene, version: tuple[int, ...] | None) -> None:
    new = {"a.ts": THEIR_LINES.replace("line 3\n", "line 3\nBLUEPRINT\n")}
    project = scene(TEXT, new, init=("--object-format=sha256",)).user({"a.ts": USER_LINES}).update(version=version)

    assert project.kinds == {"a.ts": "conflict"}
    assert len(git(project.top, "ls-files", "--unmerged").split()[1]) == 64


@case("zj")
def test_a_worktree(scene: MakeScene) -> None:
    project = scene(TEXT, {"a.ts": LINES.replace("line 3", "BLUEPRINT")}).user({"a.ts": USER_LINES})
    git(project.top, "worktree", "add", "--quiet", "../tree")
    tree = _moved(project, project.folder / "tree").update()

    assert tree.kinds == {"a.ts": "conflict"}
    assert "UU a.ts" in tree.status()
    assert project.status() == ""


@case("zi")
def test_a_shallow_clone(scene: MakeScene) -> None:
    project = scene(TEXT, NEWER).user({"a.ts": USER_LINES})
    git(project.folder, "clone", "--quiet", "--depth=1", f"file://{project.top}", "clone")
    clone = _moved(project, project.folder / "clone").update()

    assert clone.read("a.ts") == BOTH_LINES


@case("zg")
@VERSIONS
def test_a_partial_clone_with_a_sparse_checkout(scene: MakeScene, version: tuple[int, ...] | None) -> None:
    project = scene(TEXT, NEWER).user({"a.ts": USER_LINES, "big.txt": "x\n"})
    git(project.top, "config", "uploadpack.allowFilter", "true")
    origin = f"file://{project.top}"
    git(project.folder, "clone", "--quiet", "--filter=blob:none", "--no-checkout", origin, "clone")
    clone = _moved(project, project.folder / "clone")
    git(clone.top, "sparse-checkout", "set", "--no-cone", "/*", "!big.txt")
    git(clone.top, "checkout", "--quiet")
    clone.update(version=version)

    assert clone.read("a.ts") == BOTH_LINES
    assert not (clone.project / "big.txt").exists()


def test_a_sparse_checkout_without_the_files_that_change(scene: MakeScene) -> None:
    project = scene({**TEXT, "b.ts": "1\n"}, NEWER)
    git(project.top, "sparse-checkout", "set", "--no-cone", "/*", "!a.ts")

    with pytest.raises(EngineError, match=r"leaves out what would change: a\.ts"):
        project.update()


@VERSIONS
def test_a_project_in_a_folder_of_a_repository(scene: MakeScene, version: tuple[int, ...] | None) -> None:
    project = scene(TEXT, {"a.ts": LINES.replace("line 3", "B"), "src/new.ts": "n\n"}, subfolder="apps/shop")
    project.user({"a.ts": USER_LINES}).update(version=version)

    assert project.changes[1:] == (FileChange("a.ts", "conflict"), FileChange("src/new.ts", "new"))
    assert "UU apps/shop/a.ts" in project.status()
    assert "USER WORK" in project.read("a.ts")


def test_what_moved_out_of_the_project_is_not_followed(scene: MakeScene) -> None:
    project = scene(TEXT, NEWER, subfolder="app").user({"a.ts": None})
    put(project.top, {"lib/a.ts": USER_LINES})
    project.commit()
    project.update()

    assert project.kinds == {"a.ts": "deleted_by_you"}
    assert (project.top / "lib/a.ts").read_text() == USER_LINES


@case("u")
@VERSIONS
def test_line_endings_that_git_converts(scene: MakeScene, version: tuple[int, ...] | None) -> None:
    project = scene(TEXT, NEWER)
    git(project.top, "config", "core.autocrlf", "true")
    project.user({"a.ts": USER_LINES.replace("\n", "\r\n")}).update(version=version)

    assert project.kinds == {"a.ts": "merged"}
    assert project.read("a.ts") == BOTH_LINES.replace("\n", "\r\n")


@case("u2")
def test_line_endings_that_the_user_changed(scene: MakeScene) -> None:
    project = scene(TEXT, NEWER).user({"a.ts": USER_LINES.replace("\n", "\r\n")}).update()

    assert project.kinds == {"a.ts": "conflict"}
    assert "line 3\r\nUSER WORK\r\n" in project.read("a.ts")


def test_line_endings_that_attributes_ask_for(scene: MakeScene) -> None:
    project = scene(TEXT, NEWER, subfolder="app")
    put(project.top, {".gitattributes": "*.ts text eol=crlf\n"})
    project.user({"a.ts": USER_LINES.replace("\n", "\r\n")}).update()

    assert project.kinds == {"a.ts": "merged"}
    assert project.read("a.ts") == BOTH_LINES.replace("\n", "\r\n")


def test_line_endings_that_were_committed_before_there_were_attributes(scene: MakeScene) -> None:
    project = scene(TEXT, NEWER).user({"a.ts": USER_LINES.replace("\n", "\r\n")})
    project.user({".gitattributes": "* text=auto\n"}).update()

    assert project.kinds == {"a.ts": "merged"}
    assert project.read("a.ts").replace("\r", "") == BOTH_LINES


def test_a_render_with_the_line_endings_of_a_file_that_is_older_than_the_attributes(scene: MakeScene) -> None:
    old, new = ({"a.ts": files["a.ts"].replace("\n", "\r\n")} for files in (TEXT, NEWER))
    project = scene(old, new, subfolder="app").user({"../.gitattributes": "* text=auto eol=lf\n"}).update()

    assert project.kinds == {"a.ts": "updated"}
    assert project.read("a.ts") == new["a.ts"]


def test_attributes_of_the_user_and_of_the_blueprint(scene: MakeScene) -> None:
    project = scene({**TEXT, ".gitattributes": "*.lock -diff\n"}, {**NEWER, ".gitattributes": "*.lock binary\n"})
    project.user({".gitattributes": "*.ts text\n\n\n\n*.lock -diff\n"}).update()

    assert project.kinds[".gitattributes"] in {"merged", "conflict"}
    assert "*.ts text" in project.read(".gitattributes")


@VERSIONS
@pytest.mark.parametrize("attributes", [".gitattributes", "../.gitattributes"])
def test_a_filter_of_the_repository(scene: MakeScene, version: tuple[int, ...] | None, attributes: str) -> None:
    project = scene(TEXT, NEWER, subfolder="app")
    for way in ("clean", "smudge"):
        git(project.top, "config", f"filter.rot13.{way}", "tr a-zA-Z n-za-mN-ZA-M")
    project.user({attributes: "*.ts filter=rot13\n", "a.ts": USER_LINES}).update(version=version)

    assert project.kinds == {"a.ts": "merged"}
    assert project.read("a.ts") == BOTH_LINES
    assert "HFRE JBEX" in git(project.top, "show", ":app/a.ts")


@VERSIONS
def test_files_of_which_all_lines_are_kept(scene: MakeScene, version: tuple[int, ...] | None) -> None:
    project = scene({"LOG": "1\n"}, {"LOG": "1\nblueprint\n"})
    project.user({".gitattributes": "LOG merge=union\n", "LOG": "1\nuser\n"}).update(version=version)

    assert project.kinds == {"LOG": "merged"}
    assert project.read("LOG") == "1\nuser\nblueprint\n"


@pytest.mark.parametrize(
    "setting",
    [
        pytest.param(("apply.whitespace", "error"), marks=case("i")),
        pytest.param(("apply.whitespace", "fix"), marks=case("i2")),
        ("merge.conflictStyle", "merge"),
        ("merge.renames", "false"),
        ("diff.noprefix", "true"),
        ("core.quotePath", "true"),
        ("core.splitIndex", "true"),
        ("color.ui", "always"),
        ("status.showUntrackedFiles", "no"),
    ],
    ids=" ".join,
)
def test_settings_have_no_influence(scene: MakeScene, setting: tuple[str, str]) -> None:
    project = scene({**TEXT, "café.ts": LINES * 2}, {**NEWER, "café.ts": None, "thé.ts": LINES * 2})
    git(project.top, "config", *setting)
    project.user({"a.ts": USER_LINES, "café.ts": LINES + "USER   \n" + LINES}).update()

    assert project.kinds == {"a.ts": "merged", "café.ts": "renamed"}
    assert project.read("thé.ts") == LINES + "USER   \n" + LINES
    assert project.diffs["a.ts"].startswith("diff --git a/a.ts b/a.ts\n")


@case("zm")
@case("zn")
def test_hooks_do_not_run(scene: MakeScene, monkeypatch: pytest.MonkeyPatch) -> None:
    project = scene(TEXT, {"a.ts": LINES.replace("line 3", "B")}).user({"a.ts": USER_LINES})
    hooks = ("post-checkout", "post-index-change", "pre-commit", "reference-transaction", "post-merge")
    for folder in (project.top / ".git", project.folder / "template"):
        for hook in hooks:
            put(folder, {f"hooks/{hook}": f"#!/bin/sh\necho >> {project.folder}/ran\nexit 1\n"})
            (folder / "hooks" / hook).chmod(0o755)
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(project.folder / "template"))
    project.update()

    assert project.kinds == {"a.ts": "conflict"}
    assert not (project.folder / "ran").exists()


def test_variables_of_a_hook_do_not_lead_elsewhere(scene: MakeScene, monkeypatch: pytest.MonkeyPatch) -> None:
    project = scene(TEXT, NEWER).user({"a.ts": USER_LINES})
    for name in ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"):
        monkeypatch.setenv(name, str(project.folder / "nowhere"))
    monkeypatch.setenv("GIT_PREFIX", "src/")
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", "false")
    project.update()

    assert project.read("a.ts") == BOTH_LINES


@pytest.mark.parametrize(
    "added", [pytest.param(False, marks=case("a")), pytest.param(True, marks=[case("b"), case("za")])]
)
def test_files_that_git_ignores(scene: MakeScene, added: bool) -> None:
    start = {".gitignore": ".env\nvendor/\n", "a": "1\n"}
    template = {".env": "KEY=changeme\n", "vendor/x": "1\n"}
    newer = {name: f"{text}NEW=1\n" for name, text in template.items()}
    mine = {".env": "KEY=secret\n", "vendor/x": "USER\n"}
    project = scene(start if added else {**start, **template}, newer).local(mine).update()

    assert project.kinds == {".env": "collision", "vendor/x": "collision"}
    assert project.needs_review
    assert {name: project.read(name) for name in mine} == mine


@case("c")
@case("zd")
def test_ignored_files_that_the_blueprint_dropped(scene: MakeScene) -> None:
    template = {".env": "KEY=changeme\n", "data/seed.sql": "1\n"}
    mine = {".env": "KEY=secret\n", "data/seed.sql": "USER\n", "data/own.sql": "OWN\n"}
    project = scene({".gitignore": ".env\ndata/\n", **template}, dict.fromkeys(template)).local(mine).update()

    assert project.kinds == {}
    assert {name: project.read(name) for name in mine} == mine


@case("zb")
def test_rejects_of_the_user_stay(scene: MakeScene) -> None:
    project = scene({".gitignore": "*.rej\n", **TEXT}, NEWER).local({"a.ts.rej": "USER\n"}).update()

    assert project.read("a.ts.rej") == "USER\n"


@case("z")
def test_untracked_files_in_nobodys_way(scene: MakeScene) -> None:
    project = scene(TEXT, {**NEWER, "new.ts": "n\n"}).local({"notes.md": "USER\n", "deep/er/x": "USER\n"}).update()

    assert project.kinds == {"a.ts": "updated", "new.ts": "new"}
    assert (project.read("notes.md"), project.read("deep/er/x")) == ("USER\n", "USER\n")


@case("j")
def test_untracked_files_in_the_way(scene: MakeScene) -> None:
    project = scene(TEXT, {"notes.md": "n\n", "docs/a.md": "n\n", "conf": "n\n", "link/x": "n\n", "free": "n\n"})
    git(project.top, "config", "status.showUntrackedFiles", "no")
    mine = {"notes.md": "USER\n", "docs": "USER\n", "conf/mine": "USER\n", "elsewhere/y": "USER\n"}
    project.local(mine)
    (project.project / "link").symlink_to("elsewhere")
    project.update()

    assert project.kinds == dict.fromkeys(("conf", "docs/a.md", "link/x", "notes.md"), "collision") | {"free": "new"}
    assert [c.detail for c in project.changes if c.kind == "collision"] == [
        "conf/mine is not in git",
        "docs is not in git",
        "link is not in git",
        "notes.md is not in git",
    ]
    assert {name: project.read(name) for name in mine} == mine
    assert os.listdir(project.project / "elsewhere") == ["y"]  # noqa: PTH208


def test_edits_stay_where_they_are_if_the_new_name_is_taken(scene: MakeScene) -> None:
    project = scene(TEXT, {"a.ts": None, "b.ts": THEIR_LINES}).user({"a.ts": USER_LINES}).local({"b.ts": "mine\n"})
    project.update()

    assert project.kinds == {"a.ts": "kept", "b.ts": "collision"}
    assert (project.read("a.ts"), project.read("b.ts")) == (USER_LINES, "mine\n")


def test_empty_folders_are_not_in_the_way(scene: MakeScene) -> None:
    project = scene({"conf/a": "1\n"}, {"conf/a": None, "conf": "1\n"})
    (project.project / "conf" / "empty" / "deep").mkdir(parents=True)
    project.update()

    assert project.read("conf") == "1\n"


def test_a_submodule_is_left_alone(scene: MakeScene) -> None:
    project = scene(TEXT, {**NEWER, "vendor/x": "1\n"})
    git(project.folder, "clone", "--quiet", str(project.top), str(project.top / "vendor"))
    project.user({}).update()

    assert project.kinds == {"a.ts": "updated", "vendor/x": "collision"}
    assert (project.project / "vendor/a.ts").read_text() == LINES


def test_a_path_with_blanks_colons_and_quotes(tmp_path: Path, scene: MakeScene) -> None:
    project = scene(TEXT, {"a.ts": LINES.replace("line 3", "B")}).user({"a.ts": USER_LINES})
    odd = tmp_path / 'my: "project"; é'
    project.top.rename(odd)
    moved = _moved(project, odd).update()

    assert moved.kinds == {"a.ts": "conflict"}
