"""The released versions of this repository are whole, and `scripts/release_blueprints.py` keeps them so."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from release_blueprints import faults, main, publish

from agentscaffold.engine import answers_of, read_template, release, released_versions, render
from agentscaffold.engine.bundle import git, unbundled
from agentscaffold.engine.releases import BUNDLE, LOCK, VERSION
from agentscaffold.engine.tree import TreeFile, read_tree, tree_hash, write_tree
from agentscaffold.errors import EngineError, UsageError
from agentscaffold.resources import template_root

from .releasing import change, small_template
from .rendering import combinations, files_below

REPOSITORY = Path(__file__).resolve().parents[1]


# --- this repository ------------------------------------------------------------------------------------------------


def test_nothing_is_wrong_with_the_releases_of_this_repository() -> None:
    assert faults(REPOSITORY) == ()


def test_the_template_of_the_tests_is_that_of_this_repository() -> None:
    """Else the test above would look at something else than what is released and installed."""
    assert template_root() == REPOSITORY


# --- planted faults -------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = small_template(tmp_path_factory.mktemp("template"))
    publish(root)
    change(root, "0.2.0", added="new\n")
    publish(root)
    return root


@pytest.fixture
def root(history: Path, tmp_path: Path) -> Path:
    """A template with two released versions, to be changed by a test."""
    return shutil.copytree(history, tmp_path / "template")


def edit_lock(root: Path, edit: Callable[[dict[str, str]], object]) -> None:
    lock = json.loads((root / LOCK).read_text())
    edit(lock)
    (root / LOCK).write_text(json.dumps(lock))


def alter_a_layer(root: Path) -> None:
    (root / "blueprints/layers/a0").write_text("changed\n")


def add_a_file(root: Path) -> None:
    (root / "blueprints/layers/more").touch()


def make_executable(root: Path) -> None:
    (root / "blueprints/layers/a0").chmod(0o755)


def lower_the_version(root: Path) -> None:
    (root / VERSION).write_text("0.1.5\n")


def alter_a_tree(root: Path) -> None:
    edit_lock(root, lambda lock: lock.update({"0.1.0": "0" * 40}))


def forget_a_version(root: Path) -> None:
    edit_lock(root, lambda lock: lock.pop("0.1.0"))


def invent_a_version(root: Path) -> None:
    edit_lock(root, lambda lock: lock.update({"0.1.1": "0" * 40}))


def remove_the_bundle(root: Path) -> None:
    (root / BUNDLE).unlink()


def remove_the_lock(root: Path) -> None:
    (root / LOCK).unlink()


def remove_everything(root: Path) -> None:
    shutil.rmtree((root / LOCK).parent)


def damage_the_bundle(root: Path) -> None:
    content = (root / BUNDLE).read_bytes()
    (root / BUNDLE).write_bytes(content[:-1] + bytes([content[-1] ^ 1]))


def bundle_without(version: str) -> Callable[[Path], None]:
    def drop(root: Path) -> None:
        with unbundled(root / BUNDLE) as source:
            for kept in source.commits.keys() - {version}:
                git(source.folder, "update-ref", f"refs/tags/v{kept}", source.commits[kept])
            git(source.folder, "bundle", "create", str(root / BUNDLE), "--tags")

    drop.__name__ = f"bundle_without_{version}"
    return drop


def bundle_without_its_history(root: Path) -> None:
    """As if somebody had begun anew: the same files, no version before."""
    with unbundled(root / BUNDLE) as source:
        identity = ("-c", "user.name=x", "-c", "user.email=x@localhost")
        for version, commit in source.commits.items():
            alone = git(source.folder, *identity, "commit-tree", f"{commit}^{{tree}}", "-m", "x").decode().strip()
            git(source.folder, "update-ref", f"refs/tags/v{version}", alone)
        git(source.folder, "bundle", "create", str(root / BUNDLE), "--tags")


@pytest.mark.parametrize(
    ("plant", "message"),
    [
        (alter_a_layer, "the blueprints changed since 0.2.0 was released: raise blueprints/VERSION"),
        (add_a_file, "the blueprints changed since 0.2.0 was released: raise blueprints/VERSION"),
        (make_executable, "the blueprints changed since 0.2.0 was released: raise blueprints/VERSION"),
        (lower_the_version, "blueprints/VERSION is 0.1.5, and 0.2.0 was released"),
        (alter_a_tree, "0.1.0 is not what was released: its files have another hash"),
        (forget_a_version, "0.1.0 is in the bundle and not in the lock"),
        (invent_a_version, "0.1.1 is in the lock and not in the bundle"),
        (remove_the_lock, "0.2.0 is in the bundle and not in the lock"),
        (remove_the_bundle, "the released blueprints cannot be read: git bundle"),
        (damage_the_bundle, "the released blueprints cannot be read: git bundle"),
        (remove_everything, "blueprints/VERSION is 0.2.0, and no version was released: blueprints/releases is gone"),
        (bundle_without("0.1.0"), "0.1.0 is in the lock and not in the bundle"),
        (bundle_without("0.2.0"), "0.2.0 is in the lock and not in the bundle"),
        (bundle_without_its_history, "0.2.0 does not come after the version before it"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_fault_is_found(root: Path, plant: Callable[[Path], None], message: str) -> None:
    assert faults(root) == ()

    plant(root)

    assert [fault for fault in faults(root) if fault.startswith(message)], faults(root)


def test_a_new_version_that_is_not_released_yet_is_no_fault(root: Path) -> None:
    change(root, "0.3.0", added="work in progress\n")

    assert faults(root) == ()


# --- releasing ------------------------------------------------------------------------------------------------------


def kept(root: Path) -> dict[str, bytes]:
    folder = (root / LOCK).parent
    return files_below(folder) if folder.exists() else {}


def test_releases_are_added_and_the_old_ones_stay_as_they_were(tmp_path: Path) -> None:
    root = small_template(tmp_path)
    sources = {}
    for version in ("0.1.0", "0.2.0", "1.0.0"):
        change(root, version, added=f"for {version}\n")
        sources[version] = read_tree(root)
        assert publish(root).versions[-1] == version

    assert released_versions(root) == tuple(sources)
    assert json.loads((root / LOCK).read_text()) == {version: tree_hash(tree) for version, tree in sources.items()}
    assert kept(root).keys() == {"blueprints.bundle", "lock.json"}
    for version, tree in sources.items():
        with release(version, root) as folder:
            assert read_tree(folder) == tree


def test_it_says_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = small_template(tmp_path)

    assert main(root) == 0

    said = capsys.readouterr()
    assert said.out.startswith(f"Released blueprints 0.1.0: 13 files, tree {tree_hash(read_tree(root))}.\n")
    assert said.err == ""


def test_commits_are_the_same_everywhere_and_bundles_with_the_same_git(
    history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another time, folder, user and repository around it, and other settings of git."""
    outside = tmp_path / "repository"
    subprocess.run(["git", "init", "--quiet", str(outside)], check=True)
    (outside / ".gitignore").write_text("*\n")
    (tmp_path / "gitconfig").write_text("[user]\n\tname = Ada\n[core]\n\tcompression = 0\n\tautocrlf = true\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2030-01-01T00:00:00Z")
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.chdir(outside)
    root = small_template(outside)
    publish(root)
    change(root, "0.2.0", added="new\n")
    publish(root)

    # The id of a commit covers its files, its author, its date and the commits before it.
    with unbundled(root / BUNDLE) as one, unbundled(history / BUNDLE) as other:
        assert one.commits == other.commits
    assert one.commits["0.1.0"] == "0e474f7eacd55105347db9e106fb1d3aa0ec7392"
    assert kept(root) == kept(history)


