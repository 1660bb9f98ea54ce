"""`agentscaffold check` on generated projects and on repositories of others."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import jsonschema
import pytest

from agentscaffold import wizard
from agentscaffold.checks import BASELINE_FILE, RULES
from agentscaffold.commands.check import CheckOutcome, CheckRequest, check
from agentscaffold.commands.new import NewRequest, new
from agentscaffold.engine import ANSWERS_FILE
from agentscaffold.errors import UsageError
from tests.commands.conftest import Run
from tests.conftest import REPOSITORY

SCHEMA = json.loads((REPOSITORY / "src/agentscaffold/report/schemas/check-1.json").read_text(encoding="utf-8"))
EXAMPLES = REPOSITORY / "examples"
AGENT = """\
---
name: shop-backend
description: Owns the server of the shop. Use it for procedures, tables and access rules.
tools: Read, Edit, Bash, Agent(reviewer), mcp__docs__search
skills: release
---

The server of a shop: one Next.js 16 application in TypeScript 5, on Node.js 20 or later.

## Stack

- tRPC for the API, Zod checks every input
- Drizzle ORM on PostgreSQL
- Clerk signs people in
- Vitest runs the tests, npm as the package manager

## Where things live

- `src/server/api/routers/` has the routers
- `src/server/db/` has the schema and the client
- `src/server/auth/` has sign-in

## Commands

```bash
npm run db:generate
npm run test:coverage
```

A change of `@clerk/nextjs` is reviewed. Never add Prisma.
"""
Change = Callable[[Path], object]


def generate(target: Path, agent: Path) -> Path:
    request = NewRequest(target=target, agent=agent, install=False, git=True, yes=True)
    assert new(request, wizard.refuse) is not None
    return target


def found(project: Path) -> list[tuple[str, str]]:
    return [(each.rule, each.path) for each in check(CheckRequest(project)).findings]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh project of `AGENT`, with the skill, the agent and the MCP server that it relies on."""
    folder = tmp_path_factory.mktemp("check")
    (folder / "agent.md").write_text(AGENT)
    project = generate(folder / "shop", folder / "agent.md")
    (project / BASELINE_FILE).unlink()  # what it lacked of these
    write(project, ".claude/skills/release/SKILL.md", "---\nname: release\ndescription: Releases.\n---\n")
    write(project, ".claude/agents/reviewer.md", "---\nname: reviewer\ndescription: Reviews.\n---\n\nReview it.\n")
    write(project, ".mcp.json", '{ "mcpServers": { "docs": { "type": "http", "url": "https://docs.example/mcp" } } }\n')
    return project


@pytest.fixture
def copy(shop: Path, tmp_path: Path) -> Path:
    return shutil.copytree(shop, tmp_path / "shop")


def write(project: Path, path: str, text: str) -> None:
    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_text(text, encoding="utf-8")


def replace(project: Path, path: str, old: str, new: str) -> None:
    text = (project / path).read_text(encoding="utf-8")
    assert old in text
    (project / path).write_text(text.replace(old, new), encoding="utf-8")


def manifest(project: Path, change: Callable[[dict[str, dict[str, object]]], object]) -> None:
    stored = json.loads((project / "package.json").read_text())
    change(stored)
    (project / "package.json").write_text(json.dumps(stored, indent=2))


def older(project: Path) -> None:
    answers = (project / ANSWERS_FILE).read_text(encoding="utf-8")
    line = next(line for line in answers.splitlines() if line.startswith("_commit:"))
    replace(project, ANSWERS_FILE, line, "_commit: 0.0.1")


def mention(project: Path, old: str, new: str) -> None:
    """A changed agent, recorded as it is: the change itself is not what is to be found."""
    replace(project, ".claude/agents/shop-backend.md", old, new)
    replace(project, ANSWERS_FILE, old, new)


# --- what is generated -----------------------------------------------------------------------------------------------


