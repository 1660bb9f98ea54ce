"""Shared by all tests: where the examples are, and `--accept` to write the expected output anew."""

import os
import signal
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]


def pytest_configure() -> None:
    """Ctrl-C is tested with real signals, and a shell that starts something in the background has them ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the expected output of the examples anew")


@pytest.fixture
def accept(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--accept"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The labelled agent files beside the repository; they are other people's and not part of it."""
    folder = Path(os.environ.get("AGENTSCAFFOLD_SHARED", REPOSITORY.parent / "shared"))
    if not (folder / "agents" / "labels.jsonl").is_file():
        pytest.skip(f"the labelled agent files are not at {folder}; set AGENTSCAFFOLD_SHARED to where they are")
    return folder
