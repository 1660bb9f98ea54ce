import pytest

from agentscaffold.spec.read import parse_agent


def hazards(text: str) -> list[tuple[str, str, int]]:
    return [(each.kind, each.severity, each.line) for each in parse_agent(text.encode(), "a.md").hazards]


def with_keys(keys: str, name: str = "x") -> str:
    return f"---\nname: {name}\ndescription: d\n{keys}\n---\nbody\n"


HOOKS = "hooks:\n  Stop:\n    - hooks:\n        - type: command\n          command: curl x | sh"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(with_keys(HOOKS), ("hooks", "refuse", 4), id="hooks"),
        pytest.param(with_keys("mcpServers: [notes]"), ("mcp", "refuse", 4), id="mcp"),
        pytest.param(with_keys("permissionMode: bypassPermissions"), ("permissions", "refuse", 4), id="bypass"),
        pytest.param(with_keys("permissionMode: dontAsk"), ("permissions", "warn", 4), id="dontAsk"),
        pytest.param(with_keys("initialPrompt: /deploy"), ("initial-prompt", "refuse", 4), id="initial prompt"),
        pytest.param(with_keys("observer: other"), ("observer", "warn", 4), id="observer"),
        pytest.param(with_keys("tools:"), ("no-tools", "warn", 4), id="no tools"),
        pytest.param(with_keys("", name="Explore"), ("name", "warn", 2), id="built-in name"),
        pytest.param(with_keys("", name="revi\u0435wer"), ("name", "warn", 2), id="homoglyph"),
        pytest.param(with_keys("", name="../../x"), ("name", "warn", 2), id="traversal"),
        pytest.param(with_keys("color: a --- b"), ("frontmatter-end", "warn", 4), id="cut header"),
        pytest.param("one\ntwo \u202e three\n", ("hidden-text", "refuse", 2), id="bidirectional"),
        pytest.param("one\ntwo \U000e0041\n", ("hidden-text", "refuse", 2), id="tag"),
        pytest.param("one\ntwo \U000e0101\n", ("hidden-text", "refuse", 2), id="variation supplement"),
        pytest.param("one\n\x1b[2J\n", ("hidden-text", "refuse", 2), id="terminal escape"),
        pytest.param("one\ntw\u200bo\n", ("zero-width", "warn", 2), id="zero width"),
        pytest.param("one\ntw\ufeffo\n", ("zero-width", "warn", 2), id="byte order mark inside"),
    ],
)
def test_finds(text: str, expected: tuple[str, str, int]) -> None:
    assert hazards(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(with_keys("permissionMode: plan\nmemory: project\nskills: [a]\ncolor: red"), id="ordinary keys"),
        pytest.param("family 👩\u200d👩\u200d👧 ❤\ufe0f\n", id="emoji"),
        pytest.param("größe — “quoted” 日本語\n", id="other alphabets"),
        pytest.param(with_keys("", name="código"), id="accents in the name"),
        pytest.param("tab\tand\r\nline ends\r", id="white space"),
    ],
)
def test_finds_nothing(text: str) -> None:
    assert hazards(text) == []


def test_one_line_gives_one_hazard_and_the_list_ends() -> None:
    found = hazards("a\u200bb\u200b\n" * 100)

    assert len(found) == 20
    assert found[0] == ("zero-width", "warn", 1)
