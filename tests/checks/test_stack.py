from pathlib import Path

import pytest

from agentscaffold.catalogue import load_catalogue
from agentscaffold.checks import check_agent
from agentscaffold.checks.dependencies import is_package_of, technologies

from .support import found, package, rules, subject, texts

STACK = "## Stack\n\n- Next.js with TypeScript\n- Drizzle ORM on PostgreSQL\n- Zod checks every input\n"


def with_dependencies(*names: str) -> dict[str, str]:
    return {"package.json": package(dependencies=dict.fromkeys(names, "1.0.0"))}


def test_a_stack_as_stated_is_looked_up_and_fine(tmp_path: Path) -> None:
    made = subject(tmp_path, STACK, with_dependencies("next", "drizzle-orm", "zod"))

    checked = check_agent(made)

    assert texts(checked, "technology") == ["nextjs", "drizzle", "zod"]
    assert checked.findings == ()


def test_another_library_in_place_of_the_stated_one_is_an_error(tmp_path: Path) -> None:
    made = subject(tmp_path, STACK, with_dependencies("next", "@prisma/client", "zod"))

    (finding,) = check_agent(made).findings

    assert (finding.rule, finding.severity) == ("rival-technology", "error")
    assert finding.message == (
        "the agent states Drizzle ORM; the manifests have Prisma (`@prisma/client` in `package.json`) instead"
    )
    assert made.spec.lines[finding.line - 1][finding.column - 1 : finding.end_column - 1] == "Drizzle ORM"


def test_another_library_beside_the_stated_one_is_a_warning(tmp_path: Path) -> None:
    made = subject(tmp_path, STACK, with_dependencies("next", "drizzle-orm", "prisma", "zod"))

    assert [(rule, line) for rule, line, _ in found(made)] == [("two-technologies", 4)]


def test_what_no_manifest_has_is_missing_once(tmp_path: Path) -> None:
    body = STACK + '\n```ts\nimport { eq } from "drizzle-orm";\n```\n'

    assert found(subject(tmp_path, body, with_dependencies("next", "zod"))) == [
        ("missing-technology", 4, "no manifest has a package of Drizzle ORM")
    ]


@pytest.mark.parametrize(
    ("body", "dependencies"),
    [
        ("The data layer is Prisma or Drizzle.\n", ("zod",)),
        ("Do not add Prisma.\n", ("drizzle-orm",)),
        ("We use Supabase with the Supabase client and Supabase Auth.\n", ("@supabase/supabase-js",)),
        ("Vitest runs unit tests and Playwright the browser tests.\n", ("vitest", "jest", "@playwright/test")),
        ("Sign-in is better-auth; tokens are JWT.\n", ("better-auth", "jsonwebtoken")),
        ("The T3 stack with tRPC.\n", ("next", "@trpc/server")),
    ],
)
def test_choices_exclusions_and_company_are_no_findings(
    tmp_path: Path, body: str, dependencies: tuple[str, ...]
) -> None:
    assert rules(subject(tmp_path, body, with_dependencies(*dependencies))) == []


def test_what_the_agent_only_knows_is_a_note(tmp_path: Path) -> None:
    made = subject(tmp_path, "## Skills\n\n- Jest for unit tests\n", with_dependencies("vitest"))

    assert [(each.rule, each.severity) for each in check_agent(made).findings] == [("missing-technology", "note")]


def test_a_python_project_is_held_against_its_own_manifest(tmp_path: Path) -> None:
    body = "A FastAPI service with SQLAlchemy and Pydantic, tested with pytest.\n"
    manifest = '[project]\nname = "shop"\ndependencies = ["FastAPI[standard]>=0.110", "SQLAlchemy ~= 2.0"]\n'

    assert found(subject(tmp_path, body, {"pyproject.toml": manifest})) == [
        ("missing-technology", 1, "no manifest has a package of pytest")
    ]


def test_packages_of_a_language_that_the_agent_does_not_write_are_not_missed(tmp_path: Path) -> None:
    body = "A FastAPI service in Python; tokens come from Supabase Auth.\n"
    files = {**with_dependencies("react"), "pyproject.toml": '[project]\nname = "x"\ndependencies = ["fastapi"]\n'}

    assert rules(subject(tmp_path, body, files)) == []


