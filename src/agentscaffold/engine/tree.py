"""The files of one version of the template, and the hash that names exactly them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agentscaffold.errors import EngineError

RELEASES = "blueprints/releases"
"""Where the released versions are kept; no part of any version itself."""


@dataclass(frozen=True)
class TreeFile:
    """What git keeps of a file."""

    data: bytes
    executable: bool = False

    @property
    def mode(self) -> str:
        return "100755" if self.executable else "100644"


Tree = Mapping[str, TreeFile]
"""Path below the folder with `copier.yml` → file."""


def read_tree(root: Path) -> Tree:
    """`copier.yml` and everything in `blueprints/` except the releases, as it is on disk.

    Whether git tracks a file does not matter: Copier renders what is there. Raises `EngineError` for a file that
    cannot be read and for a symbolic link, which an archive or another system may not keep.
    """
    try:
        paths = [root / "copier.yml", *(p for p in (root / "blueprints").rglob("*") if p.is_symlink() or p.is_file())]
        names = {path.relative_to(root).as_posix(): path for path in paths}
        return {name: _read(path) for name, path in sorted(names.items()) if not name.startswith(f"{RELEASES}/")}
    except OSError as error:
        raise EngineError(f"cannot read the blueprints: {error}") from error


def write_tree(tree: Tree, folder: Path) -> None:
    """Write every file below `folder`, which may be missing, byte for byte. Raises `OSError`."""
    for name, file in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.data)
        if file.executable:
            path.chmod(0o755)


def tree_hash(tree: Tree) -> str:
    """The id that git gives to a tree of these files. Computed here, so that knowing a version needs no git."""
    folders: dict[str, dict[str, TreeFile]] = {}
    entries: list[tuple[bytes, bytes]] = []
    for name, file in tree.items():
        top, _, rest = name.partition("/")
        if rest:
            folders.setdefault(top, {})[rest] = file
        else:
            entries.append((top.encode(), _entry(file.mode, top, _object_id("blob", file.data))))
    # Git sorts a folder as if its name ended with a slash.
    entries += [(f"{top}/".encode(), _entry("40000", top, tree_hash(files))) for top, files in folders.items()]
    return _object_id("tree", b"".join(entry for _, entry in sorted(entries)))


def _read(path: Path) -> TreeFile:
    if path.is_symlink():
        raise EngineError(f"{path} is a symbolic link", hint="The blueprints hold plain files only.")
    return TreeFile(path.read_bytes(), executable=bool(path.stat().st_mode & 0o100))


def _entry(mode: str, name: str, identifier: str) -> bytes:
    return f"{mode} {name}\0".encode() + bytes.fromhex(identifier)


def _object_id(kind: str, data: bytes) -> str:
    return hashlib.sha1(f"{kind} {len(data)}\0".encode() + data, usedforsecurity=False).hexdigest()
