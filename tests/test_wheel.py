"""What is installed from a wheel does what a checkout does."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

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
