import pytest

from agentscaffold.inference.paths import path_shape
from tests.inference.support import reading


def paths(body: str) -> list[str]:
    return [directory.path for directory in reading(body).directories]


TREE = """```
shop/
├── 📁 src/
│   ├── server/        # everything behind the API
│   │   ├── routers/
│   │   └── db.ts, cache.ts
│   └── app/
│       └── (admin)/[id]/page.tsx
└── prisma/
    └── schema.prisma
```"""


def test_a_drawn_tree() -> None:
    assert paths(TREE) == [
        "src",
        "src/server",
        "src/server/routers",
        "src/server/db.ts",
        "src/server/cache.ts",
        "src/app",
        "src/app/(admin)/[id]/page.tsx",
        "prisma",
        "prisma/schema.prisma",
    ]


def test_a_line_of_a_drawing_that_only_carries_its_lines_on_does_not_end_it() -> None:
    body = "```\nbackend/src/main/\n│\n├── App.java\n│\n├── config/\n│   │\n│   └── a.java\n```\n"

    assert paths(body) == [
        "backend/src/main",
        "backend/src/main/App.java",
        "backend/src/main/config",
        "backend/src/main/config/a.java",
    ]


def test_directories_say_where_they_are() -> None:
    found = reading(TREE).directories

    assert [(each.line, each.column) for each in found[:3]] == [(7, 7), (8, 9), (9, 13)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "```\npackages/\n|-- api/\n|   `-- src/\n+-- db/\n```",
            ["packages", "packages/api", "packages/api/src", "packages/db"],
            id="ASCII tree",
        ),
        pytest.param(
            "```\nsrc/\n  server/\n    db.ts\n  app/\n```",
            ["src", "src/server", "src/server/db.ts", "src/app"],
            id="indentation",
        ),
        pytest.param(
            "```\napp/routes/\napp/utils/session.server.ts\n```",
            ["app/routes", "app/utils/session.server.ts"],
            id="list of paths",
        ),
        pytest.param(
            "```\nbackend/\n├── handlers/\n└── main.go\n```",
            ["backend", "backend/handlers", "backend/main.go"],
            id="a root that is a folder",
        ),
        pytest.param(
            "```\nsrc/\n├── a.py, b.py   # both\n└── deps.py      ← get_user, get_db\n```",
            ["src", "src/a.py", "src/b.py", "src/deps.py"],
            id="several names on a branch, and a comment with commas",
        ),
        pytest.param("- `src/server/` - helpers", ["src/server"], id="backticks"),
        pytest.param("Work in src/server/ and src/lib/db.ts only.", ["src/server", "src/lib/db.ts"], id="plain text"),
        pytest.param("Delivered in `/src/server/`.", ["src/server"], id="leading slash"),
        pytest.param("`src/modules/<feature>/dto/`", ["src/modules", "src/modules/<feature>/dto"], id="placeholder"),
        pytest.param("`src/app/api/**/route.ts`", ["src/app/api"], id="glob"),
        pytest.param("`./prisma/schema.prisma:12`", ["prisma/schema.prisma"], id="dot and line number"),
        pytest.param("```ts\n// src/db/client.ts\nexport {}\n```", ["src/db/client.ts"], id="comment above code"),
        pytest.param("| `convex/` | functions |", ["convex"], id="table"),
        pytest.param("`src/db/` and again `src/db/`", ["src/db"], id="once"),
    ],
)
def test_finds(body: str, expected: list[str]) -> None:
    assert paths(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("`GET /api/users/` and `/api/users`", id="routes"),
        pytest.param("`application/json`, text/plain", id="MIME types"),
        pytest.param("`drizzle-orm/pg-core` and `@clerk/nextjs/server`", id="packages"),
        pytest.param("`@/lib/db` and `~/lib/db` and `../db`", id="aliases"),
        pytest.param("`.claude/agents/x.md` and `CLAUDE.md`", id="the agent's own files"),
        pytest.param("https://example.com/src/server/", id="addresses"),
        pytest.param("and/or, input/output, 24/7, Prisma/Drizzle", id="fractions"),
        pytest.param("`npm run build -- src/server/x.ts`", id="commands"),
        pytest.param("<example>\nuser: look at src/server/\n</example>", id="examples"),
        pytest.param("```\na ├── sentence that goes on\n```", id="drawing with sentences"),
        pytest.param("┌──────┐\n│ Data │\n└──────┘", id="boxes"),
        pytest.param("# Persistent Agent Memory\n\n`src/memory/`", id="memory"),
    ],
)
def test_finds_nothing(body: str) -> None:
    assert paths(body) == []


@pytest.mark.parametrize(
    "word", ["", "/", "..", "../x", "a b", "~/x", "-x/", "$HOME/x", "//x", "x/../y", "node_modules/x"]
)
def test_words_that_are_no_paths(word: str) -> None:
    assert path_shape(word) is None


@pytest.mark.parametrize(
    ("body", "layout"),
    [
        ("`src/server/`", "single"),
        ("`prisma/schema.prisma`", "single"),
        ("`packages/api/` and `packages/db/`", "monorepo"),
        ("`apps/web/`", "monorepo"),
        ("`backend/app/main.py`", "monorepo"),
        ("A Turborepo.", "monorepo"),
        ("`docs/plan.md`", "unstated"),
        ("Nothing.", "unstated"),
        (TREE, "single"),
    ],
)
def test_layout(body: str, layout: str) -> None:
    assert reading(body).layout == layout
