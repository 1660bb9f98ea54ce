from datetime import date
from pathlib import Path

import pytest

from agentscaffold.installation import install

DAY = date(2026, 9, 30)


@pytest.fixture
def bin_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def package_manager(folder: Path, script: str) -> None:
    program = folder / "npm"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_it_runs_in_the_project_and_shows_its_output_on_stderr(
    bin_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    package_manager(bin_folder, 'echo "$* in $(basename "$PWD")"; touch installed')
    (tmp_path / "shop").mkdir()

    done = install(tmp_path / "shop", "npm", proven=DAY)

    assert (done.outcome, done.command) == ("done", "npm install")
    assert (tmp_path / "shop" / "installed").exists()
    assert capfd.readouterr() == ("", "install --before=2026-10-01 in shop\n")


def test_a_failing_install_is_reported_not_raised(bin_folder: Path, tmp_path: Path) -> None:
    package_manager(bin_folder, "exit 3")

    done = install(tmp_path, "npm", proven=DAY)

    assert (done.outcome, done.problem) == ("failed", "it ended with exit code 3")


def test_a_missing_package_manager_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    done = install(tmp_path, "pnpm", proven=DAY)

    assert done.outcome == "failed"
    assert "pnpm is not on the PATH" in (done.problem or "")


def test_a_registry_without_dates_gets_a_plain_install(
    bin_folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    package_manager(bin_folder, 'echo "$*"; [ "$#" = 1 ]')

    done = install(tmp_path, "npm", proven=DAY)

    assert done.outcome == "done"
    assert capfd.readouterr().err == "install --before=2026-10-01\ninstall\n"
