"""Which files of a render import which others of it, so that nobody takes the one and leaves out the other."""

import json
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path, PurePosixPath

from agentscaffold.blueprints import Plan

_IMPORT = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\n]+)["']""")
_CODE = (".ts", ".tsx", ".js", ".mjs")
_ENDINGS = ("", *_CODE, ".css", "/index.ts", "/index.tsx", "/index.js")
_ALIAS = "@/"
_SOURCE = "source"


def imports_in(render: Path, paths: Collection[str], plan: Plan) -> Mapping[str, frozenset[str]]:
    """Each code file of `paths` (inside `render`) → those of `paths` that it imports."""
    resolve = _Resolver(frozenset(paths), plan, _own_imports(render, paths))
    return {
        path: frozenset(found for name in _names(render / path) if (found := resolve(path, name)) is not None)
        for path in sorted(paths)
        if path.endswith(_CODE)
    }


def is_code(path: str) -> bool:
    """Whether a file has imports that are read here."""
    return path.endswith(_CODE)


def script_targets(path: str, text: str, keys: Collection[str], paths: Collection[str]) -> frozenset[str]:
    """Those of `paths` that the scripts of a package.json name. `keys` are its scripts, as `scripts.test`."""
    stored = json.loads(text.removeprefix("\ufeff")).get("scripts")
    scripts = stored if isinstance(stored, dict) else {}
    folder = PurePosixPath(path).parent.as_posix()
    added = [line for name, line in scripts.items() if "scripts" in keys or f"scripts.{name}" in keys]
    words = (word for line in added if isinstance(line, str) for word in re.split(r"[\s=\"']+", line))
    return frozenset(_joined(folder, word) for word in words if word) & frozenset(paths)


def _names(file: Path) -> Iterator[str]:
    return (found[1] for found in _IMPORT.finditer(file.read_text(encoding="utf-8")))


def _own_imports(render: Path, paths: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """Folder of a package → its `imports`: `#tests/*` → `./tests/*.ts`."""
    found: dict[str, Mapping[str, str]] = {}
    for path in paths:
        if PurePosixPath(path).name == "package.json":
            imports = json.loads((render / path).read_text(encoding="utf-8")).get("imports", {})
            found[PurePosixPath(path).parent.as_posix()] = {k: v for k, v in imports.items() if isinstance(v, str)}
    return found


class _Resolver:
    def __init__(self, paths: frozenset[str], plan: Plan, imports: Mapping[str, Mapping[str, str]]) -> None:
        self._paths = paths
        self._imports = imports
        self._packages = {package.name: package.root for package in plan.packages}
        self._source = next((c.path for c in plan.paths if c.role == _SOURCE), ".")

    def __call__(self, importer: str, name: str) -> str | None:
        """The file that `importer` gets by `name`; `None` for anything that is not one of the paths."""
        for base in self._bases(PurePosixPath(importer), name):
            stem = base[:-3] if base.endswith(".js") else base  # TypeScript writes `.js` for `.ts`
            for candidate in (*(base + ending for ending in _ENDINGS), *(stem + ending for ending in _CODE)):
                if candidate in self._paths:
                    return candidate
        return None

    def _bases(self, importer: PurePosixPath, name: str) -> Iterator[str]:
        if name.startswith("."):
            yield _joined(importer.parent.as_posix(), name)
        elif name.startswith(_ALIAS):
            yield _joined(self._source, name.removeprefix(_ALIAS))
        elif name.startswith("#"):
            for folder in (parent.as_posix() for parent in importer.parents):
                for pattern, target in self._imports.get(folder, {}).items():
                    start, star, end = pattern.partition("*")
                    if name == pattern or (star and name.startswith(start) and name.endswith(end)):
                        middle = name[len(start) : len(name) - len(end)]
                        yield _joined(folder, target.replace("*", middle))
        else:
            package = "/".join(name.split("/")[: 2 if name.startswith("@") else 1])
            if package in self._packages:
                rest = name[len(package) + 1 :] or "index"
                yield _joined(self._packages[package], f"src/{rest}")
                yield _joined(self._packages[package], rest)


def _joined(folder: str, name: str) -> str:
    parts: list[str] = []
    for part in (*folder.split("/"), *name.split("/")):
        if part == ".." and parts:
            parts.pop()
        elif part not in ("", ".", ".."):
            parts.append(part)
    return "/".join(parts)
