"""README, AGENTS.md and the CI agree with the project they are about. Running them is in tests/project."""

import json
import re
from collections.abc import Mapping

import pytest
import yaml

from .documents import (
    AGENTS,
    README,
    blocks,
    ci_commands,
    exists,
    listed_paths,
    manager_commands,
    missing_paths,
    missing_routes,
    shell_commands,
    wrong_command,
)
from .rendering import Combination, Files, combinations, files_of

EVERY = combinations()
FIRST = next(combination for combination in EVERY if combination.blueprint.name == "next-trpc")
REST = [combination for combination in EVERY if "operations" in combination.blueprint.directories]
TRPC = [combination for combination in EVERY if "routers" in combination.blueprint.directories]

each_project = pytest.mark.parametrize("combination", EVERY, ids=lambda combination: combination.name)
each_document = pytest.mark.parametrize("document", [README, AGENTS])


def source_of(combination: Combination) -> str:
    return next(choice.path for choice in combination.plan().paths if choice.role == "source")


def with_text(files: Files, path: str, right: str, wrong: str) -> Mapping[str, str]:
    assert right in files[path]
    return {**files, path: files[path].replace(right, wrong, 1)}


def wrong_commands(files: Files, manager: str) -> list[str]:
    problems = ((file, command, wrong_command(command, manager, files)) for file, command in manager_commands(files))
    return [f"{file}: {command}: {problem}" for file, command, problem in problems if problem]


# --- commands -------------------------------------------------------------------------------------------------------


@each_project
def test_every_command_names_a_script_that_exists(combination: Combination) -> None:
    files = files_of(combination)
    manager = combination.choices["package_manager"]

    assert wrong_commands(files, manager) == []
    assert {file for file, _ in manager_commands(files)} >= {README, AGENTS, "Dockerfile", ".github/workflows/ci.yml"}


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        (README, "npm run db:seed", "npm run db:seeds"),
        (README, "`npm test`", "`npm tests`"),
        (AGENTS, "npm run lint", "pnpm lint"),
        (AGENTS, "npx vitest", "npx jest"),
        (AGENTS, "npm run typecheck", "npm typecheck"),
        ("Dockerfile", "npm run build", "npm run bundle"),
        (".github/workflows/ci.yml", "npm run bench", "npm run benchmark"),
        ("package.json", '"bench":', '"benchmark":'),
    ],
)
def test_a_command_that_would_fail_is_found(path: str, right: str, wrong: str) -> None:
    assert wrong_commands(with_text(files_of(FIRST), path, right, wrong), "npm") != []


@each_project
def test_the_table_of_the_readme_has_every_script(combination: Combination) -> None:
    files = files_of(combination)
    rows = re.findall(r"^\| `(?:npm run|npm|pnpm) ([\w:]+)` +\|", files[README], re.MULTILINE)

    assert rows == list(json.loads(files["package.json"])["scripts"])


@each_project
def test_what_agents_run_before_they_are_done_is_what_the_ci_runs(combination: Combination) -> None:
    files = files_of(combination)
    checks = shell_commands(blocks(files[AGENTS], "sh")[0])

    assert len(checks) == 5
    assert [command for command in ci_commands(files) if command in checks] == checks


# --- paths ----------------------------------------------------------------------------------------------------------


@each_project
@each_document
def test_every_link_path_and_route_leads_somewhere(combination: Combination, document: str) -> None:
    files = files_of(combination)

    assert missing_paths(files, document, source_of(combination)) == []
    assert missing_routes(files, document, source_of(combination)) == []


@pytest.mark.parametrize(
    ("document", "right", "wrong"),
    [
        (README, "(.env.example)", "(.env.sample)"),
        (README, "`@/trpc/react`", "`@/trpc/reactor`"),
        (README, "`.data/pglite`", "`.date/pglite`"),
        (AGENTS, "(README.md)", "(docs/README.md)"),
        (AGENTS, "`src/server/db/posts.ts`", "`src/server/db/post.ts`"),
        (AGENTS, "`lifecycle/`", "`lifecycles/`"),
        (AGENTS, "`session.ts`", "`sessions.ts`"),
    ],
)
def test_a_path_that_leads_nowhere_is_found(document: str, right: str, wrong: str) -> None:
    assert len(missing_paths(with_text(files_of(FIRST), document, right, wrong), document, "src")) == 1


def test_a_route_that_nothing_answers_is_found() -> None:
    files = with_text(files_of(FIRST), README, "/api/ready", "/api/readiness")

    assert missing_routes(files, README, "src") == ["readiness"]


@each_project
@each_document
def test_the_layout_lists_what_exists_in_order(combination: Combination, document: str) -> None:
    files = files_of(combination)
    listed = listed_paths(files[document])

    assert [path for path in listed if not exists(files, path)] == []
    assert listed == sorted(set(listed))
    assert {choice.path + "/" for choice in combination.plan().paths if choice.role in ("api", "db")} <= set(listed)


# --- what they say --------------------------------------------------------------------------------------------------


@each_project
def test_claude_reads_what_every_agent_reads(combination: Combination) -> None:
    assert files_of(combination)["CLAUDE.md"] == "@AGENTS.md\n"


@each_project
def test_the_readme_tells_the_decisions_that_are_stored(combination: Combination) -> None:
    files = files_of(combination)
    table = re.findall(r"^\| ([a-z ]+?) +\| ([\w-]+) +\| you said so +\|$", files[README], re.MULTILINE)
    stored = yaml.safe_load(files[".copier-answers.yml"])["decisions"]

    assert {slot.replace(" ", "_"): value for slot, value in table} == {s: d["value"] for s, d in stored.items()}


@pytest.mark.parametrize("combination", REST, ids=lambda combination: combination.name)
def test_the_readme_lists_the_routes_with_their_methods(combination: Combination) -> None:
    files = files_of(combination)
    operations = next(choice.path for choice in combination.plan().paths if choice.role == "operations")
    written: dict[str, set[str]] = {}
    for path, text in files.items():
        if path.startswith(operations + "/"):
            for method, route in re.findall(r'method: "(\w+)",\s+path: "([^"]+)"', text):
                written.setdefault(route, set()).add(method)
    row = re.compile(r"^\| `(/api/[^`]+)`\S* *(?:`[^`]+`)? +\| ([A-Z, ]+?) +\|", re.MULTILINE)
    told = {route: set(methods.split(", ")) for route, methods in row.findall(files[README])}

    assert written != {}
    assert told == written


@pytest.mark.parametrize("combination", TRPC, ids=lambda combination: combination.name)
def test_the_readme_lists_the_procedures_with_who_may_call_them(combination: Combination) -> None:
    files = files_of(combination)
    routers = next(choice.path for choice in combination.plan().paths if choice.role == "routers")
    procedure = re.compile(r"^  (\w+): (\w+)Procedure", re.MULTILINE)
    written = {
        f"{path.removeprefix(routers + '/').removesuffix('.ts')}.{name}": kind
        for path, text in files.items()
        if path.startswith(routers + "/")
        for name, kind in procedure.findall(text)
    }
    words = {"public": "everyone", "protected": ("signed-in", "the author"), "member": "members", "admin": "admins"}
    told = dict(re.findall(r"^\| `(\w+\.\w+)` +\| (.+?) +\|", files[README], re.MULTILINE))

    assert told.keys() == written.keys()
    assert [name for name, who in told.items() if not who.startswith(words[written[name]])] == []
