"""Every known way to lose work in an update has a test."""

import os
import subprocess
import sys
from pathlib import Path

from tests.engine.merge.cases import CASES, TESTS

_PLANTED = """
import pytest
@pytest.mark.case(id="a")
@pytest.mark.parametrize("way", [pytest.param(1, marks=pytest.mark.case(id="b")), 2])
def test_planted(way): ...
@pytest.mark.case(id="nonsense")
def test_of_nothing(): ...
"""


def _covered(folder: Path) -> tuple[int, str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(TESTS.parent), *sys.path])}
    command = [sys.executable, "-m", "tests.engine.merge.cases", str(folder)]
    done = subprocess.run(command, cwd=TESTS.parent, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_every_case_has_a_test() -> None:
    code, table = _covered(TESTS)

    assert (code, [line for line in table.splitlines() if line.isupper()]) == (0, []), table
    assert len(CASES) == 46


def test_a_case_without_a_test_and_a_test_without_a_case_are_noticed(tmp_path: Path) -> None:
    (tmp_path / "test_planted.py").write_text(_PLANTED)

    code, table = _covered(tmp_path)

    assert code == 1
    assert table.count("test_planted[1]") == 2
    assert table.count("test_planted[2]") == 1
    assert table.count("NO TEST") == 44
    assert "nonsense" in table and "NO SUCH CASE" in table
