"""How each file of the blueprint stands to a repository: the same, the user's, to be merged, or missing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Literal

from agentscaffold.blueprints import Plan
from agentscaffold.commands.managed import KeptValue, not_merged, text_of
from agentscaffold.engine import Compared, compare
from agentscaffold.manifests import ManifestError, ManifestMerge, is_manifest, merge_manifest
from agentscaffold.survey import Survey

State = Literal["same", "yours", "merged", "missing"]

_CODE = frozenset({".ts", ".tsx", ".js", ".jsx", ".mjs", ".cjs", ".mts", ".cts"})
_YAML = frozenset({".yml", ".yaml"})
_INSTEAD = (
    ("eslint.config.*", ".eslintrc*"),
    ("prettier.config.*", ".prettierrc*"),
    ("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"),
    ("proxy.*", "middleware.*"),
)
"""Names of which a tool takes one only."""
_OLD_MODULES = re.compile(r"\brequire\(|\bmodule\.exports\b")
_MIGRATIONS = "migrations"


@dataclass(frozen=True)
class Found:
    """`detail` says why a file is the user's; `merge` is there for a manifest that gets keys.

    `broken` is there for one that should, and cannot.
    """

    state: State
    detail: str | None = None
    merge: ManifestMerge | None = None
    broken: KeptValue | None = None


def find_files(project: Path, render: Path, plan: Plan, survey: Survey) -> Mapping[str, Found]:
    """Every file of `render` by path. Raises what `compare` does."""
    compared = compare(project, render)
    migrations = _own_migrations(plan, compared, survey)
    beside = _by_folder(survey.files)
    found: dict[str, Found] = {}
    for path, each in compared.items():
        if each.standing == "differs" and is_manifest(path):
            found[path] = _merged(path, project, render)
        elif each.standing != "missing":
            found[path] = Found("same") if each.standing == "same" else Found("yours", _why(path, each))
        elif migrations is not None and PurePosixPath(path).is_relative_to(migrations):
            found[path] = Found("yours", f"your migrations are in {migrations}/")
        else:
            rival = _rival(path, beside)
            found[path] = Found("missing") if rival is None else Found("yours", f"you have {rival}")
    return found


def _merged(path: str, project: Path, render: Path) -> Found:
    try:
        merge = merge_manifest(path, None, (project / path).read_bytes().decode("utf-8"), text_of(render / path))
    except (ManifestError, UnicodeDecodeError) as error:
        return Found("yours", "not merged", broken=not_merged(path, error))
    return Found("merged", merge=merge)


def _why(path: str, compared: Compared) -> str | None:
    if compared.standing == "blocked":
        return f"{compared.obstacle} is in its place"
    return {"not_in_git": "it is not in git", "other_type": "it is a link or a submodule"}.get(compared.standing)


def _own_migrations(plan: Plan, compared: Mapping[str, Compared], survey: Survey) -> str | None:
    """The folder of the migrations, if the project has a history of its own: two cannot be mixed."""
    folder = next((c.path for c in plan.paths if c.role == _MIGRATIONS), None)
    if folder is None or folder == ".":
        return None
    yours = any(path.startswith(f"{folder}/") and path not in compared for path in survey.files)
    other = any(c.standing == "differs" for p, c in compared.items() if PurePosixPath(p).is_relative_to(folder))
    return folder if yours or other else None


def _by_folder(files: Iterable[str]) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(files):
        found.setdefault(path.rpartition("/")[0], []).append(path)
    return found


def _rival(path: str, beside: Mapping[str, list[str]]) -> str | None:
    """A file of the user's that takes the place of `path`: another ending, another case, or another name for a tool."""
    name = PurePosixPath(path)
    for other in beside.get(path.rpartition("/")[0], []):
        theirs = PurePosixPath(other)
        endings = {name.suffix, theirs.suffix}
        same_stem = theirs.stem == name.stem and (endings <= _CODE or endings <= _YAML)
        one_tool = any(
            any(fnmatchcase(name.name, p) for p in tool) and any(fnmatchcase(theirs.name, p) for p in tool)
            for tool in _INSTEAD
        )
        if same_stem or one_tool or theirs.name.lower() == name.name.lower():
            return other
    return None


def lacking_lines(path: str, project: Path, render: Path, survey: Survey) -> tuple[str, ...]:
    """What a list of the user's (`.gitignore`, `.env.example`) lacks of the blueprint's lines; comments are none."""
    yours = _entries((project / path).read_text(encoding="utf-8", errors="replace"))
    its = _entries((render / path).read_text(encoding="utf-8", errors="replace"))
    lacking = [entry for entry in its if entry not in yours and not entry.startswith("!")]
    if path == ".gitignore":  # another pattern may cover it
        lacking = [entry for entry in lacking if not survey.ignores_path(entry.replace("*", "x"))]
    return tuple(lacking)


def _entries(text: str) -> list[str]:
    lines = (line.strip() for line in text.splitlines())
    return [line.partition("=")[0].strip("/") for line in lines if line and not line.startswith("#")]


def old_modules(project: Path, survey: Survey) -> tuple[str, ...]:
    """The `.js` files of the repository that are CommonJS: `"type": "module"` changes what they are."""
    found: list[str] = []
    for path in sorted(path for path in survey.files if path.endswith(".js")):
        try:
            text = (project / path).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        if _OLD_MODULES.search(text):
            found.append(path)
    return tuple(found)
