"""`docs/agent-coverage.md`: what a project does of what its agent says, written with the project and kept with it."""

from dataclasses import dataclass
from pathlib import Path

from packaging.version import Version

from agentscaffold.checks import coverage_markdown, is_untouched
from agentscaffold.commands.check import CheckRequest, check

COVERAGE_FILE = "docs/agent-coverage.md"
COVERAGE_REASON = "what the agent says, and where this project does it"
_SINCE = Version("0.2.0")


def write_coverage(project: Path) -> None:
    """Write the document into a project that was just rendered: exactly what `check --coverage` says of it.

    A repository around the project, with files that it ignores, does not change a word.
    """
    path = project / COVERAGE_FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()  # it is there when somebody checks
    outcome = check(CheckRequest(project, with_coverage=True, with_git=False))
    path.write_text(coverage_markdown([(each.path, each.statements) for each in outcome.coverage]), encoding="utf-8")


@dataclass(frozen=True)
class Render:
    """A folder, and the version of the blueprints that it was rendered from."""

    version: str
    folder: Path

    @property
    def has_coverage(self) -> bool:
        return Version(self.version) >= _SINCE


def carry_coverage(project: Path, old: Render, new: Render) -> None:
    """Add the document to both renders of an update, so that it is merged like any other file.

    No template makes it, so the old one cannot be made again: it is the project's own, as long as nobody edited it.
    An edited one is the user's, and left alone.
    """
    if not new.has_coverage:
        return
    own = project / COVERAGE_FILE
    before = own.read_text(encoding="utf-8", errors="replace") if own.is_file() and not own.is_symlink() else None
    if before is not None and not is_untouched(before):
        return
    write_coverage(new.folder)
    if old.has_coverage:
        after = (new.folder / COVERAGE_FILE).read_text(encoding="utf-8")
        (old.folder / COVERAGE_FILE).parent.mkdir(parents=True, exist_ok=True)
        # Without one, its owner deleted it: it is the same in both, so that it stays deleted.
        (old.folder / COVERAGE_FILE).write_text(after if before is None else before, encoding="utf-8")
