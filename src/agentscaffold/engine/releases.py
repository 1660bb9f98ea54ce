"""Every released version of the blueprints: which there are, and the template of exactly one of them."""

import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from packaging.version import InvalidVersion, Version

from agentscaffold.engine.bundle import files_of, unbundled
from agentscaffold.engine.tree import RELEASES, read_tree, tree_hash, write_tree
from agentscaffold.errors import EngineError
from agentscaffold.resources import template_root
from agentscaffold.safe_text import safe

BUNDLE = f"{RELEASES}/blueprints.bundle"
LOCK = f"{RELEASES}/lock.json"
VERSION = "blueprints/VERSION"

Lock = Mapping[str, str]
"""Released version → id of its tree, ascending. What a version is, is what has this id."""


def released_versions(root: Path | None = None) -> tuple[str, ...]:
    """The versions that a project can be updated from, ascending; none before the first release. Needs no git.

    Raises `EngineError` when the lock cannot be read.
    """
    return tuple(read_lock(root or template_root()))


@contextmanager
def release(version: str, root: Path | None = None) -> Iterator[Path]:
    """The folder with `copier.yml` and `blueprints/` of exactly this version, for as long as the block lasts.

    It is the installed template itself (`root`) when that is the version: its files have the id of the lock, or it was
    not released yet. Otherwise it is taken out of the bundle, which needs git but nothing else. The folder is not to
    be written to. Raises `EngineError` when git is missing, the version is unknown or the bundle is damaged.
    """
    root = root or template_root()
    lock = read_lock(root)
    with ExitStack() as stack:
        if version == current_version(root) and lock.get(version) in (None, tree_hash(read_tree(root))):
            folder = root
        elif version in lock:
            try:
                folder = stack.enter_context(_extracted(version, lock[version], root / BUNDLE))
            except OSError as error:
                raise EngineError(f"cannot take blueprints {version} out of the bundle: {error}") from error
        else:
            raise _unknown(version, {*lock, current_version(root)})
        yield folder


def read_lock(root: Path) -> Lock:
    """The lock of the template below `root`; empty when nothing was released. Raises `EngineError`."""
    path = root / LOCK
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(stored, dict):
            raise TypeError("it holds no table of versions")
        return {version: _identifier(stored[version]) for version in sorted(stored, key=version_of)}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, EngineError) as error:
        raise EngineError(f"{path} cannot be read: {error}", hint="Install agentscaffold again.") from error


def current_version(root: Path) -> str:
    """What the template below `root` calls itself, released or not. Raises `EngineError`."""
    try:
        return (root / VERSION).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise EngineError(f"{root / VERSION} cannot be read: {error}") from error


def version_of(text: str) -> Version:
    """A version as something to compare. Raises `EngineError` unless it is written in the one normal way."""
    try:
        version = Version(text)
    except InvalidVersion as error:
        raise EngineError(f"{safe(text)!r} is no version", hint="Write it like 1.2.3.") from error
    if str(version) != text or len(version.release) != 3 or version.epoch or version.local:
        raise EngineError(f"{safe(text)!r} is not how a version is written", hint="Write it like 1.2.3 or 1.2.3rc1.")
    return version


@contextmanager
def _extracted(version: str, identifier: str, bundle: Path) -> Iterator[Path]:
    with unbundled(bundle) as source:
        tree = files_of(source, version)
    if tree_hash(tree) != identifier:
        raise EngineError(
            f"the released blueprints are damaged: {version} is not what was released",
            hint="Install agentscaffold again.",
        )
    with tempfile.TemporaryDirectory(prefix="agentscaffold-", ignore_cleanup_errors=True) as folder:
        # `read_template` remembers what it saw by path: this one can never hold anything else.
        extracted = Path(folder, identifier)
        write_tree(tree, extracted)
        yield extracted


def _identifier(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{40}", text):
        raise EngineError(f"{safe(text)!r} is no id of a tree")
    return text


def _unknown(version: str, known: set[str]) -> EngineError:
    names = ", ".join(sorted(known, key=version_of))
    return EngineError(
        f"this agentscaffold has no blueprints {safe(version, 40)}",
        hint=f"Known versions: {names}. If it is a newer one, update agentscaffold.",
    )
