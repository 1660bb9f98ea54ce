from pathlib import Path

import pytest

from agentscaffold.environment import inspect


def fake(folder: Path, name: str, script: str) -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def test_versions_are_read_from_what_each_tool_prints(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "git", "echo 'git version 2.39.5'")
    fake(tmp_path, "node", "echo v22.1.0")
    fake(tmp_path, "npm", "exit 1")
    monkeypatch.setenv("PATH", str(tmp_path))

    found = {tool.name: (tool.version, tool.problem) for tool in inspect()}
    assert found["git"] == ("2.39.5", None)
    assert found["node"] == ("22.1.0", None)
    assert found["npm"] == (None, None)
    assert found["pnpm"] == (None, None)


def test_an_old_node_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "node", "echo v18.20.0")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert {t.name: t.problem for t in inspect()}["node"] == "older than 20.19"
