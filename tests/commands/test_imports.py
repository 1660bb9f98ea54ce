"""Which file of a render imports which: every specifier that the blueprints use."""

from pathlib import Path

from agentscaffold.blueprints import PathChoice, Plan
from agentscaffold.blueprints.model import Package
from agentscaffold.commands.imports import imports_in, script_targets

FILES = {
    "package.json": '{"imports": {"#tests/*": "./tests/*.ts", "#x": {"default": "./y.ts"}}}',
    "src/app/page.tsx": 'import { db } from "@/db/client";\nimport "./globals.css";\nimport react from "react";\n',
    "src/app/globals.css": "",
    "src/db/client.ts": 'import type { A } from "../env/index.ts";\nconst b = await import("./lazy.js");\n',
    "src/db/lazy.ts": 'export * from "../env";\n',
    "src/env/index.ts": '// from "../db/client" is no import of anything that is missing\n',
    "tests/support/db.ts": 'import x from "@acme/db/schema";\nimport y from "@acme/db";\nimport "@acme/z";\n',
    "tests/db.test.ts": "import {\n  a,\n  b,\n} from '#tests/support/db';\n",
    "packages/db/src/schema.ts": "",
    "packages/db/src/index.ts": 'import up from "../../../../../etc/passwd";\n',
}


def test_every_kind_of_import_is_followed(tmp_path: Path) -> None:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    packages = (Package("project", ".", "shop"), Package("db", "packages/db", "@acme/db"))
    paths = (PathChoice("source", "src", "default"),)
    plan = Plan("shop", "any", (), (), paths, packages, {}, (), ())

    found = imports_in(tmp_path, FILES.keys(), plan)

    assert {path: sorted(imported) for path, imported in found.items() if imported} == {
        "src/app/page.tsx": ["src/app/globals.css", "src/db/client.ts"],
        "src/db/client.ts": ["src/db/lazy.ts", "src/env/index.ts"],
        "src/db/lazy.ts": ["src/env/index.ts"],
        "src/env/index.ts": ["src/db/client.ts"],  # a comment is read, too: it only makes a hint more
        "tests/db.test.ts": ["tests/support/db.ts"],
        "tests/support/db.ts": ["packages/db/src/index.ts", "packages/db/src/schema.ts"],
    }


def test_new_scripts_name_files_and_old_ones_are_the_users() -> None:
    text = '{"scripts": {"db:migrate": "NODE_ENV=x tsx ./scripts/migrate.ts", "mine": "tsx own.ts", "x": 1}}'
    paths = ["packages/db/scripts/migrate.ts", "packages/db/own.ts", "scripts/migrate.ts"]

    found = script_targets("packages/db/package.json", text, ["scripts.db:migrate"], paths)

    assert found == {"packages/db/scripts/migrate.ts"}
    assert script_targets("packages/db/package.json", text, ["scripts"], paths) == set(paths[:2])
    assert script_targets("package.json", '{"scripts": []}', ["scripts"], paths) == set()
