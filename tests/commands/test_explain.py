from pathlib import Path

import pytest

from agentscaffold.commands.explain import explain, explain_one
from agentscaffold.errors import AgentFileError
from agentscaffold.spec.read import parse_agent

AGENT = Path(__file__).resolve().parents[2] / "examples" / "next-trpc" / "agent.md"


def test_files_are_explained_in_order(tmp_path: Path) -> None:
    other = tmp_path / "other.md"
    other.write_text("A Django service.")

    first, second = explain([AGENT, other])

    assert first.match.name == "next-trpc"
    assert first.reading.slots["framework"].choice == "nextjs"
    assert second.match.name is None
    assert second.reading.slots["framework"].choice == "django"


def test_an_unreadable_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AgentFileError, match="no such file"):
        explain([AGENT, tmp_path / "none.md"])


def test_defaults_are_what_new_would_take() -> None:
    (found,) = explain([AGENT])

    assert found.defaults["package_manager"] == "npm"
    assert "framework" not in found.defaults


def test_without_a_blueprint_there_are_no_defaults() -> None:
    found = explain_one(parse_agent(b"A Django service.", "x.md"))

    assert found.defaults == {}
    assert [technology.id for technology in found.not_generated][:2] == ["python", "django"]
