"""What `check` says of a project, written with it and kept with it: the coverage, and what it never had."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from agentscaffold.checks import BASELINE_FILE, coverage_markdown, is_untouched
from agentscaffold.commands.check import CheckRequest, check, write_baseline

COVERAGE_FILE = "docs/agent-coverage.md"
DERIVED: Mapping[str, str] = {
    COVERAGE_FILE: "what the agent says, and where this project does it",
    BASELINE_FILE: "what the agent names and this project never had: `check` accepts it",
}
"""The files that no template makes, each with the reason why it is there."""
_SINCE = Version("0.2.0")


@dataclass(frozen=True)
class Render:
    """A folder, and the version of the blueprints that it was rendered from."""

    version: str
    folder: Path

    @property
    def has_derived(self) -> bool:
        return Version(self.version) >= _SINCE


def write_derived(project: Path) -> None:
    """Complete a project that was just rendered, so that `check` finds nothing new in it.

    A repository around the project, with files that it ignores, does not change a word.
    """
    path = project / COVERAGE_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()  # it is there when somebody checks
    outcome = check(CheckRequest(project, with_coverage=True, with_git=False))
    path.write_text(coverage_markdown([(each.path, each.statements) for each in outcome.coverage]), encoding="utf-8")
    write_baseline(project, [each for each in outcome.findings if each.severity != "note"])


def carry_derived(project: Path, old: Render, new: Render) -> None:
    """Complete both renders of an update, so that these files are merged like any other.

    What the coverage was cannot be made again by a newer tool: it is the project's own, as long as nobody edited it.
    An edited one is the user's, and left alone.
    """
    if not new.has_derived:
        return
    write_derived(new.folder)
    if old.has_derived:
        write_derived(old.folder)
    own = project / COVERAGE_FILE
    text = own.read_text(encoding="utf-8", errors="replace") if own.is_file() and not own.is_symlink() else None
    document = new.folder / COVERAGE_FILE
    if text is not None and not is_untouched(text):
        document.unlink()
        (old.folder / COVERAGE_FILE).unlink(missing_ok=True)
    elif old.has_derived:
        # Where there is none, its owner deleted it: it is the same in both, so that it stays deleted.
        before = document.read_text(encoding="utf-8") if text is None else text
        (old.folder / COVERAGE_FILE).write_text(before, encoding="utf-8")
