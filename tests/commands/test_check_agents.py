"""Which files count as agents, and which of them the client does not load."""

from pathlib import Path

import pytest

from agentscaffold.checks import Finding
from agentscaffold.commands.check import CheckRequest, check

LOADED = "---\nname: {}\ndescription: Builds the server.\n---\n\nText.\n"


def findings(root: Path, agents: dict[str, str]) -> list[Finding]:
    for path, text in agents.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return list(check(CheckRequest(root)).findings)


@pytest.mark.parametrize("with_another", [True, False])
@pytest.mark.parametrize(
    ("text", "severity", "message"),
    [
        ("---\ndescription: Builds.\n---\n\nText.\n", "error", "there is no `name` that is text"),
        ("---\nname: backend\n---\n\nText.\n", "error", "there is no `description` that is text"),
        ("You build the server.\n", "warning", "There is no frontmatter"),
        ("---\nname: backend\n\nText.\n", "warning", "The frontmatter is not closed with `---`"),
        ("---\ntitle: Backend\n---\n\nText.\n", "warning", "there is no `name` that is text; there is no `description` that is text"),  # noqa: E501
    ],
)  # fmt: skip
def test_an_agent_that_is_not_loaded_is_told_once_in_plain_words(
    tmp_path: Path, text: str, severity: str, message: str, with_another: bool
) -> None:
    other = {".claude/agents/other.md": LOADED.format("other")} if with_another else {}

    (finding,) = findings(tmp_path, {".claude/agents/backend.md": text, **other})

    assert (finding.rule, finding.severity) == ("agent-not-loaded", severity)
    assert finding.message == f"Claude Code does not load this agent: {message}"


@pytest.mark.parametrize("name", ["README.md", "CONVENTIONS.md", "TEAM-RULES.md", "team/Readme.md", "_shared.md"])
def test_a_document_beside_the_agents_is_no_agent(tmp_path: Path, name: str) -> None:
    agents = {".claude/agents/other.md": LOADED.format("other"), f".claude/agents/{name}": "# How we work\n"}

    assert findings(tmp_path, agents) == []


def test_two_agents_of_one_name_are_told_at_the_second(tmp_path: Path) -> None:
    agents = {f".claude/agents/{name}.md": LOADED.format("backend") for name in ("one", "two")}

    (finding,) = findings(tmp_path, agents)

    assert (finding.rule, finding.path) == ("duplicate-agent", ".claude/agents/two.md")
    assert finding.message.startswith("`backend` is also the name of `.claude/agents/one.md`")


def test_a_part_of_the_repository_may_have_its_own_agent_of_a_name(tmp_path: Path) -> None:
    agents = {f"{part}.claude/agents/backend.md": LOADED.format("backend") for part in ("", "apps/api/")}

    assert findings(tmp_path, agents) == []
