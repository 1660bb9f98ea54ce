from pathlib import Path

import pytest

from agentscaffold.checks import check_agent
from agentscaffold.checks.packages import package_of

from .support import found, package, rules, subject, texts

MANIFEST = package(dependencies={"zod": "4.0.0", "drizzle-orm": "0.45.0"}, devDependencies={"@types/pg": "8"})


def test_an_import_of_a_package_that_no_manifest_has_is_found(tmp_path: Path) -> None:
    body = '```ts\nimport { z } from "zod";\nimport { nanoid } from "nanoid";\n```\n'

    made = subject(tmp_path, body, {"package.json": MANIFEST})

    assert found(made) == [("missing-package", 3, "no package.json has `nanoid`")]
    assert texts(check_agent(made), "package") == ["zod", "nanoid"]


def test_an_installed_package_is_looked_up_without_its_version(tmp_path: Path) -> None:
    body = "```bash\npnpm add -D drizzle-orm@0.45.0 @left/pad@1.0.0\nnpm install -g pnpm\n```\n"

    assert found(subject(tmp_path, body, {"package.json": MANIFEST})) == [
        ("missing-package", 2, "no package.json has `@left/pad`")
    ]


@pytest.mark.parametrize(
    "line",
    [
        'import { join } from "node:path";',
        'import { readFile } from "fs/promises";',
        'import { db } from "./db";',
        'import { db } from "@/server/db";',
        'import { db } from "~/server/db";',
        'import { db } from "#server/db";',
        'import { db } from "$lib/db";',
        'import { db } from "@db/client";',
        'import { x } from "@infrastructure/x";',
        'import { util } from "src/util";',
        'import { thing } from "your-package";',
        'import pg from "pg";',
        'import { User } from "@shop/db";',
    ],
)
def test_modules_of_node_and_files_of_the_repository_are_no_packages(tmp_path: Path, line: str) -> None:
    files = {
        "package.json": MANIFEST,
        "packages/db/package.json": package(name="@shop/db"),
        "tsconfig.json": '{ "compilerOptions": { // comment\n "paths": { "@db/*": ["./src/db/*"] } } }',
        "src/util.ts": "",
    }

    assert rules(subject(tmp_path, f"```ts\n{line}\n```\n", files)) == []


def test_a_package_in_backticks_counts_when_it_can_be_nothing_else(tmp_path: Path) -> None:
    body = "Sessions come from `@clerk/nextjs`; never use `@prisma/client`; a `router` is a `zod` thing.\n"

    made = subject(tmp_path, body, {"package.json": MANIFEST})

    assert texts(check_agent(made), "package") == ["@clerk/nextjs"]


def test_samples_of_other_languages_and_rules_against_a_package_are_left_alone(tmp_path: Path) -> None:
    body = "```python\nimport requests\n```\n\nWe moved away from `@prisma/client`.\n"

    assert rules(subject(tmp_path, body, {"package.json": MANIFEST})) == []


def test_a_discontinued_package_is_not_missed(tmp_path: Path) -> None:
    body = '```ts\nimport { sql } from "@vercel/postgres";\n```\n'

    assert rules(subject(tmp_path, body, {"package.json": MANIFEST})) == []


def test_without_a_manifest_nothing_is_compared(tmp_path: Path) -> None:
    assert rules(subject(tmp_path, '```ts\nimport { nanoid } from "nanoid";\n```\n', {"src/a.ts": ""})) == []


@pytest.mark.parametrize(
    ("specifier", "expected"),
    [
        ("drizzle-orm/pg-core", "drizzle-orm"),
        ("@trpc/server/adapters/fetch", "@trpc/server"),
        ("zod", "zod"),
        ("path", None),
        ("node:test", None),
        ("../x", None),
        ("https://deno.land/x", None),
    ],
)
def test_the_package_of_an_import(specifier: str, expected: str | None) -> None:
    assert package_of(specifier) == expected


WRONG = '```ts\n// ❌ Bad\nimport moment from "moment";\n'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ('```ts\nimport prisma from "lodash"; // ❌ don\'t\n```', []),
        (WRONG + '\n// ✅ Good\nimport { z } from "zod";\n```', []),
        (WRONG + '// ✅ Good\nimport day from "dayjs";\n```', ["dayjs"]),
        (WRONG + '\nimport day from "dayjs";\n```', ["dayjs"]),
        (WRONG + '```\n\n```ts\nimport day from "dayjs";\n```', ["dayjs"]),
        ("Suggest `npm install left-pad` only after review.", []),
        ("Install a missing dependency with `pnpm add dayjs`.", []),
        ("Add any further package with `pnpm add dayjs`.", []),
        ("Dates: run `npm install dayjs`.", ["dayjs"]),
    ],
)
def test_code_that_is_called_wrong_and_installs_of_whatever_is_needed_are_left_alone(
    tmp_path: Path, body: str, expected: list[str]
) -> None:
    made = found(subject(tmp_path, body + "\n", {"package.json": MANIFEST}))

    assert [message.split("`")[1] for _, _, message in made] == expected
