import os
from pathlib import Path

import pytest

from agentscaffold.plain_file import read_plain, remove_plain, write_plain


def test_a_file_is_written_read_and_removed(tmp_path: Path) -> None:
    file = tmp_path / "a.json"

    write_plain(file, b"one")
    write_plain(file, b"two")

    assert read_plain(file, 3) == b"two"
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]
    remove_plain(file)
    remove_plain(file)
    assert list(tmp_path.iterdir()) == []


def test_a_larger_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 2049)

    with pytest.raises(ValueError, match="larger than 2 KiB"):
        read_plain(tmp_path / "a", 2048)


@pytest.mark.parametrize("kind", ["link", "dangling", "pipe", "folder"])
def test_nothing_but_a_regular_file_is_touched(tmp_path: Path, kind: str) -> None:
    target, place = tmp_path / "target", tmp_path / "place"
    if kind == "link":
        target.write_text("mine")
    if kind in ("link", "dangling"):
        place.symlink_to(target)
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.mkdir()

    with pytest.raises(ValueError, match=r"^it is "):
        read_plain(place, 100)
    with pytest.raises(ValueError, match=r"^it is "):
        write_plain(place, b"other")
    with pytest.raises(ValueError, match=r"^it is "):
        remove_plain(place)

    assert os.path.lexists(place)
    assert target.exists() == (kind == "link")
