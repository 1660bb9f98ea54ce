"""The findings that a repository has accepted: they are known, and only what comes after them counts."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agentscaffold.checks.model import Finding
from agentscaffold.errors import UsageError
from agentscaffold.safe_text import safe

BASELINE_FILE = ".agentscaffold-baseline.json"
"""Beside the answers file, at the root of the repository."""
_MAX_BYTES = 1024 * 1024


class Accepted(BaseModel):
    """One accepted finding. Lines are left out, so that it stays known when the agent file is edited elsewhere."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rule: str
    path: str
    message: str


class Baseline(BaseModel):
    """The content of the file. An accepted finding covers every one like it in the same file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = Field(default=1, ge=1, le=1)
    accepted: tuple[Accepted, ...] = ()

    def split(self, findings: Sequence[Finding]) -> tuple[tuple[Finding, ...], tuple[Finding, ...], int]:
        """New findings, known findings, and the number of accepted ones that are not found any more."""
        known = set(self.accepted)
        new = tuple(each for each in findings if _key(each) not in known)
        old = tuple(each for each in findings if _key(each) in known)
        return new, old, len(known - {_key(each) for each in old})


def read_baseline(root: Path) -> Baseline:
    """The baseline of a repository; an empty one where there is no file. Raises `UsageError` for a broken one."""
    path = root / BASELINE_FILE
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise ValueError("it is larger than 1 MiB")
        return Baseline.model_validate_json(content)
    except FileNotFoundError:
        return Baseline()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _broken(path, f"{where}: {first['msg']}" if where else str(first["msg"])) from error
    except (OSError, ValueError) as error:
        raise _broken(path, str(error)) from error


def baseline_json(findings: Iterable[Finding]) -> str:
    """The content of the file that accepts these findings: sorted, one to a few lines, so that it merges well."""
    accepted = sorted({_key(each) for each in findings}, key=lambda each: (each.path, each.rule, each.message))
    return Baseline(accepted=tuple(accepted)).model_dump_json(indent=2) + "\n"


def _key(finding: Finding) -> Accepted:
    return Accepted(rule=finding.rule, path=finding.path, message=finding.message)


def _broken(path: Path, problem: str) -> UsageError:
    return UsageError(
        f"{safe(str(path))} is no baseline: {safe(problem)}",
        hint="Restore it from git, or write it anew: agentscaffold check --update-baseline.",
    )
