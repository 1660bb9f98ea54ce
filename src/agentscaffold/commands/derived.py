"""What `check` says of a project, written with it and kept with it: the coverage, and what it never had."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from agentscaffold.checks import (
    BASELINE_FILE,
    Accepted,
    Finding,
    accepted_as,
    baseline_json,
    coverage_markdown,
    is_acceptable,
    is_untouched,
    read_baseline,
    write_baseline,
)
from agentscaffold.commands.check import CheckOutcome, CheckRequest, check
from agentscaffold.engine import ANSWERS_FILE, Merge, plan_merge
from agentscaffold.survey import list_files

COVERAGE_FILE = "docs/agent-coverage.md"
DERIVED: Mapping[str, str] = {
    COVERAGE_FILE: "what the agent says, and where this project does it",
    BASELINE_FILE: "what the agent names and this project never had: `check` accepts it",
}
"""The files that no template makes, each with the reason why it is there."""
_SINCE = Version("0.2.0")
_MAX_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Render:
    """A folder, and the version of the blueprints that it was rendered from."""

    version: str
    folder: Path

    @property
    def has_derived(self) -> bool:
        return Version(self.version) >= _SINCE


def write_derived(project: Path) -> tuple[Finding, ...]:
    """Complete a project that was just rendered, so that `check` finds nothing new in it; what that accepts.

    A repository around the project, with files that it ignores, does not change a word.
    """
    path = project / COVERAGE_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()  # it is there when somebody checks
    outcome = check(CheckRequest(project, with_coverage=True, with_git=False))
    path.write_text(_page(outcome), encoding="utf-8")
    accepted = _to_accept(outcome)
    write_baseline(project, map(accepted_as, accepted))
    return accepted


def carry_derived(project: Path, old: Render, new: Render) -> tuple[Finding, ...]:
    """Complete both renders of an update, so that a merge of them gives these files the content they should have.

    Both files speak of the project as it will be, not of a render: so the merge is planned once without them. The
    coverage is written anew unless somebody edited or deleted it. The baseline is a set: what the user accepted stays,
    what only the blueprint before lacked goes, and what only the blueprint now lacks comes, where the project lacks it
    too. That is the result.
    """
    if not new.has_derived:
        return ()
    lacked = _lacked(old) if old.has_derived else ()
    lacks = _lacked(new)
    with (
        plan_merge(project, old.folder, new.folder, answers_file=ANSWERS_FILE) as merge,
        tempfile.TemporaryDirectory(prefix="agentscaffold-") as folder,
    ):
        paths = _copy_merged(project, merge, Path(folder))
        outcome = check(CheckRequest(Path(folder), with_coverage=True, with_git=False, paths=paths))
    _carry_page(project, old, new, _page(outcome))
    return _carry_baseline(project, old.folder, new.folder, (lacked, lacks), outcome)


def _page(outcome: CheckOutcome) -> str:
    return coverage_markdown([(each.path, each.statements) for each in outcome.coverage])


def _to_accept(outcome: CheckOutcome) -> tuple[Finding, ...]:
    findings = (*outcome.findings, *outcome.known)
    return tuple(each for each in findings if each.severity != "note" and is_acceptable(each))


def _lacked(render: Render) -> tuple[Accepted, ...]:
    """What the agent names and the blueprint does not make."""
    page = render.folder / COVERAGE_FILE
    existed = page.parent.is_dir()
    page.parent.mkdir(parents=True, exist_ok=True)
    page.touch()
    found = _to_accept(check(CheckRequest(render.folder, with_git=False)))
    page.unlink()
    if not existed:
        page.parent.rmdir()
    return tuple(map(accepted_as, found))


def _copy_merged(project: Path, merge: Merge, folder: Path) -> set[str]:
    """Put the project as it will be into `folder`, conflicts as they are now; the files that git would know of."""
    listed = list_files(project)
    staying = (listed.files | listed.opaque | {COVERAGE_FILE}) - set(merge.writes.deleted)
    replaced = {path for path in merge.writes.written if path not in merge.writes.stages or path not in staying}
    for path in staying - replaced:
        _copy(project / path, folder / path)
    for path in replaced:
        _copy(merge.staging / path, folder / path)
    return staying | replaced


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_symlink():
        target.symlink_to(source.readlink())
    elif source.is_dir():
        target.mkdir(exist_ok=True)
    elif source.is_file() and source.stat().st_size <= _MAX_BYTES:
        shutil.copyfile(source, target)
    else:
        target.touch()  # nobody reads it, but it is there


def _carry_page(project: Path, old: Render, new: Render, page: str) -> None:
    own = project / COVERAGE_FILE
    if os.path.lexists(own):
        if own.is_symlink() or not own.is_file():
            return
        before = own.read_text(encoding="utf-8", errors="replace")
        if not is_untouched(before):
            return  # edited: it is the user's
        _put(old.folder / COVERAGE_FILE, own.read_bytes())
        unchanged = before.replace("\r\n", "\n") == page
        _put(new.folder / COVERAGE_FILE, own.read_bytes() if unchanged else page.encode("utf-8"))
    elif not old.has_derived:
        _put(new.folder / COVERAGE_FILE, page.encode("utf-8"))


def _carry_baseline(
    project: Path, old: Path, new: Path, lack: tuple[tuple[Accepted, ...], tuple[Accepted, ...]], outcome: CheckOutcome
) -> tuple[Finding, ...]:
    mine = set(read_baseline(project).accepted)
    gone, come = set(lack[0]) - set(lack[1]), set(lack[1]) - set(lack[0])
    fresh = tuple(each for each in _to_accept(outcome) if accepted_as(each) in come - mine)
    result = (mine - gone) | {accepted_as(each) for each in fresh}
    path = project / BASELINE_FILE
    if path.is_file():
        _put(old / BASELINE_FILE, path.read_bytes())
    if result == mine and path.is_file():
        _put(new / BASELINE_FILE, path.read_bytes())
    elif result:
        _put(new / BASELINE_FILE, baseline_json(result).encode("utf-8"))
    return fresh


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
