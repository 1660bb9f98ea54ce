"""`agentscaffold adopt` on small repositories, from the command line to the files: real templates, real git."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from agentscaffold import wizard
from agentscaffold.commands.adopt import AdoptOutcome, adopt
from agentscaffold.commands.adopt_plan import AdoptRequest
from agentscaffold.commands.offers import Offer
from agentscaffold.report.adopt_text import adopt_plan_text, adopt_text

from .conftest import Run

REPOSITORY = Path(__file__).resolve().parents[2]
AGENT = REPOSITORY / "examples" / "next-trpc" / "agent.md"
WORKSPACE_AGENT = REPOSITORY / "examples" / "turbo-monorepo" / "agent.md"
SCHEMA = json.loads((REPOSITORY / "src/agentscaffold/report/schemas/adopt-1.json").read_text(encoding="utf-8"))
UPDATE_SCHEMA = json.loads((REPOSITORY / "src/agentscaffold/report/schemas/update-1.json").read_text(encoding="utf-8"))
ANSWERS = ".copier-answers.yml"

NEXT_APP = {
    "package.json": """\
{
    "name": "bookings",
    "version": "1.2.0",
    "scripts": { "dev": "next dev --turbopack", "lint": "my-lint" },
    "dependencies": {
        "next": "^16.0.0",
        "react": "^19.0.0"
    }
}
""",
    "tsconfig.json": """\
{
  // ours
  "compilerOptions": {
    "strict": true, // always
    "target": "ES2017",
    "paths": { "@/*": ["./src/*"] }
  },
  "include": ["**/*.ts"]
}
""",
    ".gitignore": "node_modules\n.env*\n",
    "README.md": "# Bookings\n",
    "eslint.config.mjs": "export default [];\n",
    "src/app/page.tsx": "export default function Page() {\n  return null;\n}\n",
    "src/server/db/schema.ts": "export const mine = true;\n",
}


def make(folder: Path, files: dict[str, str]) -> Path:
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text.encode("utf-8"))
    subprocess.run(["git", "init", "--quiet", "--initial-branch=main"], cwd=folder, check=True)
    commit(folder)
    return folder


def commit(project: Path) -> None:
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "add", "--all", "--force"], cwd=project, check=True)
    subprocess.run(["git", *identity, "commit", "--quiet", "--message", "Mine"], cwd=project, check=True)


def tree(project: Path) -> dict[str, bytes]:
    return {
        p.relative_to(project).as_posix(): p.read_bytes()
        for p in sorted(project.rglob("*"))
        if p.is_file() and ".git" not in p.relative_to(project).parts
    }


def stored(project: Path) -> dict[str, object]:
    answers: dict[str, object] = yaml.safe_load((project / ANSWERS).read_text(encoding="utf-8"))
    return answers


def adopted(project: Path) -> dict[str, Any]:
    found: dict[str, Any] = stored(project).get("adopted", {})  # type: ignore[assignment]
    return found


def lines_in_order(before: str, after: str) -> bool:
    """Whether every line of `before`, but for a comma at its end, comes in `after`, in the same order."""
    left = iter(line.rstrip(",") for line in after.splitlines())
    return all(line.rstrip(",") in left for line in before.splitlines())


@pytest.fixture
def app(tmp_path: Path) -> Path:
    return make(tmp_path / "bookings", NEXT_APP)


def test_nothing_that_was_there_is_changed_and_what_is_missing_comes(app: Path, run: Run) -> None:
    (app / ".env").write_text("SECRET=1\n")
    before = tree(app)

    code, out, err = run("adopt", str(app), "--agent", str(AGENT), "--all")

    after = tree(app)
    assert code == 7, err
    manifests = {"package.json", "tsconfig.json"}
    assert {path for path in before if before[path] != after.get(path)} == manifests
    package = json.loads(after["package.json"])
    assert package["name"] == "bookings" and package["version"] == "1.2.0"
    assert package["scripts"]["dev"] == "next dev --turbopack" and package["scripts"]["lint"] == "my-lint"
    assert package["scripts"]["db:generate"] == "drizzle-kit generate"
    assert package["dependencies"]["next"] == "^16.0.0" and "drizzle-orm" in package["dependencies"]
    for line in ("    // ours", '"strict": true, // always', '"target": "ES2017"', '"paths": { "@/*": ["./src/*"] }'):
        assert line.strip() in after["tsconfig.json"].decode()
    assert lines_in_order(before["tsconfig.json"].decode(), after["tsconfig.json"].decode())
    assert after[".claude/agents/booking-backend.md"] == AGENT.read_bytes()
    assert "src/server/api/trpc.ts" in after and "eslint.config.js" not in after
    assert stored(app)["project_name"] == "bookings"
    assert adopted(app)["merged"] == ["package.json", "tsconfig.json"]
    unmanaged = adopted(app)["unmanaged"]
    assert unmanaged == [".gitignore", "README.md", "eslint.config.js", "src/app/page.tsx", "src/server/db/schema.ts"]
    assert "you have eslint.config.mjs" in out
    assert "src/server/db/schema.ts (yours), for " in out
    assert "scripts.lint" in out and "yours my-lint" in out
    assert ".env.example is ignored by git here" in out


def test_an_adopted_repository_is_updated_and_its_own_files_are_left_alone(app: Path, run: Run) -> None:
    assert run("adopt", str(app), "--agent", str(AGENT), "--all", "--exclude", "docker")[0] == 7
    commit(app)
    nothing = run("update", str(app), "--no-input")
    before = tree(app)

    code, out, err = run("update", str(app), "--no-input", "--set", "package_manager=pnpm", "--format", "json")

    assert (nothing[0], "Nothing to change." in nothing[1]) == (0, True)
    assert code == 0, err
    outcome = json.loads(out)
    jsonschema.validate(outcome, UPDATE_SCHEMA)
    after = tree(app)
    kinds = {change["path"]: change["kind"] for change in outcome["changes"]}
    assert kinds["package.json"] == "merged" and kinds["pnpm-workspace.yaml"] == "new"
    assert "Dockerfile" not in after
    own = [*adopted(app)["unmanaged"], "eslint.config.mjs"]
    assert "Dockerfile" in own
    assert all(before.get(path) == after.get(path) for path in own)
    was, now = json.loads(before["package.json"]), json.loads(after["package.json"])
    assert was["devEngines"]["packageManager"]["name"] == "npm"
    assert now["devEngines"]["packageManager"]["name"] == "pnpm"
    assert now["scripts"]["dev"] == "next dev --turbopack" and now["dependencies"]["next"] == "^16.0.0"
    assert b'"scripts": { "dev": "next dev --turbopack"' in after["package.json"]


def test_a_value_that_both_changed_stays_and_is_reported(app: Path, run: Run) -> None:
    run("adopt", str(app), "--agent", str(AGENT), "--all")
    text = (app / "package.json").read_text()
    (app / "package.json").write_text(text.replace('"name": "npm"', '"name": "yarn"'))
    commit(app)

    code, out, _ = run("update", str(app), "--no-input", "--set", "package_manager=pnpm")

    assert code == 7
    assert "devEngines.packageManager.name" in out and "yours yarn" in out and "blueprint pnpm" in out
    package = json.loads((app / "package.json").read_text())
    assert package["devEngines"]["packageManager"]["name"] == "yarn"


def test_a_manifest_that_was_broken_since_is_left_alone_and_reported(app: Path, run: Run) -> None:
    run("adopt", str(app), "--agent", str(AGENT), "--all")
    (app / "package.json").write_text("{ broken\n")
    commit(app)

    code, out, _ = run("update", str(app), "--no-input", "--set", "package_manager=pnpm")

    assert code == 7
    assert "package.json: not merged: package.json cannot be read" in out
    assert (app / "package.json").read_text() == "{ broken\n"


def test_a_manifest_that_cannot_be_merged_is_no_success(tmp_path: Path, run: Run) -> None:
    project = make(tmp_path / "repo", {"package.json": "{", "tsconfig.json": ""})
    words = ("--agent", str(AGENT), "--exclude", "package.json", "--format", "json")

    code, out, err = run("adopt", str(project), *words, "--dry-run")

    assert code == 7, err
    outcome = json.loads(out)
    jsonschema.validate(outcome, SCHEMA)
    (kept,) = outcome["kept_values"]
    assert (kept["path"], kept["key"]) == ("tsconfig.json", None)
    assert "cannot be read" in kept["blueprint"] and "it lacks compilerOptions" in kept["blueprint"]
    assert {f["path"]: f["state"] for f in outcome["files"]}["package.json"] == "yours"


def test_a_moved_directory_takes_the_names_of_what_is_not_managed_along(app: Path, run: Run) -> None:
    run("adopt", str(app), "--agent", str(AGENT), "--all", "--exclude", "src/server/db/client.ts")
    placed = app / ".claude" / "agents" / "booking-backend.md"
    placed.write_text(placed.read_text().replace("`src/server/db/`", "`src/server/database/`"))
    commit(app)

    code, out, _ = run("update", str(app), "--no-input")

    assert code == 0, out
    after = tree(app)
    assert after["src/server/db/schema.ts"] == NEXT_APP["src/server/db/schema.ts"].encode()
    assert "src/server/database/connect.ts" in after and "src/server/db/connect.ts" not in after
    assert "src/server/database/client.ts" not in after and "src/server/database/schema.ts" not in after
    assert {"src/server/database/client.ts", "src/server/database/schema.ts"} <= set(adopted(app)["unmanaged"])
    assert "src/server/db/schema.ts is yours and stays" in out and "client.ts is yours" not in out


def test_a_dry_run_says_what_the_real_one_does_and_writes_nothing(app: Path, run: Run) -> None:
    before = tree(app)
    words = ("--agent", str(AGENT), "--exclude", "tests/*", "--format", "json", "--diff")

    planned = json.loads(run("adopt", str(app), "--dry-run", *words)[1])
    assert tree(app) == before
    done = json.loads(run("adopt", str(app), *words)[1])

    jsonschema.validate(planned, SCHEMA)
    jsonschema.validate(done, SCHEMA)
    assert {**planned, "dry_run": False} == done
    after = tree(app)
    assert {c["path"] for c in done["changes"]} == {p for p in after if before.get(p) != after[p]}
    assert {f["path"] for f in done["files"] if f["state"] == "new"} == after.keys() - before.keys()
    assert all(change["diff"] for change in done["changes"])


def test_a_fresh_project_is_adopted_as_if_it_had_always_been_managed(tmp_path: Path, run: Run) -> None:
    fresh = tmp_path / "shop"
    run("new", str(fresh), "--agent", str(AGENT), "--yes", "--no-install", "--git")
    answers = (fresh / ANSWERS).read_bytes()
    before = tree(fresh)
    (fresh / ANSWERS).unlink()
    commit(fresh)

    code, out, err = run("adopt", str(fresh), "--no-input", "--all")

    assert code == 0, err
    assert tree(fresh) == before
    assert (fresh / ANSWERS).read_bytes() == answers
    assert "Yours" not in out and "Left out" not in out


def test_what_is_declined_or_lacking_is_said(app: Path, run: Run) -> None:
    words = ("--include", "src/server/api", "--include", "src/server/http/*", "--format", "json")

    code, out, _ = run("adopt", str(app), "--agent", str(AGENT), *words)

    outcome = json.loads(out)
    files = {file["path"]: file["state"] for file in outcome["files"]}
    assert code == 7
    assert files["src/server/api/trpc.ts"] == files["src/server/http/cors.ts"] == "new"
    assert files["src/server/auth/session.ts"] == files["Dockerfile"] == "left_out"
    assert files["src/server/db/schema.ts"] == "yours"
    lacks = {lack["path"]: lack for lack in outcome["lacks"]}
    assert "src/server/api/context.ts" in lacks["src/server/auth/principal.ts"]["importers"]
    assert lacks["src/server/auth/principal.ts"]["state"] == "left_out"
    assert not {"Dockerfile", "src/server/http/cors.ts"} & lacks.keys()
    assert "package.json" in lacks["scripts/migrate.ts"]["importers"]
    assert "scripts.db:generate" in outcome["added"]["package.json"]
    assert not (app / "Dockerfile").exists()


def test_a_manifest_gets_no_keys_for_what_is_not_taken(app: Path, run: Run) -> None:
    words = ("--agent", str(AGENT), "--include", "docker", "--format", "json")

    code, out, err = run("adopt", str(app), *words, "--dry-run")

    assert code == 0, err
    outcome = json.loads(out)
    files = {file["path"]: (file["state"], file["detail"]) for file in outcome["files"]}
    assert files["Dockerfile"][0] == "new"
    assert files["package.json"] == files["tsconfig.json"] == ("yours", "nothing that you take needs its keys")
    assert outcome["added"] == {}


def test_each_group_is_asked_for_once_and_warns_of_what_it_needs(app: Path) -> None:
    asked: dict[str, tuple[str, ...]] = {}

    def choose(offer: Offer) -> bool:
        asked[offer.name] = offer.without
        return offer.name != "src/env"

    before, planned = tree(app), []

    def confirm(outcome: AdoptOutcome) -> bool:
        planned.append(outcome)
        return False

    assert adopt(AdoptRequest(app, agent=AGENT), wizard.refuse, choose, confirm=confirm) is None
    assert tree(app) == before
    (outcome,) = planned
    shown = adopt_plan_text(outcome)
    assert "Left out, and not managed: 2 files" in shown and "Adopted" not in shown and "install" not in shown
    assert adopt_text(outcome, plan_shown=True).startswith("Adopted ")

    assert list(asked) == sorted(asked) and "src/server/api" in asked
    assert not {".claude", ANSWERS} & asked.keys()
    assert "src/env" in asked["src/server/db"] and asked["docker"] == ()
    left_out = {file.path for file in outcome.files if file.state == "left_out"}
    assert left_out == {"src/env/index.ts", "src/env/database-url.ts"}


def test_the_wizard_shows_the_plan_and_asks_once_before_it_writes(
    app: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree(app)
    asked: list[tuple[str, ...]] = []

    def confirm(*words: str) -> bool:
        asked.append(words)
        return False

    monkeypatch.setattr("agentscaffold.cli.adopt.has_terminal", lambda: True)
    monkeypatch.setattr(wizard, "choose", lambda _offer: True)
    monkeypatch.setattr(wizard, "confirm", confirm)

    code, out, err = run("adopt", str(app), "--agent", str(AGENT))

    ((plan, question),) = asked
    assert (code, question, out) == (0, "Write it?", "")
    assert "Merged by key" in plan and "Nothing was written." in err
    assert tree(app) == before


def test_the_repository_decides_what_the_agent_leaves_open(tmp_path: Path, run: Run) -> None:
    files = {
        "package.json": '{"name": "@acme/shop", "dependencies": {"next": "16.0.0"}}\n',
        "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
        "src/server/auth/index.ts": "",
        "src/backend.txt": "",
        ".claude/agents/booking-backend.md": AGENT.read_text(encoding="utf-8"),
    }
    project = make(tmp_path / "repo", files)

    _, out, err = run("adopt", str(project), "--dry-run", "--format", "json")

    assert err == ""
    outcome = json.loads(out)
    decision = next(d for d in outcome["decisions"] if d["slot"] == "package_manager")
    assert (decision["value"], decision["reason"]) == ("pnpm", "there is a pnpm-lock.yaml")
    assert outcome["name"] == "shop"
    jsonschema.validate(outcome, SCHEMA)


def test_folders_of_the_repository_are_used_and_stay_in_use(tmp_path: Path, run: Run) -> None:
    agent = AGENT.read_text(encoding="utf-8")
    silent = "\n".join(line for line in agent.splitlines() if "`src/" not in line) + "\n"
    files = {
        "package.json": '{"dependencies": {"next": "16.0.0"}}\n',
        "app/page.tsx": "export default () => null;\n",
        "server/database/own.ts": "export {};\n",
        ".claude/agents/booking-backend.md": silent,
    }
    project = make(tmp_path / "repo", files)

    assert run("adopt", str(project), "--all")[0] in (0, 7)

    found = {"source": ".", "db": "server/database"}
    assert adopted(project)["directories"] == found
    assert (project / "server/database/connect.ts").is_file() and not (project / "src").exists()
    commit(project)
    code, out, _ = run("update", str(project), "--no-input")
    assert (code, "Nothing to change." in out) == (0, True)
    assert adopted(project)["directories"] == found


def test_a_workspace_gets_the_packages_it_lacks(tmp_path: Path, run: Run) -> None:
    files = {
        "package.json": '{\n  "name": "acme",\n  "private": true,\n  "packageManager": "pnpm@9.0.0"\n}\n',
        "pnpm-workspace.yaml": "# ours\npackages:\n  - apps/*\n  - packages/*\ncatalog:\n  zod: 4.0.0 # not yet\n",
        "apps/web/package.json": '{\n  "name": "@acme/web",\n  "dependencies": { "next": "catalog:" }\n}\n',
        "apps/web/src/app/page.tsx": "export default () => null;\n",
        "packages/db/package.json": '{\n  "name": "@acme/db",\n  "scripts": {}\n}\n',
        "packages/db/src/schema.ts": "export {};\n",
    }
    project = make(tmp_path / "acme", files)
    before = tree(project)

    code, out, err = run("adopt", str(project), "--agent", str(WORKSPACE_AGENT), "--all")

    assert code == 7, err
    after = tree(project)
    workspace = after["pnpm-workspace.yaml"].decode()
    assert workspace.startswith("# ours\npackages:\n  - apps/*\n  - packages/*\n  - tooling/*\n")
    assert "  zod: 4.0.0 # not yet\n" in workspace
    assert yaml.safe_load(workspace)["catalog"]["drizzle-orm"]
    web = json.loads(after["apps/web/package.json"])
    assert (web["dependencies"]["next"], web["dependencies"]["@acme/db"]) == ("catalog:", "workspace:*")
    assert b"@lumen" not in b"".join(text for path, text in after.items() if path.endswith("package.json"))
    assert "scope: @acme, as the packages here are called; the agent file says @lumen" in out
    assert "packageManager: pnpm@9.0.0 stays" in out
    assert after["packages/db/src/schema.ts"] == before["packages/db/src/schema.ts"]
    assert "packages/api/src/trpc.ts" in after
    assert "catalog.zod" in out
    commit(project)
    code, out, _ = run("update", str(project), "--no-input", "--set", "social_providers=discord,google")
    assert code in (0, 7)
    assert tree(project)["packages/db/src/schema.ts"] == before["packages/db/src/schema.ts"]


def test_a_manifest_does_not_leave_the_code_it_describes_until_its_owner_moves_both(tmp_path: Path, run: Run) -> None:
    files = {
        "pnpm-workspace.yaml": "packages:\n  - packages/*\n",
        "packages/db/package.json": '{\n  "name": "@lumen/db"\n}\n',
        "packages/db/src/own.ts": "export {};\n",
    }
    project = make(tmp_path / "acme", files)
    assert run("adopt", str(project), "--agent", str(WORKSPACE_AGENT), "--all")[0] == 0
    commit(project)
    agent = tmp_path / "agent.md"
    text = WORKSPACE_AGENT.read_text(encoding="utf-8")
    agent.write_text(text.replace("db/ ", "database/ ").replace("packages/db", "packages/database"), encoding="utf-8")
    before = tree(project)

    code, out, err = run("update", str(project), "--agent", str(agent), "--no-input")

    assert code == 0, out + err
    assert "packages/db/ stays, because its manifest is yours; the agent file says packages/database/" in out
    assert before.keys() == tree(project).keys()
    commit(project)
    subprocess.run(["git", "mv", "packages/db", "packages/database"], cwd=project, check=True)
    commit(project)
    code, out, err = run("update", str(project), "--no-input")
    assert code == 0, out + err
    after = tree(project)
    assert "packages/database/src/own.ts" in after and not any(path.startswith("packages/db/") for path in after)
    assert json.loads(after["packages/database/package.json"])["name"] == "@lumen/database"
    assert adopted(project)["merged"] == ["packages/database/package.json", "pnpm-workspace.yaml"]


@pytest.mark.parametrize(("dependency", "expected"), [("next", 5), ("prettier", 0)])
def test_a_workspace_is_not_laid_over_an_application(tmp_path: Path, run: Run, dependency: str, expected: int) -> None:
    project = make(tmp_path / "repo", {"package.json": json.dumps({"devDependencies": {dependency: "1.0.0"}})})
    words = ("--agent", str(WORKSPACE_AGENT), "--all", "--exclude", "package.json", "--dry-run")

    code, _, err = run("adopt", str(project), *words)

    assert code == expected
    assert ("one application" in err) == (expected == 5)
    assert expected == 0 or run("adopt", str(project), *words, "--blueprint", "t3-turbo")[0] == 0


def test_a_repository_without_a_manifest_gets_one(tmp_path: Path, run: Run) -> None:
    project = make(tmp_path / "plain", {"notes.txt": "mine\n"})

    code, _, err = run("adopt", str(project), "--agent", str(AGENT), "--all")

    assert code == 0, err
    assert json.loads((project / "package.json").read_text())["name"] == "plain"
    assert (project / "notes.txt").read_text() == "mine\n"
    assert "adopted" not in stored(project)
    fresh = tmp_path / "fresh" / "plain"
    run("new", str(fresh), "--agent", str(AGENT), "--yes", "--no-install", "--no-git")
    assert tree(project) == {**tree(fresh), "notes.txt": b"mine\n"}
    commit(project)
    code, out, _ = run("update", str(project), "--no-input")
    assert (code, "Nothing to change." in out) == (0, True)


def test_an_interruption_leaves_nothing_behind(app: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tree(app)

    def interrupted(_merge: object) -> None:
        assert len(tree(app)) > len(before)  # everything was written already
        raise KeyboardInterrupt

    monkeypatch.setattr("agentscaffold.engine.merge.apply._mark_conflicts", interrupted)
    code, _, err = run("adopt", str(app), "--agent", str(AGENT), "--all")

    assert (code, "everything is as it was before" in err) == (130, True)
    assert tree(app) == before
    status = subprocess.run(["git", "status", "--porcelain"], cwd=app, check=True, capture_output=True)
    assert status.stdout == b""


def package(**dependencies: str) -> dict[str, str]:
    return {"package.json": json.dumps({"name": "x", "dependencies": dependencies})}


OTHER_AGENT = {".claude/agents/booking-backend.md": "---\nname: booking-backend\n---\nAnother.\n"}
TWO_AGENTS = {".claude/agents/a.md": "A.\n", ".claude/agents/b.md": "B.\n"}
WORKSPACE = {"package.json": '{"workspaces": ["packages/*"]}', "packages/a/package.json": '{"name": "a"}'}


@pytest.mark.parametrize(
    ("files", "words", "expected", "messages"),
    [
        (package(**{"@prisma/client": "6.0.0"}), ("--all",), 5, ("orm:", "Prisma", "--set orm=drizzle")),
        (package(**{"next-auth": "5.0.0"}), ("--all",), 5, ("auth:", "next-auth", "line 15")),
        ({"package.json": "{}", "yarn.lock": ""}, ("--all",), 5, ("package_manager:", "yarn.lock")),
        (package(jest="30.0.0"), ("--all",), 5, ("testing:", "jest")),
        (package(express="5.0.0"), ("--all",), 5, ("framework:", "express")),
        (WORKSPACE, ("--all",), 5, ("a workspace (1 package below the top)", "--blueprint next-trpc")),
        ({"app/page.tsx": ""}, ("--all",), 5, ("the repository has app/", "line 20")),
        ({"a.txt": ""}, ("--no-input",), 4, ("is missing", "--all", "--include")),
        ({"a.txt": ""}, ("--include", "nothing/*"), 2, ("--include: nothing/* matches no file", "src/server/db")),
        ({"package.json": "[]"}, ("--all",), 6, ("no table of names", "scripts", "--exclude package.json")),
        ({"a.txt": ""}, ("--all", "--include", "docker"), 2, ("--all and --include",)),
        (OTHER_AGENT, ("--all",), 2, ("another agent file of that name", "--agent")),
        ({ANSWERS: "_src_path: agentscaffold://blueprints\n"}, ("--all",), 2, ("managed already", "update")),
        ({ANSWERS: "_src_path: gh:x/y\n"}, ("--all",), 2, ("of another template",)),
        ({"a.txt": ""}, ("--all", "--name", "No Name"), 2, ("--name no-name",)),
        ({"a.txt": ""}, ("--all", "--set", "orm=drizle"), 2, ("drizle is no known orm",)),
    ],
)
def test_what_cannot_be_adopted_is_refused_and_left_alone(
    tmp_path: Path, run: Run, files: dict[str, str], words: tuple[str, ...], expected: int, messages: tuple[str, ...]
) -> None:
    project = make(tmp_path / "repo", files)
    before = tree(project)

    code, out, err = run("adopt", str(project), "--agent", str(AGENT), *words)

    assert code == expected, err
    assert all(message in err for message in messages), err
    assert out == ""
    assert tree(project) == before


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"a.txt": ""}, "has no agent file in .claude/agents"),
        (TWO_AGENTS, "there are 2 agent files in .claude/agents"),
        ({".claude/agents/team/a.md": AGENT.read_text(encoding="utf-8")}, "has to be .claude/agents/a.md"),
    ],
)
def test_the_agent_must_be_known(tmp_path: Path, run: Run, files: dict[str, str], message: str) -> None:
    project = make(tmp_path / "repo", files)

    code, _, err = run("adopt", str(project), "--all")

    assert (code, message in err) == (2, True), err


def dirty(project: Path) -> None:
    (project / "README.md").write_text("changed\n")


def without_git(project: Path) -> None:
    subprocess.run(["rm", "-rf", str(project / ".git")], check=True)


@pytest.mark.parametrize(
    ("prepare", "expected", "message"),
    [(dirty, 6, "uncommitted changes: README.md"), (without_git, 2, "in no git repository")],
)
def test_a_state_that_cannot_be_taken_back_is_refused(
    app: Path, run: Run, prepare: Callable[[Path], None], expected: int, message: str
) -> None:
    prepare(app)
    code, _, err = run("adopt", str(app), "--agent", str(AGENT), "--all")

    assert (code, message in err) == (expected, True), err


def test_a_second_adoption_is_refused(tmp_path: Path, run: Run) -> None:
    project = make(tmp_path / "plain", {"notes.txt": "mine\n"})
    run("adopt", str(project), "--agent", str(AGENT), "--all")
    commit(project)

    code, _, err = run("adopt", str(project), "--all")

    assert (code, "agentscaffold update" in err) == (2, True)


def test_the_users_word_allows_two_libraries_of_a_kind(tmp_path: Path, run: Run) -> None:
    project = make(tmp_path / "repo", package(**{"@prisma/client": "6.0.0"}))

    code, out, err = run("adopt", str(project), "--agent", str(AGENT), "--set", "orm=drizzle", "--dry-run")

    assert code == 0, err
    assert "note: orm: Drizzle ORM, and package.json has @prisma/client (Prisma)" in out


def test_a_history_of_migrations_is_not_mixed_with_another(tmp_path: Path, run: Run) -> None:
    project = make(tmp_path / "repo", {"drizzle/0000_mine.sql": "select 1;\n", "drizzle.config.ts": "export {};\n"})

    _, out, err = run("adopt", str(project), "--agent", str(AGENT), "--dry-run", "--format", "json")

    assert err == ""
    files = {file["path"]: (file["state"], file["detail"]) for file in json.loads(out)["files"]}
    assert files["drizzle/0000_init.sql"] == ("yours", "your migrations are in drizzle/")
    assert files["drizzle/meta/_journal.json"][0] == "yours"


def test_files_that_git_does_not_know_are_the_users(app: Path, run: Run) -> None:
    (app / "vitest.config.ts").write_text("mine\n")
    (app / "Dockerfile").mkdir()
    (app / "Dockerfile" / "x").write_text("")

    _, out, _ = run("adopt", str(app), "--agent", str(AGENT), "--all", "--format", "json")

    files = {file["path"]: file["detail"] for file in json.loads(out)["files"] if file["state"] == "yours"}
    assert files["vitest.config.ts"] == "it is not in git"
    assert files["Dockerfile"] == "Dockerfile/x is in its place"
    assert (app / "vitest.config.ts").read_text() == "mine\n"


def test_windows_line_ends_of_the_work_tree_are_no_difference(tmp_path: Path, run: Run) -> None:
    fresh = tmp_path / "shop"
    run("new", str(fresh), "--agent", str(AGENT), "--yes", "--no-install", "--git")
    (fresh / ANSWERS).unlink()
    (fresh / ".gitattributes").write_text("* text=auto\n")
    (fresh / "README.md").write_bytes((fresh / "README.md").read_bytes().replace(b"\n", b"\r\n"))
    commit(fresh)

    _, out, _ = run("adopt", str(fresh), "--all", "--dry-run", "--format", "json")

    files = {file["path"]: file["state"] for file in json.loads(out)["files"]}
    assert files["README.md"] == "same"
