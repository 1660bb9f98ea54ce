import os
import shutil
import subprocess
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from release_blueprints import publish

from agentscaffold.engine.releases import BUNDLE, LOCK, VERSION, release, released_versions
from agentscaffold.engine.tree import Tree, read_tree
from agentscaffold.errors import EngineError

from ..releasing import change, small_template

NO_GIT = "/nowhere"


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Tree]]:
    """A template with three released versions, and what each of them was when it was released."""
    root = small_template(tmp_path_factory.mktemp("template"))
    sources = {}
    for version, files in (
        ("0.1.0", {}),
        ("0.9.0", {"added": "new\n", "secret": ""}),
        ("0.10.0", {"added": "newer\n"}),
    ):
        change(root, version, **files)
        publish(root)
        sources[version] = read_tree(root)
    return root, sources


@pytest.fixture
def root(history: tuple[Path, dict[str, Tree]], tmp_path: Path) -> Path:
    """The same template, to be changed by a test."""
    return shutil.copytree(history[0], tmp_path / "installed")


def test_versions_ascend_as_numbers(root: Path) -> None:
    assert released_versions(root) == ("0.1.0", "0.9.0", "0.10.0")


def test_there_are_none_before_the_first_release(tmp_path: Path) -> None:
    root = small_template(tmp_path)

    assert released_versions(root) == ()
    with release("0.1.0", root) as folder:
        assert folder == root


@pytest.mark.parametrize("version", ["0.1.0", "0.9.0"])
def test_an_old_version_is_what_it_was_byte_for_byte(history: tuple[Path, dict[str, Tree]], version: str) -> None:
    root, sources = history

    with release(version, root) as folder:
        assert folder != root
        assert read_tree(folder) == sources[version]
    assert not folder.exists()


