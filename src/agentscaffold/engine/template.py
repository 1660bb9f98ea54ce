"""Looks at the template tree: which layers it has, and what each contributes to shared files."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path, PurePosixPath

from agentscaffold.errors import EngineError

Answers = Mapping[str, object]
"""The stored answers of a render: see `answers_of`."""

_LAYER_FOLDER = re.compile(r"\{\{ L\.([a-z0-9_]+) \}\}")
_ROOT_FOLDER = re.compile(r"\{\{ roots\.([a-z0-9_]+) \}\}")
_PARTS = "_parts"
_LAYERS = PurePosixPath("blueprints/layers")


@dataclass(frozen=True)
class TemplateFile:
    """A file of the template. `path` is relative to the layers; `layers` are the conditions it depends on.

    `role` is set when it lies in the package of that directory role: a contribution is then for that package alone.
    """

    path: PurePosixPath
    layers: tuple[str, ...]
    role: str | None = None


@dataclass(frozen=True)
class Template:
    """One version of the blueprints on disk.

    `dependencies` are the packages that a project may ask the registry for; they were proven together up to `proven`.
    """

    root: Path
    version: str
    proven: date
    dependencies: frozenset[str]
    layers: tuple[str, ...]
    files: tuple[TemplateFile, ...]
    contributions: tuple[TemplateFile, ...]

    def switches(self, active: Sequence[str]) -> dict[str, str]:
        """`L`: every layer's folder name, `.` when it is on and empty when it is off."""
        keys = {_key(layer) for layer in active}
        return {layer: "." if layer in keys else "" for layer in self.layers}

    def parts(
        self, active: Sequence[str], wanted: Callable[[str | None], bool] = lambda _: True
    ) -> dict[str, list[str]]:
        """Shared file → template paths of the active contributions, in the order of `active`.

        Every name that any layer contributes to is a key, so that a misspelt one fails in the template. `wanted` says
        of a role (`None`: no package in particular) whether what is contributed there belongs to the result.
        """
        order = {_key(layer): index for index, layer in enumerate(active)}
        found: dict[str, list[tuple[tuple[int, ...], str]]] = {part.path.name: [] for part in self.contributions}
        for part in self.contributions:
            if all(layer in order for layer in part.layers) and wanted(part.role):
                # What needs several layers comes after the last of them.
                rank = tuple(sorted((order[layer] for layer in part.layers), reverse=True))
                found[part.path.name].append((rank, str(_LAYERS / part.path)))
        return {name: [path for _, path in sorted(entries)] for name, entries in sorted(found.items())}


@cache
def read_template(root: Path) -> Template:
    """Scan the template below `root` (the folder with `copier.yml`)."""
    base = root / _LAYERS
    files: list[TemplateFile] = []
    contributions: list[TemplateFile] = []
    layers: set[str] = set()
    for path in sorted(base.rglob("*")):
        relative = PurePosixPath(path.relative_to(base).as_posix())
        conditions = tuple(_LAYER_FOLDER.findall(str(relative)))
        layers.update(conditions)
        if path.is_dir() or relative.name == "technology.toml":
            continue
        target = contributions if _PARTS in relative.parts else files
        role = _ROOT_FOLDER.search(str(relative))
        target.append(TemplateFile(relative, conditions, role.group(1) if role else None))
    version = (root / "blueprints" / "VERSION").read_text(encoding="utf-8").strip()
    versions = json.loads((root / "blueprints" / "versions.json").read_text(encoding="utf-8"))
    return Template(
        root,
        version,
        date.fromisoformat(versions["cutoff"]),
        frozenset(versions.get("npm", ())),
        tuple(sorted(layers)),
        tuple(files),
        tuple(contributions),
    )


def computed(template: Template, answers: Answers) -> dict[str, object]:
    """What the template knows besides the stored answers: see the questions of `copier.yml` that are never asked.

    Released versions are rendered with it, too, so it can grow, and never change or shrink.
    """
    active = layer_list(answers)
    roots = _roots(answers)
    packages: list[dict[str, str]] = answers["packages"]  # type: ignore[assignment]

    def here(root: str) -> Callable[[str | None], bool]:
        return lambda role: role is None or roots[role] == root

    return {
        "blueprint_version": template.version,
        "L": template.switches(active),
        "parts": template.parts(active),
        "roots": roots,
        "members": [{**package, "parts": template.parts(active, here(package["root"]))} for package in packages],
        "top": {
            "root": ".",
            "name": answers["project_name"],
            "parts": template.parts(active, lambda role: role is not None and roots[role] == "."),
        },
    }


def _roots(answers: Answers) -> dict[str, str]:
    """Role → root of the innermost package around it, `.` when there is none."""
    paths: dict[str, str] = answers["paths"]  # type: ignore[assignment]
    packages: list[dict[str, str]] = answers["packages"]  # type: ignore[assignment]
    by_depth = sorted((PurePosixPath(p["root"]) for p in packages), key=lambda root: -len(root.parts))
    return {
        role: next((str(root) for root in by_depth if PurePosixPath(path).is_relative_to(root)), ".")
        for role, path in paths.items()
    }


def unknown_layers(template: Template, active: Sequence[str]) -> tuple[str, ...]:
    """Layers that a plan names and this version of the template does not have."""
    return tuple(layer for layer in active if _key(layer) not in template.layers)


def layer_list(answers: Answers) -> tuple[str, ...]:
    """The active layers of stored answers. Raises `EngineError` if they are no list of names."""
    layers = answers.get("layers")
    if not isinstance(layers, list) or not all(isinstance(layer, str) for layer in layers):
        raise EngineError("the answers hold no list of layers")
    return tuple(layers)


def layer_name(key: str, active: Sequence[str]) -> str:
    """The layer id (`better-auth`) of a folder key (`better_auth`)."""
    return next((layer for layer in active if _key(layer) == key), key)


def _key(layer: str) -> str:
    return layer.replace("-", "_")
