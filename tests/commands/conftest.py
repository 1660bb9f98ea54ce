"""The command line, run in this process."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agentscaffold.cli import main

from .projects import AGENT

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Takes the words of a command line; gives exit code, standard output and standard error."""

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["agentscaffold", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        shown = capsys.readouterr()
        return int(ended.value.code or 0), shown.out, shown.err

    return run


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with npm, committed; tests work on copies."""
    project = tmp_path_factory.mktemp("generated") / "shop"
    command = [sys.executable, "-m", "agentscaffold", "new", str(project), "--agent", str(AGENT)]
    subprocess.run([*command, "--yes", "--no-install", "--git"], check=True, capture_output=True)
    return project


@pytest.fixture
def project(generated: Path, tmp_path: Path) -> Path:
    subprocess.run(["cp", "-a", str(generated), str(tmp_path / "shop")], check=True)
    return tmp_path / "shop"
