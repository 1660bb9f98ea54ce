"""What an update does not touch of an adopted project, on two plain folders."""

from pathlib import Path

from agentscaffold.commands.managed import leave_alone, unmanaged_note
from agentscaffold.engine import Adopted


def write(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(exist_ok=True)
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    return folder


def tree(folder: Path) -> dict[str, str]:
    return {p.relative_to(folder).as_posix(): p.read_text() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_unmanaged_files_are_in_neither_render_whatever_they_are_called(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"src/db/a.ts": "1", "src/db/b.ts": "1"})
    new = write(tmp_path / "new", {"src/data/a.ts": "2", "src/data/b.ts": "2"})
    project = write(tmp_path / "project", {})

    kept = leave_alone(Adopted(unmanaged=("src/db/a.ts",)), {"src/db/a.ts": "src/data/a.ts"}, old, new, project)

    assert kept == ()
    assert (tree(old), tree(new)) == ({"src/db/b.ts": "1"}, {"src/data/b.ts": "2"})


def test_what_changed_in_unmanaged_files_is_counted(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"a": "1", "b": "1", "c": "1"})
    new = write(tmp_path / "new", {"a": "1", "moved/b": "2"})
    note = "not managed: 3 files, 2 of them changed in the blueprint"

    assert unmanaged_note(Adopted(unmanaged=("a", "b", "c")), {"b": "moved/b"}, old, new) == (note,)
    assert unmanaged_note(Adopted(unmanaged=("a", "b")), {}, old, old) == ()


def test_a_manifest_is_the_users_before_and_what_it_becomes_after(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"turbo.json": '{"a": 1, "b": 1}'})
    new = write(tmp_path / "new", {"turbo.json": '{"a": 2, "b": 2}'})
    project = write(tmp_path / "project", {"turbo.json": '{"mine": 1, "a": 1, "b": 3}'})

    kept = leave_alone(Adopted(merged=("turbo.json",)), {}, old, new, project)

    assert tree(old) == tree(project)
    assert tree(new) == {"turbo.json": '{"mine": 1, "a": 2, "b": 3}'}
    assert [(value.key, value.yours, value.blueprint) for value in kept] == [("b", "3", "2")]


def test_a_manifest_that_the_user_deleted_is_left_to_the_merge_of_the_files(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"turbo.json": "{}"})
    new = write(tmp_path / "new", {"turbo.json": '{"a": 1}'})

    assert leave_alone(Adopted(merged=("turbo.json",)), {}, old, new, write(tmp_path / "project", {})) == ()
    assert (tree(old), tree(new)) == ({"turbo.json": "{}"}, {"turbo.json": '{"a": 1}'})


def test_a_manifest_that_its_owner_moved_ahead_is_merged_where_it_is(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"packages/db/package.json": '{"a": 1}'})
    new = write(tmp_path / "new", {"packages/data/package.json": '{"a": 2}'})
    project = write(tmp_path / "project", {"packages/data/package.json": '{"mine": 1, "a": 1}'})
    names = {"packages/db/package.json": "packages/data/package.json"}

    assert leave_alone(Adopted(merged=("packages/db/package.json",)), names, old, new, project) == ()
    assert tree(old) == {"packages/db/package.json": '{"mine": 1, "a": 1}'}
    assert tree(new) == {"packages/data/package.json": '{"mine": 1, "a": 2}'}


def test_a_manifest_that_cannot_be_read_is_left_alone_and_told(tmp_path: Path) -> None:
    old = write(tmp_path / "old", {"turbo.json": "{}"})
    new = write(tmp_path / "new", {"turbo.json": '{"a": 1}'})
    project = write(tmp_path / "project", {"turbo.json": "{"})

    (kept,) = leave_alone(Adopted(merged=("turbo.json",)), {}, old, new, project)

    assert kept.key is None and "turbo.json cannot be read" in (kept.blueprint or "")
    assert tree(old) == tree(new) == tree(project)


def test_an_answers_file_cannot_reach_outside(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", {"victim.json": '{"a": 1}'})
    old, new, project = (write(tmp_path / name, {"x": "1"}) for name in ("old", "new", "project"))
    (project / "link").symlink_to(outside)
    (old / "link").symlink_to(outside)
    paths = ("../outside/victim.json", str(outside / "victim.json"), "link/victim.json")

    leave_alone(Adopted(unmanaged=paths, merged=paths), {}, old, new, project)

    assert tree(outside) == {"victim.json": '{"a": 1}'}
    assert (old / "x").is_file() and (new / "x").is_file()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["new", "old", "outside", "project"]
