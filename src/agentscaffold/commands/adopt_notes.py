"""What to know of a repository that is adopted, besides what becomes of its files."""

import json
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from agentscaffold.commands.adopt_files import AdoptedFile
from agentscaffold.commands.repository_files import lacking_lines, old_modules
from agentscaffold.manifests import ManifestMerge
from agentscaffold.safe_text import safe
from agentscaffold.survey import Survey

_LISTS = frozenset({".gitignore", ".dockerignore", ".prettierignore", ".env.example"})
_WORKFLOWS = ".github/workflows/"
_PACKAGE = "package.json"
_MAJOR = re.compile(r"\d+")
_FEW = 3
_ENTRIES = ("main", "module")

Merges = Mapping[str, ManifestMerge]


def adopt_notes(
    project: Path, rendered: Path, survey: Survey, files: Sequence[AdoptedFile], merges: Merges
) -> tuple[str, ...]:
    """The notes, each one line. `merges` are the manifests that get keys, `rendered` is the blueprint's side."""
    new = [file.path for file in files if file.state == "new"]
    return (
        *_list_notes(project, rendered, survey, files),
        *_module_notes(project, survey, merges),
        *_manager_notes(merges),
        *_entry_notes(merges),
        *ignored_notes([path for path in new if survey.ignores_path(path)]),
        *_workflow_notes(project, new),
    )


def _list_notes(project: Path, rendered: Path, survey: Survey, files: Sequence[AdoptedFile]) -> Iterator[str]:
    """What the user's lists should have besides: generated files must not get into git, and variables be known."""
    for file in files:
        if file.path in _LISTS and file.state == "yours" and (project / file.path).is_file():
            lacking = lacking_lines(file.path, project, rendered, survey)
            if lacking:
                yield f"{file.path} is yours, and lacks {', '.join(lacking)}"


def _module_notes(project: Path, survey: Survey, merges: Merges) -> Iterator[str]:
    """Files whose meaning a new key changes."""
    if _PACKAGE not in merges or "type" not in merges[_PACKAGE].added:
        return
    old = old_modules(project, survey)
    if old:
        some = ", ".join(safe(path) for path in old[:_FEW]) + (f" and {len(old) - _FEW} more" if old[_FEW:] else "")
        what = "is CommonJS: rename it" if len(old) == 1 else "are CommonJS: rename them"
        yield f'package.json gets "type": "module", and {some} {what} to .cjs'


def _manager_notes(merges: Merges) -> Iterator[str]:
    """The package manager is pinned in two places, and the one that decides stays."""
    package = _package(merges, _PACKAGE)
    pinned, engine = package.get("packageManager"), package.get("devEngines")
    wanted = engine.get("packageManager") if isinstance(engine, Mapping) else None
    if not isinstance(pinned, str) or not isinstance(wanted, Mapping):
        return
    name, _, version = pinned.partition("@")
    its = f"{wanted.get('name')} {wanted.get('version')}"
    if wanted.get("name") != name or _MAJOR.findall(version)[:1] != _MAJOR.findall(str(wanted.get("version")))[:1]:
        yield f"{_PACKAGE}: packageManager: {safe(pinned)} stays, and the blueprint is made for {safe(its)}"


def _entry_notes(merges: Merges) -> Iterator[str]:
    """`exports` hides every other way into a package."""
    for path, merge in merges.items():
        package = _package(merges, path)
        exports = package.get("exports")
        if "exports" not in merge.added or not isinstance(exports, Mapping) or "." in exports:
            continue
        entry = next((key for key in _ENTRIES if key in package), None)
        if entry is not None:
            name = safe(str(package.get("name", PurePosixPath(path).parent.name)))
            yield f'{safe(path)} gets "exports" beside your "{entry}": give it a "." too, or {name} resolves no more'


def _package(merges: Merges, path: str) -> Mapping[str, object]:
    if PurePosixPath(path).name != _PACKAGE or path not in merges:
        return {}
    found: Mapping[str, object] = json.loads(merges[path].text.removeprefix("\ufeff"))
    return found


def ignored_notes(paths: Collection[str]) -> Iterator[str]:
    """New files that only become part of the repository when they are added by force: one line for each folder."""
    tops = {path: path.partition("/")[0] for path in paths}
    for top, number in Counter(tops.values()).items():
        if number > 1:
            yield f"{number} files in {top}/ are ignored by git here: git add --force {top}"
        else:
            (path,) = (path for path in paths if tops[path] == top)
            yield f"{path} is ignored by git here: git add --force {path}"


def _workflow_notes(project: Path, new: Sequence[str]) -> Iterator[str]:
    """A workflow is only found at the top of a repository."""
    workflows = [path for path in new if path.startswith(_WORKFLOWS)]
    if workflows and not (project / ".git").exists():
        yield f"{workflows[0]} does not run below the top of a repository: move it there, and set its directory"
