"""From a path to text: size, kind of file and encoding are settled here, with the byte that is wrong."""

import os
import re
import stat
from pathlib import Path

from agentscaffold.errors import AgentFileError
from agentscaffold.safe_text import safe

MAX_BYTES = 1024 * 1024
"""The largest of 2,103 public agent files has 53 kB; a megabyte is no agent file any more."""

_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")
_LINE_END = re.compile(r"\r\n|\n|\r")


def read_bytes(path: Path) -> bytes:
    """The content of a regular file of at most `MAX_BYTES`.

    Raises `AgentFileError` when there is no such file, when it is no regular file, or when it is too large.
    A pipe or a device is refused without opening it, so that nothing waits for it.
    """
    shown = safe(str(path))
    try:
        status = path.stat()
    except FileNotFoundError:
        raise AgentFileError(f"{shown}: no such file.", hint="Check the path.") from None
    except (OSError, ValueError) as error:
        raise AgentFileError(f"{shown}: cannot be read: {_cause(error)}.", hint="Check the path.") from None
    if stat.S_ISDIR(status.st_mode):
        raise AgentFileError(f"{shown}: is a directory.", hint="Name one agent file (.md) inside it.")
    if not stat.S_ISREG(status.st_mode):
        raise AgentFileError(f"{shown}: is not a regular file.", hint="Save the agent to a file first.")
    _refuse_size(shown, status.st_size)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise AgentFileError(
            f"{shown}: cannot be read: {_cause(error)}.", hint="Check the permissions of the file."
        ) from None
    _refuse_size(shown, len(data))
    return data


def decode(data: bytes, shown: str) -> str:
    """The text of the file without its byte order mark.

    Raises `AgentFileError` with the byte offset when the bytes are not UTF-8 text.
    """
    if data.startswith(_UTF16_BOMS):
        raise AgentFileError(f"{shown}: is UTF-16, not UTF-8.", hint="Save the file as UTF-8.")
    if (offset := data.find(b"\0")) >= 0:
        raise AgentFileError(
            f"{shown}: has a NUL byte at byte {offset}; this is not a text file.",
            hint="Save the file as UTF-8 text.",
        )
    try:
        text = data.removeprefix(_BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start + (len(_BOM) if data.startswith(_BOM) else 0)
        raise AgentFileError(
            f"{shown}: is not UTF-8: byte 0x{data[offset]:02x} at byte {offset}.",
            hint="Save the file as UTF-8.",
        ) from None
    if not text.strip():
        raise AgentFileError(f"{shown}: has no text.", hint="Name a file that describes an agent.")
    return text


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of the file. Only CRLF, LF and CR end a line; U+2028 and form feeds do not."""
    lines = _LINE_END.split(text)
    if lines[-1] == "":
        lines.pop()
    return tuple(lines)


def _refuse_size(shown: str, size: int) -> None:
    if size > MAX_BYTES:
        raise AgentFileError(
            f"{shown}: is larger than 1 MiB; this is not an agent file.",
            hint="Name the agent file itself, not a collection or an archive.",
        )


def _cause(error: OSError | ValueError) -> str:
    if isinstance(error, OSError) and error.errno is not None:
        return os.strerror(error.errno)
    return safe(str(error))
