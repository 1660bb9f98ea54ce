import contextlib
import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentscaffold.errors import AgentFileError
from agentscaffold.spec import read_agent
from agentscaffold.spec.read import parse_agent

AGENT = b"\xef\xbb\xbf---\r\nname: x\r\ndescription: d\r\ntools: Read\r\n---\r\nbody {{ x }}\r\nlast"


def test_keeps_the_bytes_and_numbers_the_lines(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(AGENT)

    spec = read_agent(path)

    assert spec.source == str(path)
    assert spec.data == AGENT
    assert spec.sha256 == hashlib.sha256(AGENT).hexdigest()
    assert spec.lines == ("---", "name: x", "description: d", "tools: Read", "---", "body {{ x }}", "last")
    assert spec.frontmatter.client_loads
    assert spec.frontmatter.tools == ("Read",)
    assert spec.hazards == ()


def test_reading_through_a_link_is_a_warning(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_bytes(AGENT)
    (tmp_path / "link.md").symlink_to(tmp_path / "x.md")

    spec = read_agent(tmp_path / "link.md")

    assert [(each.kind, each.severity) for each in spec.hazards] == [("symlink", "warn")]


def test_a_refusal_names_the_file_and_the_line() -> None:
    with pytest.raises(AgentFileError) as error:
        parse_agent(b"---\na: &x [1]\nb: *x\n---\n", "agents/\x1bbad.md")

    assert error.value.message.startswith(r"agents/\u{1b}bad.md:2: ")
    assert error.value.hint


HEADER_PARTS = st.sampled_from(
    [
        "---", "---\n", "\n", "\r\n", "\r", "name: ", "description: ", "tools:", "hooks:", "- ", "  ",
        "\t", ": ", "[", "]", "{",
        "}", "&a ", "*a", "<<: ", "|", ">", "'", '"', "#", "!x ", "? ", "a",
        "é", "\u2028", "\ufeff", "\x1b",
        "<example>", "</example>", "...", "%YAML 1.1", "\\n",
    ]
)  # fmt: skip


@settings(deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        spec = parse_agent(data, "x.md")
    except AgentFileError:
        return

    assert spec.data == data


@settings(max_examples=300, deadline=None)
@given(st.lists(HEADER_PARTS, max_size=30).map("".join))
def test_any_header_is_read_or_refused(text: str) -> None:
    try:
        header = parse_agent(f"---\n{text}".encode(), "x.md").frontmatter
    except AgentFileError:
        return

    assert header.level in ("strict", "client", "salvage", "none")
    assert header.client_loads or header.problems


@pytest.mark.parametrize(
    "piece",
    ["a", "\n", "---\n", "- ", "[", "a: {b\n", "<example>", "\u200b\n", " \t", "`", "# \n", "\r"],
)
def test_a_megabyte_is_read_within_a_second(piece: str) -> None:
    text = "---\nname: x\ndescription: d\n---\n" + piece * (1024 * 1024)
    data = text.encode()[: 1024 * 1024].decode(errors="ignore").encode()

    started = time.process_time()
    parse_agent(data, "x.md")

    assert time.process_time() - started < 1


@pytest.mark.parametrize("piece", ["a: b: c\n", "- ", "[", '"a\n', "? ", "x: {y\n", "a", "key: [v] w\n"])
def test_a_long_header_is_read_or_refused_within_a_second(piece: str) -> None:
    text = "---\n" + (piece * 60_000)[:60_000] + "\n---\nbody\n"

    started = time.process_time()
    with contextlib.suppress(AgentFileError):
        parse_agent(text.encode(), "x.md")

    assert time.process_time() - started < 1
