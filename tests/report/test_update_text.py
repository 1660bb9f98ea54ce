"""The outcome of `update` in words, from plain data."""

from pathlib import Path

import pytest

from agentscaffold.blueprints import Plan
from agentscaffold.commands.update import UpdateOutcome, UpdateRequest
from agentscaffold.engine import FileChange
from agentscaffold.report.update_text import update_text

PLAN = Plan("shop", "next-trpc", decisions=(), layers=(), paths=(), packages=(), imports={}, agents=(), notes=())


def told(*changes: FileChange, diff: str = "") -> str:
    diffs = {change.path: diff for change in changes}
    outcome = UpdateOutcome(UpdateRequest(Path()), "0.1.0", "0.1.0", PLAN, (), changes, diffs, needs_review=True)
    return update_text(outcome, with_diffs=bool(diff))


@pytest.mark.parametrize(
    ("kind", "detail", "expected"),
    [
        ("kept", "the blueprint no longer has it", "kept: you changed it, the blueprint no longer has it"),
        ("kept", "its new name is taken", "kept: its new name is taken"),
        (
            "kept",
            "the blueprint renamed a to b, your name stays",
            "kept: the blueprint renamed a to b, your name stays",
        ),
        ("kept", None, "kept: you changed it, the blueprint no longer has it"),
        ("deleted_by_you", "the blueprint changed it", "left out: you deleted it, the blueprint changed it"),
        ("deleted_by_you", "the blueprint renamed it to b", "left out: the blueprint renamed it to b"),
        ("collision", "x.ts is not in git", "NOT WRITTEN: x.ts is not in git"),
        ("conflict", "was a.ts", "CONFLICT: both changed the same lines (was a.ts)"),
        ("renamed", "b.ts", "renamed to b.ts"),
        ("new", None, "new"),
    ],
)
def test_the_reason_of_a_change_is_said_once(kind: str, detail: str | None, expected: str) -> None:
    lines = told(FileChange("x.ts", kind, detail)).splitlines()  # type: ignore[arg-type]

    assert f"  x.ts  {expected}" in lines


def test_a_folder_that_git_does_not_know_is_one_line() -> None:
    reason = "the blueprint changed it, yours is not in git"
    ignored = [FileChange(f"tests/{name}.ts", "collision", reason) for name in "abcdef"]

    out = told(*ignored, FileChange("docs/a.md", "collision", reason), FileChange("tests/z.ts", "new"))

    assert out.count("NOT WRITTEN") == 2
    assert "  tests/ (6 files)  NOT WRITTEN: the blueprint changed it, yours is not in git; to have them in it" in out
    assert "docs/a.md" in out and "tests/z.ts" in out


def test_a_diff_shows_the_end_of_a_long_line() -> None:
    line = "+" + "x" * 900 + "end\x1b"

    out = told(FileChange("x.ts", "new"), diff=line)

    assert "xend" in out and "\x1b" not in out
