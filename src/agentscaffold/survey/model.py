"""What was found in a repository, as plain data. Paths are relative to its root, with `/`, without one at the end."""

import stat
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from pathspec import GitIgnoreSpec

from agentscaffold.survey.files import read_text

Ecosystem = Literal["npm", "python", "go", "rust", "ruby", "php"]


@dataclass(frozen=True)
class Problem:
    """A file that should tell something and cannot be read. `line` is 0 when the file as a whole is meant."""

    path: str
    line: int
    message: str


@dataclass(frozen=True)
class Manifest:
    """One manifest: its own name, what it depends on (name → requirement as written, catalogs resolved), scripts.

    `member` says that it belongs to the repository's workspace: the root, what the workspace lists, and every
    manifest where no workspace is declared.
    """

    path: str
    ecosystem: Ecosystem
    name: str | None = None
    dependencies: Mapping[str, str] = field(default_factory=dict)
    scripts: Mapping[str, str] = field(default_factory=dict)
    engines: Mapping[str, str] = field(default_factory=dict)
    package_manager: str | None = None
    workspaces: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    """Aliases of its own files: the keys of `imports`."""
    member: bool = True

    @property
    def folder(self) -> str:
        """Where it stands; empty for the root."""
        return self.path.rpartition("/")[0]


@dataclass(frozen=True)
class LockFile:
    path: str
    manager: str


@dataclass(frozen=True)
class EnvironmentUse:
    """A place in the code that reads an environment variable."""

    name: str
    path: str
    line: int
    column: int = 1


@dataclass(frozen=True)
class Variables:
    """Environment variables: read by the code, declared in example files, set by containers, CI and scripts."""

    uses: tuple[EnvironmentUse, ...] = ()
    declared: frozenset[str] = frozenset()
    set_elsewhere: frozenset[str] = frozenset()
    example_files: tuple[str, ...] = ()


@dataclass(frozen=True)
class Survey:
    """A repository as it is on disk.

    `complete` is false when there were more files than the limit: then nothing may be called absent.
    `opaque` are folders that were not looked into: links out of the repository, submodules, unreadable ones.
    `links` maps a symbolic link to its place inside the repository.
    """

    root: Path
    files: frozenset[str]
    folders: frozenset[str]
    complete: bool = True
    opaque: frozenset[str] = frozenset()
    links: Mapping[str, str] = field(default_factory=dict)
    ignores: tuple[tuple[str, GitIgnoreSpec], ...] = ()
    manifests: tuple[Manifest, ...] = ()
    locks: tuple[LockFile, ...] = ()
    targets: Mapping[str, frozenset[str] | None] = field(default_factory=dict)
    """What `make` and `just` can be asked for; `None`: their files include others, so nobody knows."""
    runtimes: Mapping[str, str] = field(default_factory=dict)
    """Pinned versions of languages: `node` → `22.11.0`, from `.nvmrc` and the like."""
    aliases: frozenset[str] = frozenset()
    """Beginnings of import paths that stand for folders of the repository: `@/`, `#server/`."""
    variables: Variables = Variables()
    agents: tuple[str, ...] = ()
    """Agent files that a client in this folder or in one below would look at."""
    skills: frozenset[str] = frozenset()
    mcp_servers: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    @cached_property
    def member_folders(self) -> tuple[str, ...]:
        """The folders of all manifests, the root first."""
        return tuple(sorted({"", *(manifest.folder for manifest in self.manifests)}))

    @cached_property
    def dependencies(self) -> Mapping[str, tuple[Manifest, ...]]:
        """Every dependency of the workspace, and the manifests that name it."""
        found: dict[str, list[Manifest]] = {}
        for manifest in self.manifests:
            for name in manifest.dependencies if manifest.member else ():
                found.setdefault(name, []).append(manifest)
        return {name: tuple(manifests) for name, manifests in found.items()}

    @cached_property
    def by_name(self) -> Mapping[str, tuple[str, ...]]:
        """Every file and folder by the last part of its path, composed."""
        found: dict[str, list[str]] = {}
        for path in sorted({*self.files, *self.folders}):
            found.setdefault(composed(path.rpartition("/")[2]), []).append(path)
        return {name: tuple(paths) for name, paths in found.items()}

    @cached_property
    def _accented(self) -> frozenset[str]:
        """Names that can be written in two ways, in one of them."""
        return frozenset(composed(path) for path in (*self.files, *self.folders) if not path.isascii())

    @cached_property
    def _texts(self) -> dict[str, str | None]:
        return {}

    def text(self, path: str) -> str | None:
        """The text of a file, read once; `None` for a file that is none, too large or not there."""
        if path not in self._texts:
            self._texts[path] = read_text(self.root, path) if path in self.files else None
        return self._texts[path]

    def of(self, ecosystem: Ecosystem) -> tuple[Manifest, ...]:
        return tuple(manifest for manifest in self.manifests if manifest.ecosystem == ecosystem)

    def has(self, path: str) -> bool:
        """Whether the file or folder is there, as far as can be known: what was not looked into counts as there."""
        if not path or path in self.files or path in self.folders:
            return True
        if not path.isascii() and composed(path) in self._accented:
            return True
        if not self.opaque and not self.links:
            return False
        parents = _parents(path)
        if any(parent in self.opaque for parent in parents):
            return True
        for parent in parents:
            if parent in self.links:
                target = f"{self.links[parent]}/{path[len(parent) + 1 :]}".strip("/")
                return target in self.files or target in self.folders
        return False

    def is_empty_folder(self, path: str) -> bool:
        """Whether the folder is on disk although git knows no file in it. Links are not followed."""
        place = self.root
        try:
            for part in path.split("/"):
                place = place / part
                if part in ("", ".", "..") or not stat.S_ISDIR(place.lstat().st_mode):
                    return False
        except (OSError, ValueError):
            return False
        return True

    def ignores_path(self, path: str) -> bool:
        """Whether git is told to ignore it: build output and private files need not be there."""
        for folder, spec in self.ignores:
            below = path.removeprefix(f"{folder}/") if folder else path
            if (not folder or below != path) and (spec.match_file(below) or spec.match_file(f"{below}/")):
                return True
        return False


def composed(path: str) -> str:
    """The path with composed letters: macOS stores `ü` as two characters, and people write one."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def _parents(path: str) -> list[str]:
    """The folders above a path, and itself, from the root down."""
    parts = path.split("/")
    return ["/".join(parts[:end]) for end in range(1, len(parts) + 1)]
