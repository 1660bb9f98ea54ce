import subprocess
from pathlib import Path

import pytest

from agentscaffold.engine.tree import TreeFile, read_tree, tree_hash, write_tree
from agentscaffold.errors import EngineError

from ..releasing import FILES, small_template


def test_it_is_the_template_without_the_releases(tmp_path: Path) -> None:
    root = small_template(tmp_path)
    (root / "README.md").write_text("not part of it")
    (root / "blueprints" / "releases").mkdir()
    (root / "blueprints" / "releases" / "lock.json").write_text("{}")
    (root / "blueprints" / "releases-notes").write_text("part of it")

    tree = read_tree(root)

    script = "blueprints/layers/{{ L.base }}/run.sh"
    assert tree.keys() == {*FILES, script, "blueprints/releases-notes"}
    assert {name: tree[name].data for name in FILES} == FILES
    assert [name for name, file in tree.items() if file.executable] == [script]


def test_what_is_written_is_what_was_read(tmp_path: Path) -> None:
    tree = read_tree(small_template(tmp_path / "one"))

    write_tree(tree, tmp_path / "other")

    assert read_tree(tmp_path / "other") == tree


def test_the_hash_is_the_one_that_git_computes(tmp_path: Path) -> None:
    root = small_template(tmp_path)
    # Names that git must not interpret, and no settings: this is about bytes.
    (root / "blueprints/layers/.gitattributes").unlink()
    (root / "blueprints/layers/.gitignore").unlink()

    def git(*arguments: str) -> str:
        options = ("-c", "core.autocrlf=false", "-c", "core.excludesFile=/dev/null")
        done = subprocess.run(["git", *options, *arguments], cwd=root, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    git("init", "--quiet", "--object-format=sha1")
    git("add", "--all")

    assert tree_hash(read_tree(root)) == git("write-tree")


@pytest.mark.parametrize(
    "other",
    [
        {"a": TreeFile(b"2")},
        {"b": TreeFile(b"1")},
        {"a": TreeFile(b"1", executable=True)},
        {"a/b": TreeFile(b"1")},
        {"a": TreeFile(b"1"), "b": TreeFile(b"")},
    ],
)
def test_every_difference_is_another_hash(other: dict[str, TreeFile]) -> None:
    assert tree_hash(other) != tree_hash({"a": TreeFile(b"1")})


def test_a_symbolic_link_is_refused(tmp_path: Path) -> None:
    root = small_template(tmp_path)
    (root / "blueprints" / "link").symlink_to("nowhere")

    with pytest.raises(EngineError, match="link is a symbolic link"):
        read_tree(root)


def test_a_missing_template_is_no_traceback(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=r"cannot read the blueprints.*copier\.yml"):
        read_tree(tmp_path)
