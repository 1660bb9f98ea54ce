"""The findings that a repository has accepted: they are known, and only what comes after them counts."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agentscaffold.checks.model import Finding
from agentscaffold.checks.rules import MISSING_PATH, RULES, UNDECLARED_VARIABLE
from agentscaffold.errors import EngineError, UsageError
from agentscaffold.plain_file import read_plain, remove_plain, write_plain
from agentscaffold.safe_text import safe

BASELINE_FILE = ".agentscaffold-baseline.json"
"""Beside the answers file, at the root of the repository."""
_MAX_BYTES = 1024 * 1024
_ACCEPTABLE = frozenset(rule.id for rule in RULES if rule.acceptable)

IsMissing = Callable[[str, str], bool]
"""Whether the repository has nowhere what the agent file (first) calls by a path (second)."""


class Accepted(BaseModel):
    """One accepted finding: the rule, the file and what it is about.

    Lines and messages are left out: both change while the finding stays the same. A variable has no `path`, because
    it is read wherever it is read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    path: str = ""
    subject: str

    def covers_below(self, other: "Accepted") -> bool:
        """Whether the other is about a file in the folder that this one accepts as missing."""
        same = self.rule == other.rule == MISSING_PATH.id and self.path == other.path
        return same and other.subject.startswith(f"{self.subject}/")


class Baseline(BaseModel):
    """The content of the file. An accepted finding covers every one like it in the same file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = Field(default=1, ge=1, le=1)
    accepted: tuple[Accepted, ...] = ()

    def split(
        self, findings: Sequence[Finding], is_missing: IsMissing
    ) -> tuple[tuple[Finding, ...], tuple[Finding, ...], int]:
        """New findings, known findings, and the number of accepted ones that are not found any more.

        A missing folder that is accepted covers what would be in it, as long as the folder is missing.
        """
        entries = {each for each in self.accepted if each.rule in _ACCEPTABLE}
        folders = [each for each in entries if each.rule == MISSING_PATH.id and is_missing(each.path, each.subject)]
        covering = {each: self._covering(accepted_as(each), entries, folders) for each in findings}
        new = tuple(each for each in findings if covering[each] is None)
        known = tuple(each for each in findings if covering[each] is not None)
        return new, known, len(set(self.accepted) - set(covering.values()))

    @staticmethod
    def _covering(key: Accepted, entries: set[Accepted], folders: Sequence[Accepted]) -> Accepted | None:
        return key if key in entries else next((each for each in folders if each.covers_below(key)), None)


def read_baseline(root: Path) -> Baseline:
    """The baseline of a repository; an empty one where there is no file. Raises `UsageError` for a broken one."""
    path = root / BASELINE_FILE
    try:
        return Baseline.model_validate_json(read_plain(path, _MAX_BYTES))
    except FileNotFoundError:
        return Baseline()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _broken(path, f"{where}: {first['msg']}" if where else str(first["msg"])) from error
    except OSError as error:
        raise _broken(path, error.strerror or str(error)) from error
    except ValueError as error:
        raise _broken(path, str(error)) from error


def write_baseline(root: Path, accepted: Iterable[Accepted]) -> None:
    """Accept these findings in the repository at `root`; without any, it needs no file. Raises `EngineError`."""
    path, entries = root / BASELINE_FILE, set(accepted)
    try:
        if entries:
            write_plain(path, baseline_json(entries).encode("utf-8"))
        else:
            remove_plain(path)
    except OSError as error:
        raise EngineError(f"{safe(str(path))} cannot be written: {error.strerror or error}") from error
    except ValueError as error:
        raise EngineError(f"{safe(str(path))} cannot be written: {error}", hint="Remove it first.") from error


def baseline_json(accepted: Iterable[Accepted]) -> str:
    """The content of the file: sorted, one to a few lines each, so that a diff shows what was accepted."""
    ordered = sorted(set(accepted), key=lambda each: (each.path, each.rule, each.subject))
    return Baseline(accepted=tuple(ordered)).model_dump_json(indent=2) + "\n"


def is_acceptable(finding: Finding) -> bool:
    """Whether a baseline may hold it: not what says that something else was not checked, and not what is news."""
    return finding.rule in _ACCEPTABLE


def accepted_as(finding: Finding) -> Accepted:
    """How a baseline holds a finding."""
    path = "" if finding.rule == UNDECLARED_VARIABLE.id else finding.path
    return Accepted(rule=finding.rule, path=path, subject=finding.subject)


def _broken(path: Path, problem: str) -> UsageError:
    return UsageError(
        f"{safe(str(path))} is no baseline: {safe(problem)}",
        hint="Restore it from git, or write it anew: agentscaffold check --update-baseline.",
    )
