"""What becomes of a file when the user, the blueprint or both changed it."""

import os
from pathlib import Path

import pytest

from agentscaffold.engine.merge import FileChange, plan_merge
from tests.engine.merge.cases import case
from tests.engine.merge.scene import (
    ANSWERS,
    BOTH_LINES,
    LINES,
    OLD_GIT,
    THEIR_LINES,
    USER_LINES,
    Files,
    MakeScene,
    snapshot,
)

PICTURE = bytes(range(256)) * 4
USER_PICTURE = PICTURE[::-1]
TEXT = {"a.ts": LINES}
NEWER = {"a.ts": THEIR_LINES}


@pytest.mark.parametrize(
    ("old", "new", "user", "kinds", "result"),
    [
        pytest.param(TEXT, NEWER, {}, {"a.ts": "updated"}, NEWER, id="only the blueprint changed it"),
        pytest.param(TEXT, {}, {"a.ts": USER_LINES}, {}, {"a.ts": USER_LINES}, id="only the user changed it"),
        pytest.param(
            TEXT, NEWER, {"a.ts": USER_LINES}, {"a.ts": "merged"}, {"a.ts": BOTH_LINES}, id="both, in different places"
        ),
        pytest.param(TEXT, {"b.ts": "b\n"}, {}, {"b.ts": "new"}, {"b.ts": "b\n"}, id="the blueprint added it"),
        pytest.param(TEXT, {"a.ts": None}, {}, {"a.ts": "deleted"}, {"a.ts": None}, id="the blueprint dropped it"),
        pytest.param(
            TEXT,
            {"a.ts": None},
            {"a.ts": USER_LINES},
            {"a.ts": "kept"},
            {"a.ts": USER_LINES},
            id="the user changed what the blueprint dropped",
            marks=case("d"),
        ),
        pytest.param(
            TEXT,
            NEWER,
            {"a.ts": None},
            {"a.ts": "deleted_by_you"},
            {"a.ts": None},
            id="the user deleted what changed",
            marks=case("q"),
        ),
        pytest.param(TEXT, {}, {"a.ts": None}, {}, {"a.ts": None}, id="the user deleted what stayed"),
        pytest.param(
            TEXT,
            {"a.ts": None, "new.ts": THEIR_LINES},
            {"a.ts": USER_LINES},
            {"a.ts": "renamed"},
            {"a.ts": None, "new.ts": BOTH_LINES},
            id="the blueprint renamed it",
            marks=case("f"),
        ),
        pytest.param(
            {"src/a.ts": LINES, "src/b.ts": LINES * 2},
            {"src/a.ts": None, "src/b.ts": None, "app/a.ts": LINES, "app/b.ts": LINES * 2},
            {"src/a.ts": USER_LINES, "src/mine.ts": "USER\n"},
            {"src/a.ts": "renamed", "src/b.ts": "renamed"},
            {"app/a.ts": USER_LINES, "app/b.ts": LINES * 2, "src/mine.ts": "USER\n", "src/a.ts": None},
            id="the blueprint moved a folder, the user's own file stays",
        ),
        pytest.param(
            TEXT,
            NEWER,
            {"a.ts": None, "mine.ts": USER_LINES},
            {"mine.ts": "merged"},
            {"mine.ts": BOTH_LINES, "a.ts": None},
            id="the user renamed it",
            marks=case("r"),
        ),
        pytest.param(
            TEXT,
            {"a.ts": None},
            {"a.ts": None, "mine.ts": USER_LINES},
            {"mine.ts": "kept"},
            {"mine.ts": USER_LINES},
            id="the user renamed what the blueprint dropped",
        ),
        pytest.param(
            TEXT,
            {"a.ts": None, "new.ts": THEIR_LINES},
            {"a.ts": None},
            {"a.ts": "deleted_by_you"},
            {"new.ts": None},
            id="the user deleted what the blueprint renamed",
        ),
        pytest.param(
            {"mod/a.ts": LINES, "mod/b.ts": LINES},
            {"mod/a.ts": None, "mod/b.ts": None},
            {"mod/a.ts": USER_LINES, "mod/mine.ts": "USER\n"},
            {"mod/a.ts": "kept", "mod/b.ts": "deleted"},
            {"mod/a.ts": USER_LINES, "mod/mine.ts": "USER\n", "mod/b.ts": None},
            id="the blueprint dropped a folder",
            marks=case("zc"),
        ),
        pytest.param(
            {"tags/a.ts": LINES, "__pycache__/x": "1\n"},
            {"tags/a.ts": None, "__pycache__/x": None},
            {},
            {"tags/a.ts": "deleted", "__pycache__/x": "deleted"},
            {"tags": None, "__pycache__": None},
            id="names that other tools ignore are deleted like others",
            marks=case("zf"),
        ),
        pytest.param(
            {"logo.png": PICTURE, **TEXT},
            NEWER,
            {"logo.png": USER_PICTURE},
            {"a.ts": "updated"},
            {"logo.png": USER_PICTURE},
            id="a picture that only the user changed",
            marks=case("g"),
        ),
        pytest.param(
            {"logo.png": PICTURE},
            {"logo.png": b"\0NEW" * 99},
            {"logo.png": USER_PICTURE},
            {"logo.png": "conflict"},
            {"logo.png": USER_PICTURE},
            id="a picture that both changed stays the user's",
            marks=case("g2"),
        ),
        pytest.param(
            {"conf": "1\n", **TEXT},
            {"conf": None, "conf/x.yml": "2\n", **NEWER},
            {"conf": "1\nUSER\n", "a.ts": USER_LINES},
            {"conf": "kept", "conf/x.yml": "collision", "a.ts": "merged"},
            {"conf": "1\nUSER\n", "a.ts": BOTH_LINES},
            id="the blueprint made a folder of a file that the user changed",
            marks=case("m"),
        ),
        pytest.param(
            {"conf": "1\n"},
            {"conf": None, "conf/x.yml": "2\n"},
            {},
            {"conf": "deleted", "conf/x.yml": "new"},
            {"conf/x.yml": "2\n"},
            id="the blueprint made a folder of a file",
        ),
        pytest.param(
            {"conf/x.yml": "2\n"},
            {"conf/x.yml": None, "conf": "1\n"},
            {},
            {"conf/x.yml": "deleted", "conf": "new"},
            {"conf": "1\n"},
            id="the blueprint made a file of a folder",
        ),
        pytest.param(
            {"conf": "1\n", **TEXT},
            {"conf": "2\n", **NEWER},
            {"conf": None, "conf/mine.yml": "USER\n", "a.ts": USER_LINES},
            {"conf": "deleted_by_you", "a.ts": "merged"},
            {"conf/mine.yml": "USER\n", "a.ts": BOTH_LINES},
            id="the user made a folder of a file",
            marks=case("n"),
        ),
        pytest.param(
            TEXT,
            NEWER,
            {"a.ts": USER_LINES.replace("\n", "   \n")},
            {"a.ts": "conflict"},
            {},
            id="trailing blanks everywhere are a conflict, not a loss",
        ),
        pytest.param(
            TEXT,
            {"a.ts": LINES + "last of the blueprint\n"},
            {"a.ts": LINES + "USER WORK"},
            {"a.ts": "conflict"},
            {},
            id="no line break at the end",
            marks=case("v"),
        ),
        pytest.param(
            {**TEXT, "app/[id]/page.tsx": LINES, "app/i/page.tsx": LINES},
            {"app/[id]/page.tsx": LINES.replace("line 5\n", "THEIRS\n"), "app/i/page.tsx": THEIR_LINES},
            {"app/[id]/page.tsx": LINES.replace("line 5\n", "USER\n"), "app/i/page.tsx": USER_LINES},
            {"app/[id]/page.tsx": "conflict", "app/i/page.tsx": "merged"},
            {"app/i/page.tsx": BOTH_LINES},
            id="brackets in a path are no pattern",
        ),
        pytest.param(
            TEXT,
            {"a.ts": "// header\n" + LINES},
            {"a.ts": LINES.replace("line 8\n", "")},
            {"a.ts": "merged"},
            {"a.ts": "// header\n" + LINES.replace("line 8\n", "")},
            id="lines the user deleted stay deleted",
        ),
        pytest.param(
            TEXT,
            {"a.ts": LINES.replace("line 8\n", "line 8 new\n")},
            {"a.ts": LINES.replace("line 7\nline 8\nline 9\n", "")},
            {"a.ts": "conflict"},
            {},
            id="the user deleted a block in which the blueprint changed a line",
            marks=case("x"),
        ),
        pytest.param(
            TEXT,
            {**NEWER, "b.ts": "template\n"},
            {"a.ts": THEIR_LINES, "b.ts": "template\n"},
            {},
            {"a.ts": THEIR_LINES},
            id="both did the same",
        ),
        pytest.param(
            TEXT, {"ü ñ\n☃.ts": "1\n"}, {}, {"ü ñ\n☃.ts": "new"}, {"ü ñ\n☃.ts": "1\n"}, id="a name that git would quote"
        ),
    ],
)
def test_a_file(scene: MakeScene, old: Files, new: Files, user: Files, kinds: Files, result: Files) -> None:
    project = scene(old, new).user(user)
    with_old_git = project.update(apply=False, version=OLD_GIT).changes
    project.update()

    assert with_old_git == project.changes

    assert project.kinds == kinds
    for name, content in result.items():
        if content is None:
            assert not (project.project / name).exists()
        else:
            expected = content if isinstance(content, bytes) else content.encode()
            assert (project.project / name).read_bytes() == expected
    assert _own_lines(user, old) <= {
        line for _, text in snapshot(project.project).values() for line in text.split(b"\n")
    }
    assert project.needs_review == bool({"conflict", "kept", "deleted_by_you", "collision"} & set(kinds.values()))