def other_version(version: str) -> Callable[[Path], None]:
    def change_it(root: Path) -> None:
        change(root, version, added="more\n")

    change_it.__name__ = f"version_{version}"
    return change_it


def only_the_version(root: Path) -> None:
    change(root, "0.3.0")


def nothing(_root: Path) -> None:
    pass


@pytest.mark.parametrize(
    ("prepare", "message"),
    [
        (nothing, "nothing to release: 0.2.0 was released, and nothing changed since"),
        (only_the_version, "nothing to release: 0.3.0 would be the same as 0.2.0"),
        (other_version("0.2.0"), "0.2.0 was released with other files, and a released version never changes"),
        (other_version("0.1.0"), "0.1.0 was released with other files, and a released version never changes"),
        (other_version("0.1.9"), "0.1.9 is not greater than 0.2.0, which was released last"),
        (other_version("0.2.0rc1"), "0.2.0rc1 is not greater than 0.2.0, which was released last"),
        (other_version("0.03.0"), "'0.03.0' is not how a version is written"),
        (other_version("0.3"), "'0.3' is not how a version is written"),
        (other_version("next"), "'next' is no version"),
        (remove_everything, "the first release is 0.1.0, not 0.2.0"),
        (remove_the_bundle, "the released blueprints cannot be read: git bundle"),
        (remove_the_lock, "0.1.0 is in the bundle and not in the lock"),
        (alter_a_tree, "0.1.0 is not what was released"),
        (damage_the_bundle, "the released blueprints cannot be read: git bundle"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_it_refuses_and_changes_nothing(
    root: Path, prepare: Callable[[Path], None], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(root)
    before = kept(root)

    with pytest.raises((UsageError, EngineError)) as caught:
        publish(root)
    code = main(root)

    assert caught.value.message.startswith(message)
    assert code == caught.value.exit_code
    assert capsys.readouterr().err.startswith(f"error: {message}")
    assert kept(root) == before


def test_a_bundle_that_lost_a_version_is_never_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = kept(root)
    change(root, "0.3.0", added="more\n")
    monkeypatch.setattr("release_blueprints._bundle_with", lambda *_, **__: (root / BUNDLE).read_bytes())

    with pytest.raises(EngineError, match=r"git made a bundle that is not right: 0\.3\.0 is in the lock and not"):
        publish(root)

    assert kept(root) == before


# --- what a release is for ------------------------------------------------------------------------------------------


def test_a_project_of_a_released_version_is_rendered_again_byte_for_byte(tmp_path: Path) -> None:
    """The template and the answers of today, released as an old version of a template that went on."""
    root, before = tmp_path / "template", tmp_path / "before"
    write_tree({**read_tree(template_root()), VERSION: TreeFile(b"0.1.0\n")}, root)
    publish(root)
    shutil.copytree(root, before)
    layer = root / "blueprints/layers/{{ L.base }}"
    layer.rename(layer.with_name("{{ L.renamed }}"))
    (root / VERSION).write_text("0.2.0\n")
    publish(root)

    for combination in {combination.blueprint.name: combination for combination in combinations()}.values():
        answers = answers_of(combination.plan())
        was, is_again = tmp_path / "was" / combination.name, tmp_path / "again" / combination.name
        render(read_template(before), was, answers)
        with release("0.1.0", root) as folder:
            render(read_template(folder), is_again, answers)

        assert b"_commit: 0.1.0\n" in files_below(was)[".copier-answers.yml"]
        assert files_below(is_again) == files_below(was)
