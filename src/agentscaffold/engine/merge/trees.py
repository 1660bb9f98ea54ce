"""Trees as plain mappings, and the throw-away repository in which they are read, written and merged."""

import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from agentscaffold.engine.merge.git import Git, raw, records, text
from agentscaffold.engine.merge.repository import Repository

SYMLINK = "120000"
GITLINK = "160000"
_REGULAR = "100"

_UNCONFIGURED = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "0",
    "GIT_CONFIG_PARAMETERS": "",
    "GIT_ATTR_NOSYSTEM": "1",
}
_IDENTITY = {
    f"GIT_{role}_{part}": value
    for role in ("AUTHOR", "COMMITTER")
    for part, value in {"NAME": "agentscaffold", "EMAIL": "agentscaffold@localhost", "DATE": "@0 +0000"}.items()
}


@dataclass(frozen=True)
class Entry:
    """A file as git stores it: mode and object."""

    mode: str
    oid: str

    @property
    def type(self) -> str:
        """The mode without the executable bit."""
        return _REGULAR if self.mode.startswith(_REGULAR) else self.mode


Tree = dict[str, Entry]
"""Path inside the project → entry."""


@dataclass(frozen=True)
class Scratch:
    """A throw-away repository that borrows the objects of the user's and keeps the new ones for itself.

    So nothing is written to the user's repository while a merge is planned.
    """

    folder: Path
    repository: Repository

    @property
    def objects(self) -> Path:
        return self.folder / "repository" / ".git" / "objects"

    @property
    def git(self) -> Git:
        """Runs in the throw-away repository, without any settings of the user."""
        home = self.folder / "home"
        return Git(self.folder / "repository").with_(
            {**_UNCONFIGURED, **_IDENTITY, "HOME": home, "XDG_CONFIG_HOME": home}
        )

    @property
    def project_git(self) -> Git:
        """Runs in the user's repository, with its filters; new objects go to the throw-away one."""
        return self.repository.git.with_(
            {
                "GIT_DIR": self.repository.git_dir,
                "GIT_WORK_TREE": self.repository.top,
                "GIT_OBJECT_DIRECTORY": self.objects,
            }
        )


def make_scratch(folder: Path, repository: Repository) -> Scratch:
    """Set up the throw-away repository in `folder`."""
    scratch = Scratch(folder, repository)
    (folder / "repository").mkdir()
    (folder / "home").mkdir()
    chosen = () if repository.object_format == "sha1" else (f"--object-format={repository.object_format}",)
    scratch.git("init", "--quiet", "--template=", *chosen)
    (scratch.objects / "info").mkdir(exist_ok=True)
    (scratch.objects / "info" / "alternates").write_bytes(os.fsencode(repository.objects) + b"\n")
    if repository.attributes.is_file():
        info = folder / "repository" / ".git" / "info"
        info.mkdir(exist_ok=True)
        shutil.copyfile(repository.attributes, info / "attributes")
    return scratch


def committed_tree(repository: Repository) -> Tree:
    """What the last commit has in the project."""
    return _parsed(repository.git("ls-tree", "-r", "-z", repository.tree), "")


def read_tree(scratch: Scratch, tree: str) -> Tree:
    """A tree that `write_tree` or a merge made."""
    return _parsed(scratch.git("ls-tree", "-r", "-z", tree), scratch.repository.prefix)


def _parsed(listed: bytes, prefix: str) -> Tree:
    found: Tree = {}
    for entry in records(listed):
        meta, path = entry.split("\t", 1)
        mode, _, oid = meta.split(" ")
        found[path.removeprefix(prefix)] = Entry(mode, oid)
    return found


def rendered_tree(scratch: Scratch, render: Path, name: str, ours: Tree) -> Tree:
    """What git would store for the plain folder `render`, if it were committed in the user's project `ours`.

    Filters, line endings and attributes are those of the user, whose own files are stored that way too: otherwise
    every line would differ. Where `text=auto` came after a file was committed with CRLF, git keeps it so, and knows
    that from the index.
    """
    attributes = [path for path in ours if PurePosixPath(path).name == ".gitattributes"]
    repository = scratch.repository
    folder = scratch.folder / name
    target = folder / repository.prefix
    shutil.copytree(render, target, symlinks=True)
    own = {path: (target / path).read_bytes() for path in _attribute_files(target)}
    for path in own:
        (target / path).unlink()
    foreign = _lend_attributes(repository, attributes, folder)
    index = scratch.folder / f"{name}.index"
    git = scratch.project_git.in_(folder).with_(
        {"GIT_WORK_TREE": folder, "GIT_INDEX_FILE": index},
        # The folder is ours, whatever the file system of the user's can or cannot do.
        {"core.fileMode": "true", "core.symlinks": "true", "core.sparseCheckout": "false"},
    )
    there = {path: e for path, e in ours.items() if e.type == _REGULAR and (target / path).is_file()}
    git("update-index", "-z", "--index-info", given=index_lines(there, repository.prefix))
    git("add", "--all", "--force", "--", ".")
    tree = {path: entry for path, entry in read_index(git, repository.prefix).items() if path not in foreign}
    for path, content in own.items():
        oid = text(scratch.git("hash-object", "-w", "--stdin", given=content)).strip()
        tree[path] = Entry("100644", oid)
    return tree


def _attribute_files(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in folder.rglob(".gitattributes") if path.is_file()]


def _lend_attributes(repository: Repository, attributes: Sequence[str], folder: Path) -> set[str]:
    """Put the user's attribute files around and into a render; the result are those inside the project."""
    prefix = Path(repository.prefix)
    around = [prefix.parents[depth] / ".gitattributes" for depth in range(len(prefix.parts))]
    for path in [*around, *(prefix / name for name in attributes)]:
        source, target = repository.top / path, folder / path
        if source.is_file() and all(not parent.exists() or parent.is_dir() for parent in target.parents):
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
    return set(attributes)


def read_index(git: Git, prefix: str) -> Tree:
    """The entries of the index that `git` uses, without `prefix`."""
    found: Tree = {}
    for entry in records(git("ls-files", "--stage", "-z")):
        meta, path = entry.split("\t", 1)
        mode, oid, _ = meta.split(" ")
        if path.startswith(prefix):
            found[path.removeprefix(prefix)] = Entry(mode, oid)
    return found


def index_lines(tree: Mapping[str, Entry], prefix: str) -> bytes:
    """A tree as `git update-index -z --index-info` reads it."""
    return b"".join(raw(f"{entry.mode} {entry.oid}\t{prefix}{path}\0") for path, entry in tree.items())


def write_tree(scratch: Scratch, tree: Tree) -> str:
    """Store a tree in the throw-away repository, with the project's folder around it; the result is its name."""
    index = scratch.folder / "tree.index"
    index.unlink(missing_ok=True)
    git = scratch.git.with_({"GIT_INDEX_FILE": index})
    git("update-index", "-z", "--index-info", given=index_lines(tree, scratch.repository.prefix))
    return git.line("write-tree", "--missing-ok")  # a partial clone lacks what nobody changed