def _own_lines(user: Files, old: Files) -> set[bytes]:
    """The lines that only the user wrote."""
    mine, before = (
        {line for text in files.values() if isinstance(text, str) for line in text.encode().split(b"\n")}
        for files in (user, old)
    )
    return mine - before


@case("t")
@pytest.mark.parametrize("version", [None, OLD_GIT], ids=["in memory", "old git"])
def test_a_conflict_has_markers_with_names_and_three_stages(scene: MakeScene, version: tuple[int, ...] | None) -> None:
    project = scene(TEXT, {"a.ts": LINES.replace("line 5\n", "line 5 BLUEPRINT\n")})
    project.user({"a.ts": LINES.replace("line 5\n", "line 5 USER\n")}).update(version=version)

    assert project.changes == (FileChange(ANSWERS, "updated"), FileChange("a.ts", "conflict"))
    assert project.read("a.ts")[28:].startswith(
        "<<<<<<< your project\nline 5 USER\n||||||| blueprint before\nline 5\n=======\n"
        "line 5 BLUEPRINT\n>>>>>>> blueprint\nline 6\n"
    )
    assert "UU a.ts" in project.status()


@pytest.mark.parametrize("version", [None, OLD_GIT], ids=["in memory", "old git"])
def test_a_conflict_in_a_renamed_file_says_where_it_was(scene: MakeScene, version: tuple[int, ...] | None) -> None:
    project = scene(TEXT, {"a.ts": None, "b.ts": LINES.replace("line 5\n", "line 5 BLUEPRINT\n")})
    project.user({"a.ts": LINES.replace("line 5\n", "line 5 USER\n")}).update(version=version)

    assert project.changes[1:] == (
        FileChange("a.ts", "deleted", "now b.ts"),
        FileChange("b.ts", "conflict", "was a.ts"),
    )
    assert "<<<<<<< your project:a.ts\nline 5 USER\n" in project.read("b.ts")
    assert ">>>>>>> blueprint:b.ts\n" in project.read("b.ts")