def test_a_fresh_project_agrees_with_its_agent(shop: Path) -> None:
    outcome = check(CheckRequest(shop))

    assert outcome.findings == ()
    assert outcome.checked["path"] == 3
    assert outcome.checked["script"] == 2
    assert outcome.checked["package"] == 1
    assert outcome.checked["version"] == 3
    assert outcome.checked["reference"] == 3
    assert outcome.checked["technology"] >= 6
    assert outcome.checked["variable"] > 10


@pytest.mark.parametrize("name", ["next-trpc", "moved-directories", "top-level-folders"])
def test_every_example_agrees_with_what_is_generated_from_it(name: str, tmp_path: Path) -> None:
    outcome = check(CheckRequest(generate(tmp_path / "project", EXAMPLES / name / "agent.md")))

    assert (outcome.findings, outcome.known) == ((), ())
    assert outcome.checked["path"] >= 3


def test_what_the_generator_lacks_of_an_agent_is_told(tmp_path: Path) -> None:
    """The drawing of this agent holds an application and a file that no blueprint makes."""
    outcome = check(CheckRequest(generate(tmp_path / "project", EXAMPLES / "turbo-monorepo" / "agent.md")))

    assert outcome.findings == ()
    assert [each.message for each in outcome.known] == [
        "`apps/worker` does not exist",
        "`packages/api/src/index.ts` does not exist",
    ]
    assert outcome.checked["path"] == 14


@pytest.mark.parametrize("seed", ["seed-000-next-trpc-drizzle-clerk", "seed-001-t3-turbo"])
def test_the_seeds_agree_with_what_is_generated_from_them(seed: str, shared: Path, tmp_path: Path) -> None:
    outcome = check(CheckRequest(generate(tmp_path / "project", shared / "agents" / f"{seed}.md")))

    assert (outcome.findings, outcome.known) == ((), ())
    assert sum(outcome.checked.values()) > 20


def test_what_the_user_decided_otherwise_is_a_note(tmp_path: Path) -> None:
    """They know; the agent file does not yet, so it is told, and no build of theirs fails for it."""
    agent = tmp_path / "agent.md"
    agent.write_text(AGENT.replace(", Agent(reviewer), mcp__docs__search\nskills: release", ""))
    request = NewRequest(tmp_path / "shop", agent, settings=("package_manager=pnpm",), install=False, yes=True)
    assert new(request, wizard.refuse) is not None

    outcome = check(CheckRequest(tmp_path / "shop"))

    assert [(each.rule, each.severity) for each in outcome.findings] == [("package-manager", "note")]
    assert not outcome.fails("warning")


# --- planted drifts: each is found, and nothing else -----------------------------------------------------------------


