"""Files at fixed names in folders of strangers: a link or a pipe in their place is refused, never followed."""

import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path


def read_plain(path: Path, limit: int) -> bytes:
    """The content of a regular file.

    Raises `FileNotFoundError` where nothing is, another `OSError` when it cannot be read, and `ValueError` when it is
    no regular file or larger than `limit` bytes.
    """
    _check(path)
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise ValueError(f"it is larger than {limit // 1024} KiB")
    return content


def write_plain(path: Path, content: bytes) -> None:
    """Write a file in one step. Raises `OSError`, and `ValueError` when something else than a file is in its place."""
    with suppress(FileNotFoundError):
        _check(path)
    descriptor, beside = tempfile.mkstemp(prefix=f"{path.name}.", dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(beside).chmod(0o644)
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def remove_plain(path: Path) -> None:
    """Remove a file, if it is there. Raises as `write_plain` does."""
    with suppress(FileNotFoundError):
        _check(path)
        path.unlink()


def _check(path: Path) -> None:
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        raise ValueError("it is a link, and links are not followed")
    if not stat.S_ISREG(mode):
        raise ValueError("it is no regular file")
