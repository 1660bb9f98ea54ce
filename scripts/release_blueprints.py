"""Releases the version in `blueprints/VERSION`: adds its files to `blueprints/releases`, where they stay for good.

    make release-blueprints

A version is the hash of its tree, which `lock.json` records; the ids of its commit and tree are the same on every
machine. The bytes of the bundle are the same for the same git; another git may compress otherwise. Neither tags nor
history of this repository matter.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from agentscaffold.engine.bundle import TAG, Unbundled, files_of, git, unbundled
from agentscaffold.engine.releases import BUNDLE, LOCK, VERSION, Lock, current_version, read_lock, version_of
from agentscaffold.engine.tree import Tree, read_tree, tree_hash
from agentscaffold.errors import EngineError, ScaffoldError, UsageError

ROOT = Path(__file__).resolve().parents[1]
FIRST = "0.1.0"
"""Any other version needs releases before it: without them, `blueprints/releases` is gone."""
_COMMITTER = "agentscaffold <agentscaffold@localhost> 946684800 +0000"
"""One identity and one date (the year 2000) for all, so that the ids of commits depend on the files alone."""


@dataclass(frozen=True)
class Published:
    """What was released. `size` is that of the bundle with all `versions`, in bytes."""

    version: str
    tree: str
    files: int
    versions: tuple[str, ...]
    size: int


def publish(root: Path) -> Published:
    """Release the current version of the template below `root`. Nothing is written before the result is proven.

    Raises `UsageError` when there is nothing to release or the version cannot be used, `EngineError` when what was
    released before is not whole.
    """
    version, lock, tree = current_version(root), read_lock(root), read_tree(root)
    old = root / BUNDLE if (root / BUNDLE).exists() or lock else None
    broken = bundle_faults(old, lock)
    if broken:
        raise EngineError("; ".join(broken), hint="Restore blueprints/releases before anything is added to it.")
    _check(version, lock, tree, old)
    new_lock = {**lock, version: tree_hash(tree)}
    bundle = _bundle_with(version, tree, old, after=_last(lock))
    with tempfile.TemporaryDirectory() as folder:
        proof = Path(folder, "bundle")
        proof.write_bytes(bundle)
        failed = bundle_faults(proof, new_lock)
    if failed:
        raise EngineError(f"git made a bundle that is not right: {'; '.join(failed)}")
    _replace(root / BUNDLE, bundle)
    _replace(root / LOCK, (json.dumps(new_lock, indent=2) + "\n").encode())
    return Published(version, new_lock[version], len(tree), tuple(new_lock), len(bundle))


def faults(root: Path) -> tuple[str, ...]:
    """What is wrong with the releases below `root`, or with the template beside them; empty when all is well.

    Raises `EngineError` when the lock, the version or the template cannot be read.
    """
    lock = read_lock(root)
    bundle = root / BUNDLE
    return (*bundle_faults(bundle if bundle.exists() or lock else None, lock), *_version_faults(root, lock))


def bundle_faults(bundle: Path | None, lock: Lock) -> tuple[str, ...]:
    """Where a bundle and a lock differ: both hold the same versions, with the same files, each after the one before."""
    try:
        with unbundled(bundle) as source:
            return tuple(_differences(source, lock))
    except EngineError as error:
        return (error.message,)


def _differences(source: Unbundled, lock: Lock) -> Iterator[str]:
    yield from (f"{version} is in the lock and not in the bundle" for version in lock if version not in source.commits)
    yield from (f"{version} is in the bundle and not in the lock" for version in source.commits if version not in lock)
    parent = ""
    for version in (version for version in lock if version in source.commits):
        if tree_hash(files_of(source, version)) != lock[version]:
            yield f"{version} is not what was released: its files have another hash"
        if git(source.folder, "log", "-1", "--format=%P", source.commits[version]).decode().strip() != parent:
            yield f"{version} does not come after the version before it"
        parent = source.commits[version]


def _version_faults(root: Path, lock: Lock) -> Iterator[str]:
    version, last = current_version(root), _last(lock)
    if last is None and version != FIRST:
        yield f"{VERSION} is {version}, and no version was released: {Path(LOCK).parent} is gone"
    if last is not None and version_of(version) < version_of(last):
        yield f"{VERSION} is {version}, and {last} was released"
    if version in lock and tree_hash(read_tree(root)) != lock[version]:
        yield f"the blueprints changed since {version} was released: raise {VERSION}"


def _check(version: str, lock: Lock, tree: Tree, old: Path | None) -> None:
    """Refuse a version that was used, that is not the next one, or that brings nothing new."""
    number, last = version_of(version), _last(lock)
    if last is None:
        if version != FIRST:
            raise UsageError(
                f"the first release is {FIRST}, not {version}",
                hint="Restore blueprints/releases.",
            )
        return
    if lock.get(version) == tree_hash(tree):
        raise UsageError(f"nothing to release: {version} was released, and nothing changed since")
    if version in lock:
        raise UsageError(
            f"{version} was released with other files, and a released version never changes", hint=f"Raise {VERSION}."
        )
    if number < version_of(last):
        raise UsageError(f"{version} is not greater than {last}, which was released last", hint=f"Raise {VERSION}.")
    with unbundled(old) as source:
        if _without_version(files_of(source, last)) == _without_version(tree):
            raise UsageError(f"nothing to release: {version} would be the same as {last}")


def _last(lock: Lock) -> str | None:
    return max(lock, key=version_of, default=None)


def _without_version(tree: Tree) -> Tree:
    return {name: file for name, file in tree.items() if name != VERSION}


def _bundle_with(version: str, tree: Tree, old: Path | None, *, after: str | None) -> bytes:
    """A bundle of everything in `old` and this version."""
    with unbundled(old) as store:
        for released, commit in store.commits.items():
            git(store.folder, "update-ref", f"{TAG}{released}", commit)
        stream = b"".join(_import(version, tree, store.commits[after] if after else None))
        # Loose objects: only `bundle create`, on one thread, decides how they are packed.
        git(store.folder, "-c", "fastimport.unpackLimit=1000000", "fast-import", "--quiet", stdin=stream)
        packing = ("-c", "pack.threads=1", "-c", "pack.compression=9", "-c", "pack.window=100")
        target = store.folder / "new.bundle"
        git(store.folder, *packing, "bundle", "create", "--quiet", "--version=2", str(target), "--tags")
        return target.read_bytes()


def _import(version: str, tree: Tree, parent: str | None) -> Iterator[bytes]:
    """One commit in the language of `git fast-import`, which knows no ignore rules, attributes or filters."""
    yield f"commit {TAG}{version}\ncommitter {_COMMITTER}\n".encode()
    yield _data(f"blueprints {version}\n".encode())
    if parent:
        yield f"from {parent}\ndeleteall\n".encode()
    for name, file in tree.items():
        quoted = name.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        yield f'M {file.mode} inline "{quoted}"\n'.encode()
        yield _data(file.data)


def _data(content: bytes) -> bytes:
    return f"data {len(content)}\n".encode() + content + b"\n"


def _replace(path: Path, content: bytes) -> None:
    """Write a file in one step: whoever reads it meanwhile sees the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
    Path(file.name).chmod(0o644)
    Path(file.name).replace(path)


def main(root: Path = ROOT) -> int:
    """Publish, and say what was done."""
    try:
        done = publish(root)
    except ScaffoldError as error:
        print(f"error: {error.message}", *([f"hint: {error.hint}"] if error.hint else []), sep="\n", file=sys.stderr)
        return error.exit_code
    print(f"Released blueprints {done.version}: {done.files} files, tree {done.tree}.")
    print(f"{BUNDLE} holds {', '.join(done.versions)} in {done.size:,} bytes.")
    print("Commit blueprints/releases; from now on these versions never change.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
