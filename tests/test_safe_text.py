import pytest

from agentscaffold.safe_text import safe


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain text", "plain text", id="plain"),
        pytest.param("größe 日本語 привет", "größe 日本語 привет", id="other alphabets stay"),
        pytest.param("a\x1b[31mred", r"a\u{1b}[31mred", id="terminal escape"),
        pytest.param("a\x07b\x9bc", r"a\u{7}b\u{9b}c", id="C0 and C1"),
        pytest.param("one\ntwo\tthree\r\nfour", "one two three  four", id="one line"),
        pytest.param("a\u202eb\u2066c", r"a\u{202e}b\u{2066}c", id="bidirectional"),
        pytest.param("a\u200bb\ufeffc\u2060", r"a\u{200b}b\u{feff}c\u{2060}", id="zero width"),
        pytest.param("x\U000e0041", r"x\u{e0041}", id="tag character"),
        pytest.param("a\u2028b", r"a\u{2028}b", id="line separator"),
        pytest.param("👩\u200d🚀", "👩\u200d🚀", id="joined emoji stay one picture"),
        pytest.param("a\u200db", r"a\u{200d}b", id="joiner between letters"),
        pytest.param("x\u3164y", r"x\u{3164}y", id="blank letter"),
    ],
)
def test_shows_what_would_hide(text: str, shown: str) -> None:
    assert safe(text) == shown


def test_cuts_long_text() -> None:
    assert safe("abcdef", limit=4) == "abc…"
    assert safe("abcd", limit=4) == "abcd"


def test_counts_what_is_shown() -> None:
    assert len(safe("\x1b" * 100, limit=50)) == 50
