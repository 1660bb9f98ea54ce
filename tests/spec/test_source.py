import errno
import os
from pathlib import Path

import pytest

from agentscaffold.errors import AgentFileError
from agentscaffold.spec.source import MAX_BYTES, decode, read_bytes, split_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("a", ("a",)),
        ("a\n", ("a",)),
        ("a\r\nb\rc\n\nd", ("a", "b", "c", "", "d")),
        ("a\u2028b\x0cc\x85d", ("a\u2028b\x0cc\x85d",)),
    ],
)
def test_lines_end_only_at_cr_and_lf(text: str, lines: tuple[str, ...]) -> None:
    assert split_lines(text) == lines


@pytest.mark.parametrize(
    ("data", "message"),
    [
        pytest.param(b"caf\xe9 au lait", "byte 0xe9 at byte 3", id="latin-1"),
        pytest.param(b"\xef\xbb\xbfcaf\xe9 au", "byte 0xe9 at byte 6", id="offset counts the byte order mark"),
        pytest.param("hello".encode("utf-16"), "UTF-16", id="utf-16"),
        pytest.param(b"\xfe\xff\x00a", "UTF-16", id="utf-16 big endian"),
        pytest.param(b"ab\0cd", "NUL byte at byte 2", id="nul"),
        pytest.param(b"", "no text", id="empty"),
        pytest.param(b" \n\t\n", "no text", id="blank"),
        pytest.param(b"\xef\xbb\xbf", "no text", id="only a byte order mark"),
    ],
)
def test_refuses_what_is_not_utf8_text(data: bytes, message: str) -> None:
    with pytest.raises(AgentFileError, match=message) as error:
        decode(data, "a.md")

    assert error.value.message.startswith("a.md: ")
    assert error.value.hint


def test_drops_the_byte_order_mark() -> None:
    assert decode(b"\xef\xbb\xbfabc", "a.md") == "abc"


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(AgentFileError, match="no such file"):
        read_bytes(tmp_path / "none.md")


def test_refuses_a_directory(tmp_path: Path) -> None:
    with pytest.raises(AgentFileError, match="is a directory"):
        read_bytes(tmp_path)


def test_refuses_a_pipe_without_waiting_for_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")

    with pytest.raises(AgentFileError, match="not a regular file"):
        read_bytes(tmp_path / "pipe.md")


def test_refuses_a_path_that_no_file_can_have() -> None:
    with pytest.raises(AgentFileError, match="cannot be read"):
        read_bytes(Path("a\0b.md"))


def test_refuses_an_unreadable_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "secret.md"
    path.write_text("x")

    def denied(*_arguments: object, **_options: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))

    monkeypatch.setattr(Path, "open", denied)  # the user who runs this may be root, who reads everything

    with pytest.raises(AgentFileError, match="Permission denied"):
        read_bytes(path)


def test_refuses_a_file_that_is_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    path.write_bytes(b"x" * (MAX_BYTES + 1))

    with pytest.raises(AgentFileError, match="larger than 1 MiB"):
        read_bytes(path)


def test_reads_a_file_of_exactly_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.md"
    path.write_bytes(b"x" * MAX_BYTES)

    assert len(read_bytes(path)) == MAX_BYTES