DRIFTS: dict[str, tuple[Change, list[tuple[str, str]]]] = {
    "a directory removed": (
        lambda p: shutil.rmtree(p / "src/server/auth"),
        [("missing-path", "agent")],
    ),
    "a directory moved": (
        lambda p: shutil.move(p / "src/server/api/routers", p / "src/server/api/procedures"),
        [("missing-path", "agent")],
    ),
    "a script renamed": (
        lambda p: replace(p, "package.json", '"db:generate"', '"db:make"'),
        [("undefined-script", "agent")],
    ),
    "a dependency removed": (
        lambda p: manifest(p, lambda m: m["dependencies"].pop("zod")),
        [("missing-technology", "agent")],
    ),
    "the named package removed": (
        lambda p: replace(p, "package.json", '"@clerk/nextjs"', '"@clerk/backend"'),
        [("missing-package", "agent")],
    ),
    "a rival added": (
        lambda p: manifest(p, lambda m: m["dependencies"].update({"@prisma/client": "6.0.0"})),
        [("two-technologies", "agent")],
    ),
    "a rival instead": (
        lambda p: manifest(p, lambda m: [m["dependencies"].pop("drizzle-orm"), m["dependencies"].update(prisma="6")]),
        [("rival-technology", "agent")],
    ),
    "another package manager": (
        lambda p: manifest(p, lambda m: [m.pop("devEngines"), m.update(packageManager="pnpm@10.0.0")]),  # type: ignore[call-overload]
        [("package-manager", "agent")],
    ),
    "another version": (
        lambda p: manifest(p, lambda m: m["dependencies"].update(next="15.5.0")),
        [("version-mismatch", "agent")],
    ),
    "an older runtime": (
        lambda p: manifest(p, lambda m: m["engines"].update(node="18.x")),
        [("version-mismatch", "agent")],
    ),
    "a variable that nobody declares": (
        lambda p: write(p, "src/server/mail.ts", "export const key = process.env.MAIL_KEY;\n"),
        [("undeclared-variable", "src/server/mail.ts")],
    ),
    "a variable removed from the example": (
        lambda p: replace(p, ".env.example", "CLERK_JWT_KEY=", ""),
        [("undeclared-variable", "src/env/index.ts")],
    ),
    "the skill removed": (
        lambda p: shutil.rmtree(p / ".claude/skills"),
        [("missing-skill", "agent")],
    ),
    "the other agent removed": (
        lambda p: (p / ".claude/agents/reviewer.md").unlink(),
        [("missing-agent", "agent")],
    ),
    "the MCP server removed": (
        lambda p: (p / ".mcp.json").unlink(),
        [("missing-mcp-server", "agent")],
    ),
    "another skill mentioned": (
        lambda p: mention(p, "skills: release", "skills: release, deploy"),
        [("missing-skill", "agent")],
    ),
    "the agent edited": (
        lambda p: replace(p, ".claude/agents/shop-backend.md", "is reviewed", "is reviewed twice"),
        [("agent-changed", "agent")],
    ),
    "the agent removed": (
        lambda p: (p / ".claude/agents/shop-backend.md").unlink(),
        [("agent-removed", ANSWERS_FILE)],
    ),
    "an older version of the blueprints": (
        older,
        [("blueprint-update", ANSWERS_FILE)],
    ),
    "a broken record": (
        lambda p: write(p, ANSWERS_FILE, "_src_path: agentscaffold://blueprints\nproject_name: [\n"),
        [("broken-answers", ANSWERS_FILE)],
    ),
    "a broken manifest": (
        lambda p: replace(p, "package.json", '"private": true,', '"private": true'),
        [("broken-manifest", "package.json")],
    ),
    "an agent that the client does not load": (
        lambda p: write(p, ".claude/agents/broken.md", '---\nname: broken\ndescription: "a" b\n---\n\nText.\n'),
        [("agent-not-loaded", ".claude/agents/broken.md")],
    ),
    "two agents of one name": (
        lambda p: write(p, ".claude/agents/twin.md", "---\nname: shop-backend\ndescription: Too.\n---\n\nText.\n"),
        [("duplicate-agent", ".claude/agents/twin.md")],
    ),
    "an agent that is no text": (
        lambda p: (p / ".claude/agents/binary.md").write_bytes(b"---\nname: x\xff\n---\n"),
        [("agent-unreadable", ".claude/agents/binary.md")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("drift", DRIFTS)
def test_a_planted_drift_is_found_and_nothing_else(drift: str, copy: Path) -> None:
    plant, expected = DRIFTS[drift]
    plant(copy)

    agent = ".claude/agents/shop-backend.md"
    assert found(copy) == [(rule, agent if path == "agent" else path) for rule, path in expected]


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh monorepo. What its blueprint does not make of the example's drawing is made by hand."""
    project = generate(tmp_path_factory.mktemp("check") / "lumen", EXAMPLES / "turbo-monorepo" / "agent.md")
    write(project, "apps/worker/index.ts", "")
    write(project, "packages/api/src/index.ts", "")
    return project


WORKSPACE_DRIFTS: dict[str, tuple[Change, list[str]]] = {
    "nothing": (lambda p: None, []),
    "a file of a package removed": (
        lambda p: (p / "packages/db/src/schema.ts").unlink(),
        ["`packages/db/src/schema.ts` does not exist"],
    ),
    "a package removed": (
        lambda p: shutil.rmtree(p / "packages/contracts"),
        ["`packages/contracts` does not exist"],
    ),
    "a rival in one package": (
        lambda p: replace(p, "packages/db/package.json", '"drizzle-kit"', '"prisma": "6", "drizzle-kit"'),
        ["the agent states Drizzle ORM; the manifests also have Prisma (`prisma` in `packages/db/package.json`)"],
    ),
    "a rival outside of the workspace": (
        lambda p: write(p, "playground/package.json", '{ "dependencies": { "prisma": "6" } }'),
        [],
    ),
    "a variable of one package": (
        lambda p: write(p, "packages/api/src/mail.ts", "export const key = process.env.MAIL_KEY;\n"),
        ["`MAIL_KEY` is read here, and `.env.example` does not list it"],
    ),
    "another package manager": (
        lambda p: manifest(p, lambda m: [m.pop("devEngines"), m.update(packageManager="yarn@4.0.0")]),  # type: ignore[call-overload]
        ["the agent states pnpm; the repository has yarn (`package.json`)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("drift", WORKSPACE_DRIFTS)
def test_a_planted_drift_in_a_monorepo_is_found_and_nothing_else(drift: str, workspace: Path, tmp_path: Path) -> None:
    plant, expected = WORKSPACE_DRIFTS[drift]
    project = shutil.copytree(workspace, tmp_path / "lumen")
    plant(project)

    assert [each.message for each in check(CheckRequest(project)).findings] == expected


def test_a_changed_agent_is_told_at_the_first_line_that_differs(copy: Path) -> None:
    replace(copy, ".claude/agents/shop-backend.md", "- Clerk signs", "- Clerk still signs")

    (finding,) = check(CheckRequest(copy)).findings

    assert finding.line == AGENT[: AGENT.index("- Clerk")].count("\n") + 1
    assert "agentscaffold update" in finding.hint


# --- the command line ------------------------------------------------------------------------------------------------


def test_without_findings_the_exit_code_is_0_and_the_work_is_told(shop: Path, run: Run) -> None:
    code, out, err = run("check", str(shop))

    assert (code, err) == (0, "")
    assert "Checked 2 agents against" in out
    assert "3 paths" in out
    assert out.endswith("No findings.\n")


@pytest.mark.parametrize(
    ("threshold", "expected"), [(None, 8), ("error", 0), ("warning", 8), ("note", 8), ("never", 0)]
)
def test_fail_on_decides_the_exit_code(threshold: str | None, expected: int, copy: Path, run: Run) -> None:
    shutil.rmtree(copy / "src/server/auth")

    code, out, _ = run("check", str(copy), *(["--fail-on", threshold] if threshold else []))

    assert code == expected
    line = AGENT[: AGENT.index("`src/server/auth/`")].count("\n") + 1
    assert f".claude/agents/shop-backend.md:{line}:4: warning: `src/server/auth` does not exist [missing-path]" in out


def test_json_is_as_its_schema_says(copy: Path, run: Run) -> None:
    replace(copy, "package.json", '"db:generate"', '"db:make"')

    code, out, _ = run("check", str(copy), "--format", "json", "--coverage")

    report = json.loads(out)
    jsonschema.validate(report, SCHEMA)
    assert code == 8
    assert report["summary"] == {"error": 0, "warning": 1, "note": 0}
    assert report["findings"][0]["rule"] == "undefined-script"
    assert report["coverage"][1]["summary"]["not_covered"] == 1


def test_json_without_coverage_has_none(shop: Path, run: Run) -> None:
    report = json.loads(run("check", str(shop), "--format", "json")[1])

    jsonschema.validate(report, SCHEMA)
    assert report["coverage"] is None


def test_no_agent_is_a_mistake_and_not_a_pass(tmp_path: Path, run: Run) -> None:
    write(tmp_path, ".claude/agents/README.md", "# Our agents\n")

    code, _, err = run("check", str(tmp_path))

    assert code == 2
    assert "no agent file" in err


@pytest.mark.parametrize(
    "words", [("nowhere",), (".", "--format", "markdown"), (".", "--coverage", "--format", "sarif")]
)
def test_wrong_usage(words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> None:
    monkeypatch.chdir(tmp_path)

    code, _, err = run("check", *words)

    assert code == 2
    assert "hint: " in err


# --- repositories of others ------------------------------------------------------------------------------------------


@pytest.fixture
def foreign(tmp_path: Path) -> Iterator[Path]:
    """A repository that nobody generated, without git and without any manifest."""
    write(
        tmp_path, ".claude/agents/helper.md", "---\nname: helper\ndescription: Helps.\n---\n\nCode is in `src/core/`.\n"
    )
    write(tmp_path, "src/core/main.py", "print(1)\n")
    yield tmp_path
    for folder in tmp_path.rglob("*"):
        if folder.is_dir() and not folder.is_symlink():
            folder.chmod(0o755)


def outcome_of(folder: Path) -> CheckOutcome:
    return check(CheckRequest(folder))


def test_a_repository_without_git_and_manifests(foreign: Path) -> None:
    assert outcome_of(foreign).findings == ()


def test_another_tools_answers_file_is_none_of_ours(foreign: Path) -> None:
    write(foreign, ANSWERS_FILE, "_src_path: gh:someone/template\n_commit: v1\n")

    assert outcome_of(foreign).findings == ()


def test_an_agent_that_cannot_be_read_is_told_with_its_line(foreign: Path) -> None:
    write(foreign, ".claude/agents/bomb.md", "---\nname: bomb\ndescription: &a B.\nx: *a\n---\n")
    (foreign / ".claude/agents/latin.md").write_bytes(b"---\nname: x\n---\n\xe4\n")

    told = [(each.path, each.message) for each in outcome_of(foreign).findings]

    assert told[0][0] == ".claude/agents/bomb.md"
    assert told[0][1].startswith("the agent file is refused: ")
    assert told[1] == (".claude/agents/latin.md", "the agent file is not UTF-8: byte 0xe4 at byte 16")


def test_links_in_a_circle_and_out_of_the_repository(foreign: Path) -> None:
    (foreign / "src/loop").symlink_to("loop")
    (foreign / "src/up").symlink_to("..")
    (foreign / "etc").symlink_to("/etc")
    (foreign / "src/also").symlink_to("core")
    body = "---\nname: b\ndescription: B.\n---\n\n- `src/also/main.py`\n- `src/also/none.py`\n"
    write(foreign, ".claude/agents/b.md", body)

    assert [each.message for each in outcome_of(foreign).findings] == ["`src/also/none.py` does not exist"]


def test_an_agent_that_is_a_link_out_of_the_repository_is_not_read(
    foreign: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "agent.md"
    outside.write_text("---\nname: outside\ndescription: O.\n---\n\nCode is in `src/none/`.\n")
    (foreign / ".claude/agents/outside.md").symlink_to(outside)
    (foreign / ".claude/agents/loop.md").symlink_to("loop.md")

    places = [(each.rule, each.path) for each in outcome_of(foreign).findings]

    assert places == [
        ("agent-unreadable", ".claude/agents/loop.md"),
        ("agent-unreadable", ".claude/agents/outside.md"),
    ]


def as_somebody(*words: str) -> list[str]:
    """A command without what lets root read everything: CI runs as root, and its folders shall be closed, too."""
    closed = "--bounding-set=-dac_override,-dac_read_search"
    return ["setpriv", closed, "--", *words] if os.geteuid() == 0 else list(words)


@pytest.mark.parametrize("with_git", [False, True])
def test_a_folder_that_cannot_be_read_may_hold_anything(foreign: Path, with_git: bool) -> None:
    replace(foreign, ".claude/agents/helper.md", "`src/core/`", "`src/core/`, mostly in `src/core/rules.py`")
    if with_git:
        subprocess.run(["git", "init", "-q", "."], cwd=foreign, check=True)
        subprocess.run(["git", "add", "-A"], cwd=foreign, check=True)
    command = as_somebody(sys.executable, "-m", "agentscaffold", "check", str(foreign), "--format", "json")
    assert [each.message for each in outcome_of(foreign).findings] == ["`src/core/rules.py` does not exist"]
    (foreign / "src/core").chmod(0)
    listing = as_somebody("ls", str(foreign / "src/core"))
    assert subprocess.run(listing, capture_output=True, check=False).returncode != 0  # it is closed to this user

    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["findings"] == []


def test_broken_files_of_every_kind_are_findings_with_their_line(foreign: Path) -> None:
    write(foreign, "package.json", "{\n\n  oops }\n")
    write(foreign, "pyproject.toml", "[project]\nname = \n")
    write(foreign, "pnpm-workspace.yaml", "packages: [\n")
    write(foreign, ".mcp.json", "[")

    places = [(each.rule, each.path, each.line) for each in outcome_of(foreign).findings]

    assert places == [
        ("broken-manifest", ".mcp.json", 1),
        ("broken-manifest", "package.json", 3),
        ("broken-manifest", "pnpm-workspace.yaml", 2),
        ("broken-manifest", "pyproject.toml", 2),
    ]


def test_hostile_manifests_do_not_hang_or_crash(foreign: Path) -> None:
    write(foreign, "package.json", "[" * 100_000)
    write(foreign, "pnpm-workspace.yaml", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n")
    started = time.monotonic()

    rules = [each.rule for each in outcome_of(foreign).findings]

    assert rules == ["broken-manifest", "broken-manifest"]
    assert time.monotonic() - started < 10


def test_foreign_names_cannot_steer_the_terminal(foreign: Path, run: Run) -> None:
    write(foreign, ".claude/agents/x.md", "---\nname: x\ndescription: X.\n---\n\nRun `npm run a:\x1b[31mred`.\n")
    write(foreign, "src/\x1b[31mred/a.ts", "process.env.NEW_KEY\n")
    write(foreign, ".env.example", "A=\n")

    for words in ([], ["--format", "json"], ["--format", "sarif"], ["--coverage", "--format", "markdown"]):
        assert "\x1b" not in run("check", str(foreign), *words)[1]


def test_a_folder_of_a_repository_is_checked_on_its_own(foreign: Path) -> None:
    subprocess.run(["git", "init", "-q", "."], cwd=foreign, check=True)
    write(foreign, "part/.claude/agents/p.md", "---\nname: p\ndescription: P.\n---\n\nCode is in `src/core/`.\n")

    assert [each.message for each in outcome_of(foreign / "part").findings] == ["`src/core` does not exist"]
    assert outcome_of(foreign).findings == ()


def test_a_folder_that_cannot_be_checked_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no folder"):
        outcome_of(tmp_path / "none")


# --- SARIF -----------------------------------------------------------------------------------------------------------


def test_sarif_names_rules_places_and_levels(copy: Path, run: Run) -> None:
    shutil.rmtree(copy / "src/server/auth")
    write(copy, "src/server/a b%.ts", "process.env.NEW_KEY\n")

    code, out, _ = run("check", str(copy), "--format", "sarif")

    log = json.loads(out)
    (sarif_run,) = log["runs"]
    rules = sarif_run["tool"]["driver"]["rules"]
    first, second = sarif_run["results"]
    assert code == 8
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    assert all(rule["help"]["text"] and rule["shortDescription"]["text"] for rule in rules)
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "missing-path"
    assert first["level"] == "warning"
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": ".claude/agents/shop-backend.md", "uriBaseId": "REPOSITORY"}
    assert place["region"]["startLine"] == AGENT[: AGENT.index("`src/server/auth/`")].count("\n") + 1
    assert place["region"]["endColumn"] - place["region"]["startColumn"] == len("src/server/auth/")
    assert second["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "src/server/a%20b%25.ts"
    assert "REPOSITORY" in sarif_run["originalUriBaseIds"]
