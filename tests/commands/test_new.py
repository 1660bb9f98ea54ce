"""From an agent file to files on disk, without a terminal, a network or an install."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

from agentscaffold.commands.new import NewOutcome, NewRequest, new
from agentscaffold.errors import (
    AgentFileError,
    EngineError,
    OpenQuestionError,
    ScaffoldError,
    UnsupportedStackError,
    UsageError,
)
from agentscaffold.report.new_json import new_json
from agentscaffold.report.new_text import new_text
from agentscaffold.wizard import refuse

REPOSITORY = Path(__file__).resolve().parents[2]
AGENT = REPOSITORY / "examples" / "next-trpc" / "agent.md"
STACK = "Next.js, tRPC, Drizzle, PostgreSQL and Clerk, in TypeScript."

WriteAgent = Callable[[str], Path]


@pytest.fixture
def write_agent(tmp_path: Path) -> WriteAgent:
    def write(body: str) -> Path:
        path = tmp_path / "agents" / "writer.md"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(f"---\nname: writer\ndescription: Writes APIs\n---\n{body}".encode())
        return path

    return write


def make(target: Path, agent: Path = AGENT, **more: object) -> NewOutcome:
    request = NewRequest(target, agent, **{"install": False, "git": False, **more})  # type: ignore[arg-type]
    outcome = new(request, refuse)
    assert outcome is not None
    return outcome


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_project_with_its_agent(tmp_path: Path) -> None:
    outcome = make(tmp_path / "shop")

    made = tree(tmp_path / "shop")
    placed = [name for name in made if name.startswith(".claude/agents/")]
    assert [made[name] for name in placed] == [AGENT.read_bytes()]
    assert outcome.plan.blueprint == "next-trpc"
    assert {file.path for file in outcome.files} == set(made)
    assert sum(file.size for file in outcome.files) == sum(map(len, made.values()))


def test_the_same_input_gives_the_same_bytes_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "one" / "shop")
    monkeypatch.chdir(tmp_path)
    for variable in ("HOME", "USER", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("TZ", "Pacific/Kiritimati")
    make(Path("elsewhere/deeper/shop"))

    assert tree(tmp_path / "one" / "shop") == tree(tmp_path / "elsewhere" / "deeper" / "shop")
    assert str(tmp_path).encode() not in b"".join(tree(tmp_path / "one" / "shop").values())


HEAD = b"---\nname: writer\ndescription: d\n---\n" + STACK.encode()


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD.replace(b"\n", b"\r\n") + b"\r\n",
        b"\xef\xbb\xbf" + HEAD + b"\n",
        HEAD + b"\n{{ x }} {% raw %} {# c #} ${{ secrets.X }}\n",
        HEAD + "\n\N{ROCKET} \u2028 trailing   \n\n".encode(),
        HEAD + b"\nmixed\r\nline\rends\n",
    ],
    ids=["no final newline", "crlf", "byte order mark", "template words", "emoji", "mixed ends"],
)
def test_an_agent_keeps_its_bytes_through_git_too(tmp_path: Path, text: bytes) -> None:
    agent = tmp_path / "writer.md"
    agent.write_bytes(text)

    make(tmp_path / "shop", agent, git=True)
    clone = ["git", "-c", "core.autocrlf=true", "clone", "--quiet", str(tmp_path / "shop"), str(tmp_path / "clone")]
    subprocess.run(clone, check=True)

    assert (tmp_path / "shop/.claude/agents/writer.md").read_bytes() == text
    assert (tmp_path / "clone/.claude/agents/writer.md").read_bytes() == text


def test_every_file_has_a_reason(tmp_path: Path) -> None:
    outcome = make(tmp_path / "shop", dry_run=True)

    assert [file.path for file in outcome.files if not file.reasons] == []
    why = {file.path: file.reasons for file in outcome.files}
    assert any("drizzle (agent line" in reason for reason in why["drizzle.config.ts"])
    assert not (tmp_path / "shop").exists()


def test_git_starts_with_one_commit_of_everything(tmp_path: Path) -> None:
    outcome = make(tmp_path / "shop", git=True)

    done = subprocess.run(
        ["git", "status", "--porcelain", "--ignored"], cwd=tmp_path / "shop", capture_output=True, text=True, check=True
    )
    assert outcome.committed
    assert done.stdout == ""


def test_no_repository_is_nested_unless_asked(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)

    silent = make(tmp_path / "one", git=None)
    asked = make(tmp_path / "two", git=True)

    assert (silent.committed, asked.committed) == (False, True)
    assert "already in one" in (silent.git_note or "")
    assert not (tmp_path / "one" / ".git").exists()


def test_the_printed_command_makes_the_same_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import shlex

    from typer.testing import CliRunner

    from agentscaffold.cli import app

    first = make(tmp_path / "shop", settings=("package_manager=pnpm",), name="other-name")
    before = tree(tmp_path / "shop")
    subprocess.run(["rm", "-r", str(tmp_path / "shop")], check=True)

    result = CliRunner().invoke(app, shlex.split(first.command)[1:])

    assert result.exit_code == 0, result.output
    assert tree(tmp_path / "shop") == before


def test_an_answer_of_the_wizard_is_a_decision(tmp_path: Path, write_agent: WriteAgent) -> None:
    agent = write_agent(f"Stack: {STACK}\n\nWe use npm or pnpm.\n")
    request = NewRequest(tmp_path / "shop", agent, install=False, git=False)

    outcome = new(request, lambda question: question.options[-1])

    assert outcome is not None
    assert [(d.value, d.source) for d in outcome.plan.decisions if d.slot == "package_manager"] == [("pnpm", "you")]


def test_an_open_question_names_the_flag(tmp_path: Path, write_agent: WriteAgent) -> None:
    agent = write_agent(f"Stack: {STACK}\n\nWe use npm or pnpm.\n")

    with pytest.raises(OpenQuestionError) as caught:
        make(tmp_path / "shop", agent)

    assert "--set package_manager=" in (caught.value.hint or "")
    assert not (tmp_path / "shop").exists()


def test_yes_takes_the_first(tmp_path: Path, write_agent: WriteAgent) -> None:
    agent = write_agent(f"Stack: {STACK}\n\nWe use npm or pnpm.\n")

    outcome = make(tmp_path / "shop", agent, yes=True)

    taken = next(d for d in outcome.plan.decisions if d.slot == "package_manager")
    assert (taken.value, taken.source, taken.reason) == ("pnpm", "default", "the first of those offered (line 7)")
    assert outcome.command.endswith("--yes")


def test_saying_no_to_the_summary_writes_nothing(tmp_path: Path) -> None:
    request = NewRequest(tmp_path / "shop", AGENT, install=False, git=False)

    assert new(request, refuse, confirm=lambda _plan: False) is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("dry_run", [False, True])
def test_the_json_report_keeps_its_schema(tmp_path: Path, dry_run: bool) -> None:
    report = json.loads(new_json(make(tmp_path / "shop", dry_run=dry_run)))
    schema = json.loads((REPOSITORY / "src/agentscaffold/report/schemas/new-1.json").read_text(encoding="utf-8"))

    jsonschema.validate(report, schema)
    assert report["dry_run"] is dry_run


def test_a_name_that_is_no_file_name_is_told(tmp_path: Path) -> None:
    agent = tmp_path / "agent.md"
    agent.write_text(f"---\nname: ../../escape\ndescription: d\n---\n{STACK}\n", encoding="utf-8")

    outcome = make(tmp_path / "shop", agent)

    assert "the agent is placed as escape.md: its name is no plain file name" in outcome.plan.notes
    assert (tmp_path / "shop/.claude/agents/escape.md").exists()


REPLACED = f"{STACK}\n\nThe client is `@vercel/postgres`. Sign-in once was Lucia.\n"
SECTION = re.compile(r"^### What stands in for what the agent names\n\n((?:\|.*\n)+)\n## Layout$", re.MULTILINE)


def test_what_stands_in_for_a_discontinued_library_is_told_everywhere(tmp_path: Path, write_agent: WriteAgent) -> None:
    outcome = make(tmp_path / "shop", write_agent(REPLACED), settings=("auth=clerk",))

    report = json.loads(new_json(outcome))
    jsonschema.validate(report, json.loads((REPOSITORY / "src/agentscaffold/report/schemas/new-1.json").read_text()))
    stored = yaml.safe_load((tmp_path / "shop/.copier-answers.yml").read_text(encoding="utf-8"))["replaced"]
    section = SECTION.search((tmp_path / "shop/README.md").read_text(encoding="utf-8"))
    assert section is not None
    rows = [[cell.strip() for cell in row.strip("|").split("|")] for row in section.group(1).splitlines()]
    told = new_text(outcome)

    assert [(r["name"], r["line"], r["column"]) for r in report["replaced"]] == [
        ("@vercel/postgres", 7, 16),
        ("Lucia", 7, 52),
    ]
    assert report["replaced"][1]["by"] == "Clerk"
    assert stored == [{key: r[key] for key in ("name", "by", "reason", "line")} for r in report["replaced"]]
    assert rows[2:] == [[r["name"], r["by"], r["reason"], str(r["line"])] for r in stored]
    assert "  @vercel/postgres (agent line 7:16): pg (node-postgres)" in told
    assert "  Lucia (agent line 7:52): Clerk\n    deprecated by its author" in told


def test_what_stands_in_is_what_the_project_depends_on(tmp_path: Path, write_agent: WriteAgent) -> None:
    outcome = make(tmp_path / "shop", write_agent(f"{STACK} The client is `@vercel/postgres`.\n"))

    (replacement,) = outcome.plan.replaced
    dependencies = json.loads((tmp_path / "shop/package.json").read_text(encoding="utf-8"))["dependencies"]
    assert re.findall(r"pg\b|PGlite|neon\w*", replacement.by) == ["pg", "PGlite"]
    assert {"pg", "@electric-sql/pglite"} <= dependencies.keys()
    assert "@vercel/postgres" not in dependencies


def test_nothing_is_said_where_nothing_is_replaced(tmp_path: Path) -> None:
    outcome = make(tmp_path / "shop")

    assert json.loads(new_json(outcome))["replaced"] == []
    assert "stands in" not in new_text(outcome) + (tmp_path / "shop/README.md").read_text(encoding="utf-8")


HOSTILE = "---\nname: x\ndescription: d\nhooks:\n  PreToolUse:\n    - hooks: [{type: command, command: id}]\n---\n"


@pytest.mark.parametrize(
    ("body", "more", "error", "code"),
    [
        ("Python, FastAPI and SQLAlchemy.\n", {}, UnsupportedStackError, 5),
        (f"{STACK} Jobs run on BullMQ.\n", {}, UnsupportedStackError, 5),
        (f"{STACK}\n", {"settings": ("orm=prisma",)}, UnsupportedStackError, 5),
        (f"{STACK}\n", {"settings": ("orm=drizle",)}, UsageError, 2),
        (f"{STACK}\n", {"settings": ("ormm=drizzle",)}, UsageError, 2),
        (f"{STACK}\n", {"settings": ("orm",)}, UsageError, 2),
        (f"{STACK}\n", {"blueprint": "next-trcp"}, UsageError, 2),
        (f"{STACK}\n", {"name": "Not A Name"}, UsageError, 2),
        (f"{STACK}\n", {"allow": ("hoks",)}, UsageError, 2),
        ("\x00", {}, AgentFileError, 3),
    ],
)
def test_what_cannot_be_made_is_refused_before_anything_is_written(
    tmp_path: Path, write_agent: WriteAgent, body: str, more: dict[str, object], error: type[ScaffoldError], code: int
) -> None:
    agent = write_agent(body)

    with pytest.raises(error) as caught:
        make(tmp_path / "shop", agent, **more)

    assert caught.value.exit_code == code
    assert caught.value.hint
    assert [p.name for p in tmp_path.iterdir()] == ["agents"]


@pytest.mark.parametrize(
    ("setting", "hint"), [("orm=drizle", "drizzle"), ("ormm=drizzle", "orm"), ("databse=postgresql", "database")]
)
def test_a_slip_is_answered_with_the_nearest_name(tmp_path: Path, setting: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        make(tmp_path / "shop", settings=(setting,))

    assert caught.value.hint == f"Did you mean {hint}?"


def test_an_agent_that_runs_commands_is_refused_until_allowed(tmp_path: Path) -> None:
    agent = tmp_path / "agent.md"
    agent.write_text(f"{HOSTILE}{STACK}\n", encoding="utf-8")

    with pytest.raises(AgentFileError, match="line 4") as caught:
        make(tmp_path / "shop", agent)
    allowed = make(tmp_path / "shop", agent, allow=("hooks",))

    assert "--allow hooks" in (caught.value.hint or "")
    assert (tmp_path / "shop/.claude/agents/x.md").read_bytes() == agent.read_bytes()
    assert "--allow hooks" in allowed.command


def test_a_missing_git_is_a_note_unless_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    assert "not on the PATH" in (make(tmp_path / "one", git=None).git_note or "")
    with pytest.raises(EngineError, match="--git"):
        make(tmp_path / "two", git=True)


def test_a_read_only_place_is_named(tmp_path: Path) -> None:
    with pytest.raises(EngineError):
        make(Path("/proc/shop"))