@pytest.mark.parametrize("version", [None, OLD_GIT], ids=["in memory", "old git"])
@pytest.mark.parametrize("theirs", ["theirs.ts", "a.ts/index.ts"])
def test_both_renamed_a_file(scene: MakeScene, version: tuple[int, ...] | None, theirs: str) -> None:
    project = scene(TEXT, {"a.ts": None, theirs: THEIR_LINES}).user({"a.ts": None, "mine.ts": USER_LINES})
    project.update(version=version)

    assert project.changes[1:] == (
        FileChange(
            "mine.ts",
            "kept",
            f"the blueprint renamed a.ts to {theirs}, your name stays: look at its imports and its importers",
        ),
    )
    assert project.read("mine.ts") == BOTH_LINES


@pytest.mark.parametrize("version", [None, OLD_GIT], ids=["in memory", "old git"])
def test_both_renamed_a_file_and_changed_the_same_line(scene: MakeScene, version: tuple[int, ...] | None) -> None:
    project = scene(TEXT, {"a.ts": None, "theirs.ts": LINES.replace("line 5\n", "line 5 BLUEPRINT\n")})
    project.user({"a.ts": None, "mine.ts": LINES.replace("line 5\n", "line 5 USER\n")}).update(version=version)

    assert project.changes[1:] == (FileChange("mine.ts", "conflict"),)
    assert "<<<<<<< your project:mine.ts\nline 5 USER\n" in project.read("mine.ts")
    assert project.status() == f" M {ANSWERS}\nUU mine.ts\n"


@case("h")
@case("s")
def test_both_added_a_file(scene: MakeScene) -> None:
    project = scene(TEXT, {"café.ts": "blueprint\n"}).user({"café.ts": "user\n"}).update()

    assert project.changes[1:] == (FileChange("café.ts", "conflict", "both added it"),)
    assert project.read("café.ts").startswith("<<<<<<< your project\nuser\n")
    assert project.read("café.ts").endswith("=======\nblueprint\n>>>>>>> blueprint\n")


@case("w")
def test_equal_blocks_are_not_mixed_up(scene: MakeScene) -> None:
    block = "function f() {\n  a();\n  b();\n}\n\n"
    lines = (block * 4).split("\n")
    lines[11] = "  USER();"
    project = scene({"a.ts": block * 4}, {"a.ts": block * 3 + "// header\n" + block * 4})
    project.user({"a.ts": "\n".join(lines)}).update()

    assert project.read("a.ts") == block * 2 + block.replace("a()", "USER()") + "// header\n" + block * 4


@case("p")
def test_executable_bits_of_both_sides_survive(scene: MakeScene) -> None:
    project = scene({"run.sh": "1\n", "b.sh": "1\n"}, {"run.sh": "2\n"})
    (project.new / "b.sh").chmod(0o755)
    (project.project / "run.sh").chmod(0o755)
    project.user({"b.sh": "1\nUSER\n"}).update()

    assert project.kinds == {"run.sh": "merged", "b.sh": "merged"}
    assert snapshot(project.project)["run.sh"] == (0o100, b"2\n")
    assert snapshot(project.project)["b.sh"] == (0o100, b"1\nUSER\n")


@case("y")
def test_a_link_that_the_user_made_of_a_file_stays(scene: MakeScene) -> None:
    project = scene({"conf.json": "{}\n"}, {"conf.json": '{"v": 2}\n'}).local({"conf.json": None, "real.json": "U\n"})
    (project.project / "conf.json").symlink_to("real.json")
    project.user({}).update()

    assert project.changes[1:] == (FileChange("conf.json", "kept", "yours is a symbolic link, the blueprint's a file"),)
    assert (project.project / "conf.json").readlink() == Path("real.json")
    assert project.read("real.json") == "U\n"


