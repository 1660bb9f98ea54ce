"""Which reader understands a header, and whether Claude Code 2.1.328 loads it: its behaviour as observed."""

import pytest

from agentscaffold.errors import AgentFileError
from agentscaffold.spec.boundaries import find_boundaries
from agentscaffold.spec.frontmatter import parse_tools, read_frontmatter
from agentscaffold.spec.model import Frontmatter


def read(text: str) -> Frontmatter:
    return read_frontmatter(text, find_boundaries(text))


@pytest.mark.parametrize(
    ("description", "level", "loads"),
    [
        pytest.param("plain text", "strict", True, id="plain"),
        pytest.param("Use when: x", "client", True, id="colon"),
        pytest.param("[URGENT] review", "client", True, id="bracket"),
        pytest.param("`code` first", "client", True, id="backtick"),
        pytest.param("@someone", "client", True, id="at"),
        pytest.param("%percent", "client", True, id="percent"),
        pytest.param("{{ jinja }}", "client", True, id="jinja"),
        pytest.param("| text", "client", True, id="bar and text"),
        pytest.param("*Important* text", "client", True, id="star"),
        pytest.param('one\\n<example>\\nuser: "hi"', "client", True, id="example on one line"),
        pytest.param("'Don't do this'", "salvage", False, id="quote in quotes"),
        pytest.param('"Say "hi" now"', "salvage", False, id="double quote in quotes"),
        pytest.param('"quoted" and more', "salvage", False, id="text after a quote"),
        pytest.param("12345", "strict", False, id="number"),
        pytest.param("", "strict", False, id="empty"),
        pytest.param("[a, b]", "strict", False, id="list"),
        pytest.param("2020-01-01", "strict", True, id="date is text"),
        pytest.param("!tag text", "strict", True, id="unknown tag"),
    ],
)
def test_level_by_description(description: str, level: str, loads: bool) -> None:
    header = read(f"---\nname: x\ndescription: {description}\n---\nbody\n")

    assert (header.level, header.client_loads) == (level, loads)
    assert header.name == "x"
    assert bool(header.problems) == (level != "strict" or not loads)


@pytest.mark.parametrize(
    ("name", "loads"),
    [
        ("some-agent", True),
        ("AI Engineer", True),
        ("../../x", True),
        ("yes", True),
        ("2020-01-01", True),
        ("a:b", False),
        ("-x", False),
        ("true", False),
        ("12", False),
        ("~", False),
        ("n" * 256, True),
        ("n" * 257, False),
    ],
)
def test_names_claude_code_takes(name: str, loads: bool) -> None:
    assert read(f"---\nname: {name}\ndescription: d\n---\n").client_loads is loads


@pytest.mark.parametrize(
    ("hooks", "loads"),
    [
        ("\n  Stop:\n    - hooks:\n        - type: command\n          command: x", True),
        (" {}", True),
        (" true", False),
        (" [a]", False),
        ("\n  Stop:\n    - type: command", False),
    ],
)
def test_hooks_of_a_wrong_shape_drop_the_agent(hooks: str, loads: bool) -> None:
    assert read(f"---\nname: x\ndescription: d\nhooks:{hooks}\n---\n").client_loads is loads


def test_a_block_scalar_breaks_in_the_quoting_retry() -> None:
    header = read("---\nname: x\ndescription: |\n  text\ntools: *\n---\n")

    assert header.level == "salvage"
    assert not header.client_loads
    assert header.description == "  text"


def test_what_follows_dashes_inside_a_value_is_lost_to_the_client_only() -> None:
    header = read("---\nname: x\nmodel: opus --- fast\ndescription: d\n---\n")

    assert header.description == "d"
    assert not header.client_loads


def test_salvage_keeps_unindented_examples_in_the_description() -> None:
    header = read(
        "---\nname: fixer\ndescription: Fixes: things\n\n<example>\nname: not this\nuser: 'it's'\n</example>\n"
        "model: sonnet\ntools:\n- Read\n- Edit\n---\nbody"
    )

    assert header.level == "salvage"
    assert header.name == "fixer"
    assert header.model == "sonnet"
    assert header.tools == ("Read", "Edit")
    assert header.description is not None
    assert header.description.startswith("Fixes: things")
    assert "not this" in header.description


def test_a_backslash_n_in_the_description_is_a_line_break() -> None:
    assert read("---\nname: x\ndescription: one\\ntwo\n---\n").description == "one\ntwo"


@pytest.mark.parametrize("text", ["no header", "---\nname: x\n", "+++\nname = 1\n+++\n"])
def test_without_frontmatter(text: str) -> None:
    header = read(text)

    assert header.level == "none"
    assert not header.client_loads
    assert (header.first_line, header.last_line) == (0, 0)
    assert len(header.problems) == 1


@pytest.mark.parametrize("text", ["\n---\nname: x\ndescription: d\n---\n", "---\rname: x\rdescription: d\r---\r"])
def test_read_although_the_client_does_not_load_it(text: str) -> None:
    header = read(text)

    assert header.level == "strict"
    assert header.name == "x"
    assert not header.client_loads


def test_refuses_a_header_of_more_than_64_kb() -> None:
    with pytest.raises(AgentFileError, match="64 kB"):
        read("---\nname: x\ndescription: " + "d" * 70_000 + "\n---\n")


@pytest.mark.parametrize(
    ("value", "tools"),
    [
        ("Read, Grep", ("Read", "Grep")),
        ("Read Grep", ("Read", "Grep")),
        ("Read, Bash(git status:*), ", ("Read", "Bash(git status:*)")),
        ("Agent(one, two), Read", ("Agent(one, two)", "Read")),
        ("*", ("*",)),
        ("", ()),
        (None, ()),
        (["Read", "Edit", 3], ("Read", "Edit")),
        ({"read": True, "bash": False}, ("read",)),
    ],
)
def test_tools(value: object, tools: tuple[str, ...]) -> None:
    assert parse_tools(value) == tools