def test_the_current_version_needs_neither_git_nor_bundle(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", NO_GIT)
    (root / BUNDLE).write_bytes(b"damaged")

    with release("0.10.0", root) as folder:
        assert folder == root


def test_an_unreleased_version_is_the_template_as_it_is(root: Path) -> None:
    change(root, "0.11.0", added="work in progress\n")

    with release("0.11.0", root) as folder:
        assert folder == root
    with release("0.10.0", root) as folder:
        assert (folder / "blueprints/layers/{{ L.base }}/added.txt").read_text() == "newer\n"


def test_a_released_version_that_was_changed_here_comes_out_of_the_bundle(
    history: tuple[Path, dict[str, Tree]], root: Path
) -> None:
    (root / "blueprints/layers/a0").write_text("changed after the release\n")

    with release("0.10.0", root) as folder:
        assert read_tree(folder) == history[1]["0.10.0"]


def test_the_same_version_twice_never_shares_a_folder_with_another(root: Path) -> None:
    """`read_template` remembers by path, so a path must never hold two versions."""
    with release("0.1.0", root) as one, release("0.1.0", root) as again, release("0.9.0", root) as other:
        assert one != again
        assert one.name == again.name != other.name


def damage_end(bundle: Path) -> None:
    bundle.write_bytes(bundle.read_bytes()[:-40])


def damage_middle(bundle: Path) -> None:
    content = bytearray(bundle.read_bytes())
    content[len(content) // 2] ^= 0xFF
    bundle.write_bytes(content)


def exchange_versions(bundle: Path) -> None:
    content = bundle.read_bytes()
    one, other = b"refs/tags/v0.1.0\n", b"refs/tags/v0.9.0\n"
    bundle.write_bytes(content.replace(one, b"-").replace(other, one).replace(b"-", other, 1))


def rename_version(bundle: Path) -> None:
    bundle.write_bytes(bundle.read_bytes().replace(b"refs/tags/v0.1.0\n", b"refs/tags/v0.1.9\n"))


def empty(bundle: Path) -> None:
    bundle.write_bytes(b"")


def remove(bundle: Path) -> None:
    bundle.unlink()


@pytest.mark.parametrize("damage", [damage_end, damage_middle, exchange_versions, rename_version, empty, remove])
def test_a_damaged_bundle_says_so(root: Path, damage: Callable[[Path], None]) -> None:
    damage(root / BUNDLE)

    with pytest.raises(EngineError, match="the released blueprints") as caught, release("0.1.0", root):
        pass

    assert "Install agentscaffold again" in str(caught.value.hint)


@pytest.mark.parametrize(
    "lock", ["", "[]", "{", '{"0.1.0": 1}', '{"0.1.0": "abc"}', '{"v0.1": "%s"}' % ("0" * 40), '{"1!1.0.0": "x"}']
)
def test_a_damaged_lock_says_so(root: Path, lock: str) -> None:
    (root / LOCK).write_text(lock)

    with pytest.raises(EngineError, match=r"lock\.json cannot be read"):
        released_versions(root)


@pytest.mark.parametrize("version", ["0.2.0", "", "latest", "--all", "0.1.0 ", "0.1.0\n\x1b[31m", "../../0.1.0", "0.1"])
def test_an_unknown_version_names_the_known_ones(root: Path, version: str) -> None:
    change(root, "0.11.0")

    with pytest.raises(EngineError, match="this agentscaffold has no blueprints") as caught, release(version, root):
        pass

    assert str(caught.value.hint).startswith("Known versions: 0.1.0, 0.9.0, 0.10.0, 0.11.0. ")
    assert caught.value.message.isprintable()


def test_without_git_the_message_says_what_is_missing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", NO_GIT)

    with pytest.raises(EngineError, match="git, which is not on the PATH") as caught, release("0.1.0", root):
        pass

    assert "Install git" in str(caught.value.hint)


def test_no_place_for_temporary_files_is_no_traceback(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(root / "missing"))

    with pytest.raises(EngineError, match=r"cannot take blueprints 0\.1\.0 out of the bundle"), release("0.1.0", root):
        pass


def test_an_error_of_whoever_uses_it_stays_theirs(root: Path) -> None:
    with pytest.raises(OSError, match="theirs"), release("0.1.0", root) as folder:
        raise OSError("theirs")

    assert not folder.exists()


def test_the_users_git_and_the_repository_around_it_do_not_matter(
    history: tuple[Path, dict[str, Tree]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root, sources = history
    (tmp_path / "attributes").write_text("* text eol=crlf\n")
    (tmp_path / ".gitconfig").write_text(
        f"[core]\n\tautocrlf = true\n\tattributesFile = {tmp_path}/attributes\n\thooksPath = {tmp_path}\n"
        "[safe]\n\tbareRepository = explicit\n[init]\n\tdefaultObjectFormat = sha256\n[broken\n"
    )
    hook = tmp_path / "reference-transaction"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexit 1\n")
    hook.chmod(0o755)
    subprocess.run(["git", "init", "--quiet", str(tmp_path / "other")], check=True)
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, str(tmp_path / ".gitconfig"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "other" / ".git"))
    monkeypatch.setenv("GIT_DEFAULT_HASH", "sha256")
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(tmp_path / "nowhere"))
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    monkeypatch.chdir(tmp_path / "other")

    with release("0.1.0", root) as folder:
        assert read_tree(folder) == sources["0.1.0"]
    assert not (tmp_path / "ran").exists()
    assert not (tmp_path / "nowhere").exists()
    assert not list((tmp_path / "other" / ".git" / "refs" / "tags").iterdir())


def test_an_installation_of_another_user_is_only_read(history: tuple[Path, dict[str, Tree]], root: Path) -> None:
    """Git refuses repositories of others (`safe.directory`), and a system-wide installation cannot be written to."""
    everything = sorted([root, *root.rglob("*")], reverse=True)
    for path in everything:
        if os.geteuid() == 0:
            os.chown(path, 65534, 65534)
        path.chmod(path.stat().st_mode & ~0o222)
    before = {path: path.stat().st_mtime_ns for path in everything}
    try:
        with release("0.1.0", root) as folder:
            assert read_tree(folder) == history[1]["0.1.0"]
        assert {path: path.stat().st_mtime_ns for path in [root, *root.rglob("*")]} == before
    finally:
        for path in reversed(everything):
            path.chmod(path.stat().st_mode | 0o200)


def test_many_at_once(history: tuple[Path, dict[str, Tree]]) -> None:
    root, sources = history

    def read(version: str) -> bool:
        with release(version, root) as folder:
            return read_tree(folder) == sources[version]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(read, ["0.1.0", "0.9.0"] * 8))


def test_a_template_without_version_is_no_traceback(root: Path) -> None:
    (root / VERSION).unlink()

    with pytest.raises(EngineError, match="VERSION cannot be read"), release("0.1.0", root):
        pass
