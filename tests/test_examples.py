"""Every example says what `new` makes of it: the tree of files, or the refusal word for word."""

from pathlib import Path

import pytest

from agentscaffold.commands.new import NewRequest, new
from agentscaffold.errors import ScaffoldError
from agentscaffold.wizard import refuse

REPOSITORY = Path(__file__).resolve().parents[1]
EXAMPLES = sorted(path.parent.name for path in (REPOSITORY / "examples").glob("*/agent.md"))


def outcome_of(agent: Path, target: Path) -> str:
    try:
        outcome = new(NewRequest(target, agent, dry_run=True), refuse)
    except ScaffoldError as error:
        hint = f"hint: {error.hint}\n" if error.hint else ""
        return f"exit code {error.exit_code}\nerror: {error.message}\n{hint}"
    assert outcome is not None
    return "".join(f"{file.path}\n" for file in outcome.files)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_gives_what_is_written_down(
    name: str, tmp_path: Path, accept: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(REPOSITORY / "examples" / name)
    expected = Path("new.txt")

    found = outcome_of(Path("agent.md"), tmp_path / "project")
    if accept:
        expected.write_text(found, encoding="utf-8")

    assert found == expected.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == []
