import pytest

from agentscaffold.spec.boundaries import Boundaries, find_boundaries


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("---\na: b\n---\nx", Boundaries("a: b\n", "a: b\n", 2, 2, None), id="plain"),
        pytest.param("---\r\na: b\r\n---\r\nx", Boundaries("a: b\r\n", "a: b\r\n", 2, 2, None), id="crlf"),
        pytest.param("---\na: b\n---", Boundaries("a: b\n", "a: b\n", 2, 2, None), id="no final newline"),
        pytest.param("--- \na: b\n--- \nx", Boundaries("a: b\n", "a: b\n", 2, 2, None), id="spaces after the dashes"),
        pytest.param("---\n---\nx", Boundaries("", "", 2, 1, None), id="empty"),
        pytest.param(
            "---\na: b --- c\nd: e\n---\n", Boundaries("a: b --- c\nd: e\n", "a: b ", 2, 3, 2), id="cut for the client"
        ),
        pytest.param("---\na: b --- c\nd", Boundaries("a: b ", "a: b ", 2, 2, 2), id="closed for the client only"),
        pytest.param("\n\n---\na: b\n---\n", Boundaries("a: b\n", None, 4, 4, None), id="blank lines before"),
        pytest.param("---\ra: b\r---\rx", Boundaries("a: b\r", None, 2, 2, None), id="lone cr"),
        pytest.param("---\na: b\n...\n", Boundaries(None, None, 0, 0, None), id="dots close nothing"),
        pytest.param("----\na: b\n---\n", Boundaries(None, None, 0, 0, None), id="four dashes"),
        pytest.param("+++\na = 1\n+++\n", Boundaries(None, None, 0, 0, None), id="toml"),
        pytest.param("```\n---\na: b\n---\n", Boundaries(None, None, 0, 0, None), id="inside a fence"),
        pytest.param("x\n---\na: b\n---\n", Boundaries(None, None, 0, 0, None), id="not at the beginning"),
    ],
)
def test_finds_both_ends(text: str, expected: Boundaries) -> None:
    assert find_boundaries(text) == expected