def test_manifests_outside_of_the_workspace_do_not_count(tmp_path: Path) -> None:
    files = {
        "package.json": package(workspaces=["packages/*"], dependencies={"next": "1", "drizzle-orm": "1", "zod": "1"}),
        "playground/package.json": package(dependencies={"prisma": "1"}),
    }

    assert rules(subject(tmp_path, STACK, files)) == []


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"package.json": package(packageManager="pnpm@10.1.0")}, []),
        ({"package.json": package(packageManager="npm@11.0.0")}, ["package-manager"]),
        ({"package.json": package(devEngines={"packageManager": {"name": "yarn"}})}, ["package-manager"]),
        ({"package.json": "{}", "package-lock.json": "{}"}, ["package-manager"]),
        ({"package.json": "{}", "pnpm-lock.yaml": ""}, []),
        ({"package.json": "{}", "examples/package-lock.json": "{}"}, []),
        ({"package.json": "{}"}, []),
    ],
)
def test_the_package_manager(tmp_path: Path, files: dict[str, str], expected: list[str]) -> None:
    assert rules(subject(tmp_path, "pnpm installs the packages.\n", files)) == expected


def test_every_technology_of_the_table_is_in_the_catalogue() -> None:
    assert [name for name in technologies() if load_catalogue().get(name) is None] == []


def test_a_dependency_is_recognised_by_its_whole_name() -> None:
    assert is_package_of("@clerk/nextjs", "clerk")
    assert is_package_of("github.com/go-chi/chi/v5", "chi")
    assert not is_package_of("next-auth", "nextjs")
    assert not is_package_of("drizzle-zod", "zod")


PNPM = {"package.json": package(packageManager="pnpm@10.1.0", dependencies={"drizzle-orm": "1.0.0", "vitest": "4"})}


@pytest.mark.parametrize(
    "body",
    [
        "When someone proposes Prisma, decline.",
        "Inspired by Stripe and Prisma.",
        "Unlike Prisma, Drizzle shows the SQL.",
        "If the team asks for Jest, tell them we use Vitest.",
        "Use `@trpc/server` v11 when we move to tRPC.",
        "Later we will add Redis and BullMQ.",
        "| Tool | Query |\n|---|---|\n| web | NestJS Sequelize integration TypeORM |",
        'Search for "NestJS Sequelize integration TypeORM".',
        '```ts\n// ❌ Bad\nimport { PrismaClient } from "@prisma/client";\n```',
        "Deploy: `npm install -g vercel`.",
    ],
)
def test_a_name_in_passing_states_nothing(tmp_path: Path, body: str) -> None:
    assert rules(subject(tmp_path, body + "\n", PNPM)) == []


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("The data layer is Prisma.", "rival-technology"),
        ("If someone asks for a table, Prisma has its schema.", "rival-technology"),
        ("When querying with Prisma, select the columns.", "rival-technology"),
        ("| Part | Library |\n|---|---|\n| database | Prisma |", "rival-technology"),
        ("Jobs run with BullMQ.", "missing-technology"),
        ("Run `npm install` first.", "package-manager"),
        ("```bash\nnpm ci\n```", "package-manager"),
    ],
)
def test_a_condition_or_a_table_around_a_name_may_still_state_it(tmp_path: Path, body: str, expected: str) -> None:
    assert rules(subject(tmp_path, body + "\n", PNPM)) == [expected]


def test_a_script_run_with_another_package_manager_is_a_note(tmp_path: Path) -> None:
    files = {"package.json": package(packageManager="pnpm@10.1.0", scripts={"test": "vitest"})}

    (finding,) = check_agent(subject(tmp_path, "Run `npm test`.\n", files)).findings

    assert (finding.rule, finding.severity) == ("package-manager", "note")
    assert finding.message == "the agent runs scripts with npm; the repository has pnpm (`package.json`)"


def test_scripts_run_with_another_package_manager_throughout_are_a_warning(tmp_path: Path) -> None:
    files = {"package.json": package(packageManager="pnpm@10.1.0", scripts=dict.fromkeys(("dev", "test", "lint"), "x"))}
    body = "```bash\nnpm run dev\nnpm test\nnpm run lint\n```\n"

    assert [(each.rule, each.severity) for each in check_agent(subject(tmp_path, body, files)).findings] == [
        ("package-manager", "warning")
    ]


def test_the_hint_names_what_the_manifests_have_for_the_same_purpose(tmp_path: Path) -> None:
    (finding,) = check_agent(subject(tmp_path, "**Testing:** Vitest.\n", with_dependencies("jest"))).findings

    assert finding.rule == "missing-technology"
    assert finding.hint == "The manifests have Jest. Correct the agent file, or add it."


def test_a_tool_that_is_only_run_is_a_note(tmp_path: Path) -> None:
    files = {"pyproject.toml": '[project]\nname = "x"\ndependencies = ["fastapi"]\n'}
    body = "The API is FastAPI. Run `uv run pytest`.\n"

    assert [(each.rule, each.severity) for each in check_agent(subject(tmp_path, body, files)).findings] == [
        ("missing-technology", "note")
    ]
