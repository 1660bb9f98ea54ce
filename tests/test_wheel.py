"""What is installed from a wheel does what a checkout does."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from release_blueprints import publish

from agentscaffold.engine.releases import BUNDLE, LOCK, VERSION
from agentscaffold.engine.tree import read_tree, tree_hash

REPOSITORY = Path(__file__).resolve().parents[1]
AGENT = REPOSITORY / "examples" / "next-trpc" / "agent.md"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)],
        check=True,
        capture_output=True,
    )
    return next(folder.glob("*.whl"))


def test_the_distribution_has_its_own_name(wheel: Path) -> None:
    assert wheel.name.startswith("agentscaffold_cli-")


def test_it_generates_the_same_bytes_from_inside_the_wheel(wheel: Path, tmp_path: Path) -> None:
    unpacked = tmp_path / "site"
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(unpacked)

    options = ("--no-input", "--dry-run", "--format", "json")

    def plan(python_path: str) -> object:
        done = subprocess.run(
            [sys.executable, "-m", "agentscaffold", "new", "shop", "--agent", str(AGENT), *options],
            cwd=tmp_path,
            env={"PYTHONPATH": python_path, "PATH": ""},
            check=True,
            capture_output=True,
        )
        return json.loads(done.stdout)

    assert plan(str(unpacked)) == plan(str(REPOSITORY / "src"))


def test_two_builds_are_the_same_file(wheel: Path, tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(REPOSITORY)],
        check=True,
        capture_output=True,
    )

    assert next(tmp_path.glob("*.whl")).read_bytes() == wheel.read_bytes()


def test_released_versions_are_in_the_wheel(wheel: Path) -> None:
    """All of them, or none before the first release."""
    released = {path for path in (BUNDLE, LOCK) if (REPOSITORY / path).exists()}
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if "/releases/" in name}

    assert packed == {f"agentscaffold/_template/{path}" for path in released}


OLD = """
import sys
from agentscaffold.engine import release, released_versions
from agentscaffold.engine.tree import read_tree, tree_hash
with release(sys.argv[1]) as folder:
    print(*released_versions(), tree_hash(read_tree(folder)))
"""


def test_an_old_version_comes_out_of_an_installed_wheel(tmp_path: Path) -> None:
    checkout = tmp_path / "checkout"
    for name in ("src", "blueprints"):
        shutil.copytree(REPOSITORY / name, checkout / name, ignore=shutil.ignore_patterns("releases", "__pycache__"))
    for name in ("copier.yml", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(REPOSITORY / name, checkout)
    (checkout / VERSION).write_text("0.1.0\n")
    publish(checkout)
    old = tree_hash(read_tree(checkout))
    (checkout / VERSION).write_text("0.2.0\n")
    (checkout / "blueprints" / "includes" / "added.jinja").touch()
    publish(checkout)

    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(checkout)],
        check=True,
        capture_output=True,
    )
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as archive:
        archive.extractall(tmp_path / "site")

    def taken(version: str, path: str) -> list[str]:
        done = subprocess.run(
            [sys.executable, "-c", OLD, version],
            cwd=tmp_path,
            env={"PYTHONPATH": str(tmp_path / "site"), "PATH": path},
            check=True,
            capture_output=True,
            text=True,
        )
        return done.stdout.split()

    assert taken("0.1.0", os.environ["PATH"]) == ["0.1.0", "0.2.0", old]
    # What is installed is what was released, bit for bit: no git is needed for it.
    assert taken("0.2.0", "") == ["0.1.0", "0.2.0", tree_hash(read_tree(checkout))]
