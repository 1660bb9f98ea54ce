from pathlib import Path

import pytest

from agentscaffold.checks import check_agent

from .support import found, rules, subject

HEADER = (
    "---\nname: backend\ndescription: Builds the server.\n"
    "tools: Read, Agent(reviewer, Explore), mcp__docs__search, mcp__ide__getDiagnostics\n"
    "skills: release, other:skill\n---\n\n"
)
THERE = {
    ".claude/agents/reviewer.md": "---\nname: reviewer\ndescription: Reviews.\n---\n",
    ".claude/skills/release/SKILL.md": "---\nname: release\n---\n",
    ".mcp.json": '{ "mcpServers": { "docs": { "command": "docs" } } }',
}


def test_what_is_in_the_repository_is_fine(tmp_path: Path) -> None:
    made = subject(tmp_path, "Ask @agent-reviewer; see `.claude/skills/release/`.\n", THERE, header=HEADER)

    assert check_agent(made).findings == ()
    assert check_agent(made).counts()["reference"] == 5


def test_each_absent_thing_is_found_in_the_header(tmp_path: Path) -> None:
    made = subject(tmp_path, "Text.\n", {}, header=HEADER)

    findings = check_agent(made).findings

    assert [(each.rule, each.message) for each in findings] == [
        ("missing-agent", "the repository has no agent `reviewer`"),
        ("missing-mcp-server", "the repository has no MCP server `docs`"),
        ("missing-skill", "the repository has no skill `release`"),
    ]
    assert [made.spec.lines[f.line - 1][f.column - 1 : f.end_column - 1] for f in findings] == [
        "reviewer",
        "docs",
        "release",
    ]


def test_references_in_the_text(tmp_path: Path) -> None:
    body = (
        "Follow `.claude/skills/deploy/SKILL.md`.\n"
        "Call mcp__tracker__list for tickets.\n"
        "The rules are in `.claude/agents/architect.md`.\n"
        "Hand over to @agent-designer.\n"
    )

    assert [(rule, line) for rule, line, _ in found(subject(tmp_path, body, {}))] == [
        ("missing-skill", 1),
        ("missing-mcp-server", 2),
        ("missing-agent", 3),
        ("missing-agent", 4),
    ]


def test_names_in_a_list_of_other_agents_are_advice(tmp_path: Path) -> None:
    body = "## Integration with other agents\n\n- **api-designer** draws it\n- Work with frontend-developer\n"

    assert rules(subject(tmp_path, body, {})) == []


def test_agents_of_the_home_folder_plugins_and_placeholders_are_left_alone(tmp_path: Path) -> None:
    body = (
        "See `~/.claude/agents/mine.md` and `.claude/skills/<name>/SKILL.md`.\n"
        "Write to me@agent-smith.example. Use mcp__claude_ai_Mail__send and mcp__plugin_x_y__z.\n"
    )

    assert rules(subject(tmp_path, body, {})) == []


def test_servers_that_the_agent_brings_along_are_there(tmp_path: Path) -> None:
    header = (
        "---\nname: backend\ndescription: Builds.\ntools: mcp__own__x\n"
        "mcpServers:\n  - own:\n      command: own\n  - shared\n---\n\n"
    )

    assert rules(subject(tmp_path, "Text.\n", {}, header=header)) == ["missing-mcp-server"]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Use the `deploy` skill for it.", ["missing-skill"]),
        ("Use the `release` skill for it.", []),
        ("Never use the `deploy` skill.", []),
        ("Learn a `new` skill.", []),
        ("Delegate to the `db-architect` agent.", ["missing-agent"]),
        ("Hand it over to the `db-architect` subagent.", ["missing-agent"]),
        ("Delegate to the `code-reviewer` agent.", []),
        ("When it is done, hand over to `frontend-engineer`.", ["missing-agent"]),
        ("Hand it off to `code-reviewer`.", []),
        ("Pass them to `mail-queue`.", []),
        ("You are the `db-architect` agent.", []),
        ("If somebody asks for the `db-architect` agent, decline.", []),
        ("Send the `user-agent` header.", []),
        ("Call `mcp__slack__post`, never write by hand.", ["missing-mcp-server"]),
        ("Never call `mcp__slack__post`.", []),
    ],
)
def test_what_a_sentence_calls_or_forbids(tmp_path: Path, body: str, expected: list[str]) -> None:
    there = {**THERE, ".claude/agents/code-reviewer.md": "---\nname: code-reviewer\ndescription: Reviews.\n---\n"}

    assert rules(subject(tmp_path, body + "\n", there)) == expected
