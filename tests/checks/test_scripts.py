from pathlib import Path

import pytest

from agentscaffold.checks import check_agent

from .support import found, package, rules, subject, texts

FILES = {
    "package.json": package(
        devDependencies={"vitest": "4", "prisma": "6"},
        scripts={"test": "vitest", "db:push": "drizzle-kit push", "typecheck": "tsc"},
    ),
    "packages/db/package.json": package(name="@shop/db", scripts={"seed": "tsx seed.ts"}),
    "Makefile": ".PHONY: up\nup: build\n\tdocker compose up\nbuild:\n\techo\nX := 1\n",
}


@pytest.mark.parametrize(
    ("command", "name"),
    [
        ("npm run lint", "lint"),
        ("pnpm db:generate", "db:generate"),
        ("pnpm --filter @shop/db run reset", "reset"),
        ("yarn workspace @shop/db build", "build"),
        ("CI=1 npm run lint -- --fix", "lint"),
        ("cd packages/db && npm run reset", "reset"),
        ("$ npm start", "start"),
        ("npx turbo run deploy", "deploy"),
        ("bun run dev", "dev"),
    ],
)
def test_a_script_that_no_manifest_defines_is_found(tmp_path: Path, command: str, name: str) -> None:
    for body in (f"```bash\n{command}\n```\n", f"Run `{command}` first.\n"):
        made = subject(tmp_path, body, FILES)
        assert [message for _, _, message in found(made)] == [f"no package.json defines the script `{name}`"]


@pytest.mark.parametrize(
    "command",
    [
        "npm test",
        "pnpm typecheck",
        "npm run seed --workspace @shop/db",
        "pnpm install",
        "pnpm vitest run",
        "pnpm exec tsc",
        "npx prisma migrate dev",
        "npm run <script>",
        "npm run lint --if-present",
        "pnpm -r --if-present run lint",
        "npm run $NAME",
        "npm install",
        "yarn",
        "make up",
        "make build X=1",
        "pnpm dlx create-thing",
        "bun test",
        "git commit -m 'npm run nothing",
    ],
)
def test_what_is_defined_or_built_in_is_no_finding(tmp_path: Path, command: str) -> None:
    assert rules(subject(tmp_path, f"```bash\n{command}\n```\n\nRun `{command}`.\n", FILES)) == []


def test_targets_and_recipes(tmp_path: Path) -> None:
    body = "Use `make deploy` and `just release`. To make sure it works, make it small.\n"

    assert [message for _, _, message in found(subject(tmp_path, body, FILES))] == [
        "no Makefile defines the target `deploy`",
        "no justfile defines the recipe `release`",
    ]


def test_a_makefile_that_includes_others_may_define_anything(tmp_path: Path) -> None:
    body = "Use `make deploy`.\n"

    assert rules(subject(tmp_path, body, {"Makefile": "include common.mk\n"})) == []


def test_a_broken_manifest_may_define_anything(tmp_path: Path) -> None:
    assert rules(subject(tmp_path, "Run `npm run lint`.\n", {"package.json": "{ broken"})) == []


@pytest.mark.parametrize(
    "body",
    [
        "Never run `npm run reset`.",
        "```ts\n// npm run reset\n```",
        "Type npm run reset.",
        "```bash\n# wrong\nnpm run reset\n```",
    ],
)
def test_what_is_forbidden_or_no_command_is_left_alone(tmp_path: Path, body: str) -> None:
    assert rules(subject(tmp_path, body + "\n", FILES)) == []


def test_a_renamed_script_is_hinted_at_and_told_once(tmp_path: Path) -> None:
    made = subject(tmp_path, "Run `npm run type-check`.\n\nThen `npm run type-check` again.\n", FILES)

    (finding,) = check_agent(made).findings

    assert "`typecheck`" in finding.hint
    assert texts(check_agent(made), "script") == ["type-check"]
