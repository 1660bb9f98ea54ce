from pathlib import Path

import pytest

from agentscaffold.errors import AgentFileError, UsageError
from agentscaffold.placement import place, place_in, slug
from agentscaffold.spec import read_agent


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("backend-developer", "backend-developer"),
        ("Backend Developer", "backend-developer"),
        ("AI/ML Engineer", "ai-ml-engineer"),
        ("../../etc/passwd", "etc-passwd"),
        ("Entwickler für Ämter", "entwickler-fur-amter"),
        ("con", ""),
        ("...", ""),
        ("后端", ""),
        ("a\x1b[31mb", "a-31mb"),
        ("x" * 200, "x" * 64),
        ("x" * 63 + "-y", "x" * 63),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    assert slug(text) == expected


def agent(tmp_path: Path, file: str, text: str) -> Path:
    path = tmp_path / file
    path.write_text(text, encoding="utf-8", newline="")
    return path


def test_the_agents_own_name_names_the_file(tmp_path: Path) -> None:
    text = "---\nname: api-writer\ndescription: d\n---\r\nUses {{ x }}"
    placed = place(read_agent(agent(tmp_path, "seed.md", text)))

    assert (placed.stem, placed.text) == ("api-writer", text)


def test_a_file_without_a_name_keeps_its_own(tmp_path: Path) -> None:
    assert place(read_agent(agent(tmp_path, "Backend Dev.agent.md", "# Backend\n"))).stem == "backend-dev"


def test_a_name_that_cannot_be_a_file_falls_back_and_then_is_refused(tmp_path: Path) -> None:
    text = "---\nname: 后端\ndescription: d\n---\nText\n"

    assert place(read_agent(agent(tmp_path, "server.md", text))).stem == "server"
    with pytest.raises(AgentFileError, match="file name"):
        place(read_agent(agent(tmp_path, "后端.md", text)))


NAMED = "---\nname: api-writer\ndescription: d\n---\nText\n"


def test_an_agent_that_is_in_the_project_keeps_its_file_name(tmp_path: Path) -> None:
    home = tmp_path / ".claude" / "agents"
    home.mkdir(parents=True)

    assert place_in(tmp_path, read_agent(agent(home, "server.md", NAMED))).stem == "server"
    assert place_in(tmp_path, read_agent(agent(tmp_path, "server.md", NAMED))).stem == "api-writer"
    with pytest.raises(UsageError, match=r"has to be \.claude/agents/my-server\.md"):
        place_in(tmp_path, read_agent(agent(home, "My Server.md", NAMED)))