@pytest.mark.parametrize("version", [None, OLD_GIT], ids=["in memory", "old git"])
def test_a_link_that_the_user_made_of_a_file_that_the_blueprint_renamed(
    scene: MakeScene, version: tuple[int, ...] | None
) -> None:
    project = scene(TEXT, {"a.ts": None, "b.ts": LINES}).local({"a.ts": None})
    (project.project / "a.ts").symlink_to("mine.ts")
    project.user({}).update(version=version)

    assert project.kinds == {"a.ts": "kept", "b.ts": "new"}
    assert (project.project / "a.ts").readlink() == Path("mine.ts")
    assert project.read("b.ts") == LINES


def test_links_of_the_blueprint_are_followed_by_nobody(scene: MakeScene) -> None:
    project = scene({"one": "1\n", "two": "2\n"}, {})
    (project.new / "link").symlink_to("one")
    project.update()

    assert project.kinds == {"link": "new"}
    assert (project.project / "link").readlink() == Path("one")


def test_answers_never_conflict(scene: MakeScene) -> None:
    project = scene(TEXT, {}).user({ANSWERS: "version: 1\nname: mine\n"}).update()

    assert project.changes == (FileChange(ANSWERS, "updated", "your changes to it are replaced"),)
    assert project.read(ANSWERS) == "version: 2\nname: shop\n"


def test_deleted_answers_come_back(scene: MakeScene) -> None:
    project = scene(TEXT, {}).user({ANSWERS: None}).update()

    assert project.changes == (FileChange(ANSWERS, "new"),)


def test_unchanged_project_equals_the_new_render(scene: MakeScene) -> None:
    project = scene({"a": "1\n", "b/c": "2\n", "d": LINES}, {"a": None, "b/e": "3\n", "d": THEIR_LINES}).update()

    assert snapshot(project.project) == snapshot(project.new)


@case("ze")
def test_planning_writes_nothing(scene: MakeScene) -> None:
    project = scene({**TEXT, "old.ts": "x\n"}, {**NEWER, "old.ts": None, "new.ts": "n\n"}).user({"a.ts": USER_LINES})

    def state() -> dict[Path, int]:
        # git renews the time of objects that it reads, so that they are not tidied away meanwhile.
        return {p: 0 if "objects" in p.parts else p.stat().st_mtime_ns for p in project.top.rglob("*")}

    before = state()
    project.update(apply=False)

    assert project.kinds == {"a.ts": "merged", "new.ts": "new", "old.ts": "deleted"}
    assert state() == before


def test_diffs_show_what_would_be_written(scene: MakeScene) -> None:
    old = {**TEXT, "old.ts": LINES * 2, "logo.png": PICTURE, "gone.ts": LINES}
    new = {**NEWER, "old.ts": None, "new.ts": LINES * 2 + "more\n", "logo.png": USER_PICTURE, "gone.ts": None}
    project = scene(old, new).user({"a.ts": USER_LINES, "gone.ts": USER_LINES}).update(apply=False)

    assert "\n-line 18\n+line 18 of the blueprint\n" in project.diffs["a.ts"]
    assert "USER WORK" not in [line[1:] for line in project.diffs["a.ts"].splitlines() if line.startswith(("+", "-"))]
    assert "\nrename from old.ts\nrename to new.ts\n" in project.diffs["old.ts"]
    assert project.diffs["logo.png"] == "Binary files a/logo.png and b/logo.png differ\n"
    assert project.diffs["gone.ts"] == ""


def test_the_same_plan_every_time(scene: MakeScene, monkeypatch: pytest.MonkeyPatch) -> None:
    project = scene(TEXT, {"a.ts": LINES.replace("line 5", "x")}).user({"a.ts": LINES.replace("line 5", "y")})
    first = project.update(apply=False).diffs
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.chdir(os.sep)

    assert project.update(apply=False).diffs == first


def test_an_error_while_a_plan_is_open_changes_nothing(scene: MakeScene) -> None:
    project = scene(TEXT, NEWER)
    before = snapshot(project.project)
    with (
        pytest.raises(RuntimeError),
        plan_merge(project.project, project.old, project.new, answers_file=ANSWERS),
    ):
        raise RuntimeError

    assert snapshot(project.project) == before
    assert project.status() == ""
