import subprocess
import unicodedata
from pathlib import Path

import pytest

from agentscaffold.checks import check_agent

from .support import found, rules, subject, texts


def test_a_path_in_backticks_that_does_not_exist_is_found_at_its_place(tmp_path: Path) -> None:
    made = subject(tmp_path, "Routers are in `src/server/routers/`.\n", {"src/server/db/client.ts": ""})

    (finding,) = check_agent(made).findings

    assert (finding.rule, finding.severity) == ("missing-path", "warning")
    assert finding.message == "`src/server/routers` does not exist"
    assert made.spec.lines[finding.line - 1][finding.column - 1 : finding.end_column - 1] == "src/server/routers/"


def test_what_exists_is_looked_up_and_not_found(tmp_path: Path) -> None:
    made = subject(tmp_path, "Tables are in `src/server/db/schema.ts`.\n", {"src/server/db/schema.ts": ""})

    checked = check_agent(made)

    assert texts(checked, "path") == ["src/server/db/schema.ts"]
    assert checked.findings == ()


def test_a_drawing_is_read_as_a_tree_and_only_its_missing_part_is_found(tmp_path: Path) -> None:
    drawing = (
        "```\n"
        "packages/\n"
        "├── api/           # routers\n"
        "│   └── src/\n"
        "│       ├── root.ts\n"
        "│       └── gone.ts\n"
        "└── db/\n"
        "```\n"
    )
    made = subject(tmp_path, drawing, {"packages/api/src/root.ts": "", "packages/db/x.ts": ""})

    assert found(made) == [("missing-path", 6, "`packages/api/src/gone.ts` does not exist")]


def test_of_a_missing_folder_only_the_folder_is_told(tmp_path: Path) -> None:
    body = "- `src/jobs/` has the jobs\n- `src/jobs/mail.ts` sends mail\n"

    assert found(subject(tmp_path, body, {"src/a.ts": ""})) == [("missing-path", 1, "`src/jobs` does not exist")]


@pytest.mark.parametrize(
    "body",
    [
        "Answer `GET /api/users` with JSON.",
        "Serve `/api/users/` and `/app/x`.",
        "Send `application/json`.",
        "Handlers are in `src/modules/<feature>/handlers/`.",
        "Tests are `src/**/*.test.ts`.",
        "Create new modules in `src/modules/orders/`.",
        "Write the report to `docs/reviews/today.md`.",
        "Read `docs/notes.md` if it exists.",
        "Never put code into `src/pages/`.",
        "Do not touch `src/legacy/`.",
        "Use a folder such as `src/helpers/` for small things.",
        "Use `src/lib/` or `src/utils/`.",
        "The build ends up in `dist/server/`.",
        'Delivery:\n\n"Delivered the whole API in `/src/other/`, with tests and documentation."',
        "See https://example.com/src/server/ for more.",
        "```python\nfrom src.server import app\n```",
        "```json\n{ \"path\": \"src/other/file.ts\" }\n```",
        "## Working with other agents\n\n- `src/other/` belongs to the designer",
        "<example>\nuser: look at `src/other/`\n</example>",
    ],
)  # fmt: skip
def test_what_is_no_claim_about_the_repository_is_left_alone(tmp_path: Path, body: str) -> None:
    assert rules(subject(tmp_path, body + "\n", {"src/modules/users/a.ts": "", "package.json": "{}"})) == []


def test_a_dynamic_segment_of_a_router_is_looked_up_as_it_is_written(tmp_path: Path) -> None:
    body = "The route is `src/app/api/trpc/[trpc]/route.ts`.\n"

    assert rules(subject(tmp_path, body, {"src/app/api/trpc/[trpc]/route.ts": ""})) == []


def test_the_folder_before_a_placeholder_has_to_be_there(tmp_path: Path) -> None:
    body = "Handlers are in `src/modules/<feature>/handlers/`.\n"

    assert found(subject(tmp_path, body, {"src/a.ts": ""})) == [("missing-path", 1, "`src/modules` does not exist")]


def test_paths_of_a_part_are_found_in_it(tmp_path: Path) -> None:
    body = "Routers are in `src/routers/`, pages in `web/pages/`.\n"
    files = {"packages/api/src/routers/a.ts": "", "packages/api/package.json": "{}", "apps/web/pages/index.tsx": ""}

    assert rules(subject(tmp_path, body, files)) == []


def test_an_agent_of_a_part_names_paths_from_there(tmp_path: Path) -> None:
    made = subject(
        tmp_path,
        "Code is in `app/core/`.\n",
        {"services/shop/app/core/main.py": ""},
        agent="services/shop/.claude/agents/shop.md",
    )

    assert made.base == "services/shop"
    assert rules(made) == []


def test_what_git_ignores_need_not_be_there(tmp_path: Path) -> None:
    body = "Generated types are in `src/generated/`.\n"

    assert rules(subject(tmp_path, body, {".gitignore": "/src/generated/\n", "src/a.ts": ""})) == []


def test_a_moved_folder_is_hinted_at(tmp_path: Path) -> None:
    made = subject(tmp_path, "Routers are in `src/api/routers/`.\n", {"src/server/routers/a.ts": ""})

    (finding,) = check_agent(made).findings

    assert "`src/server/routers`" in finding.hint


def test_nothing_is_missing_where_not_everything_was_looked_at(tmp_path: Path) -> None:
    from dataclasses import replace

    made = subject(tmp_path, "Routers are in `src/api/routers/`.\n", {"src/a.ts": ""})

    assert rules(replace(made, survey=replace(made.survey, complete=False))) == []


RULED_OUT = [
    "`src/junk2/` must never be created",
    "`src/pages/` does not exist here",
    "`legacy/old.ts` is gone",
    "`app/core` is a no go",
    "Leave `src/generated/` alone",
    "Stay out of `infra/prod/`",
    "Skip `vendor/lib/`",
    "Exclude `fixtures/big/`",
    "Refrain from `src/helpers/`",
    "Check whether `src/middleware.ts` exists",
    "Once you need it, `src/events/` holds them",
]
UNCERTAIN = [
    "Small things, e.g. `src/helpers/`, are fine",
    "Kleine Dinge, z. B. `src/helfer/`, gehen",
    "z.B. `src/helfer/`",
]
NAMING = [
    "| Kind | Example |\n|---|---|\n| hook | `src/hooks/use-user.ts` |",
    "**Good:** `src/lib/format-date.ts` **Bad:** `src/lib/FormatDate.ts`",
    "- ✅ `src/lib/format-date.ts`\n- ❌ `src/lib/FormatDate.ts`",
    "Name tests after the source: `src/lib/sum.ts` → `src/lib/sum.test.ts`",
    "Each feature gets its own folder: `src/features/billing/`",
]
TO_COME = [
    "New modules follow this layout:\n\n```\nfeature/\n├── index.ts\n└── sub/\n```",
    "## Example output\n\n```\nreports/\n├── a.md\n```",
    "When you create a module:\n\n```\nfeature/\n├── index.ts\n```",
    "Write a migration like so:\n\n```sql\n-- migrations/0001_users.sql\n```",
]
GERMAN_AND_FRENCH = [
    "`pkg/` gibt es nicht",
    "Lege neue Migrationen unter `migrations/` an (`migrations/0002_name.up.sql`)",
    "Erzeuge bei Bedarf `internal/cache/`",
    "Neue Komponenten kommen nach `src/components/`",
    "Der Ordner `src/alt/` wurde gelöscht",
    "Finger weg von `src/kern/`",
    "Vérifie que `src/nope/` existe",
]
NO_PATHS = [
    "URL `example.com/docs/intro.md`",
    "It is a `client/server` system",
    "Responds with `auth/refresh.json`",
    "The topic `acme/orders/created.json`",
    "In the sibling repository `../infra/` look at `terraform/main.tf`",
    "`secrets/dev.json` (not in git)",
    "`docs/journal/2024-05-01.md` has notes",
    "See `playwright-report/index.html`",
    "```\nsrc/\n├── a.ts\n.env\n```",
    "```\nsrc/\n├── a.ts\n├── .env\n```",
]
CLAIMS = [
    "`src/server/` must not import from `src/a.ts`",
    "Routers live in `src/jobs/`, not in pages",
    "- ✅ Routers are in `src/jobs/`\n- ❌ Use `any`",
    "Requests go `src/routes/` → `src/services/`",
    "| Part | Place |\n|---|---|\n| jobs | `src/jobs/` |",
    "## Layout\n\n```\nsrc/\n├── jobs/\n```",
    "Adding a router:\n\n```ts\n// src/server/routers/x.ts\n```",
    "Every request passes `src/middleware.ts`",
    "The jobs in `src/jobs/` exist for mail",
    "`src/jobs/` is never slow",
    "The client is in `client/app/`",
    "Tests mirror the source: `tests/unit/`",
]


@pytest.mark.parametrize("body", [*RULED_OUT, *UNCERTAIN, *NAMING, *TO_COME, *GERMAN_AND_FRENCH, *NO_PATHS])
def test_words_around_a_path_can_make_it_no_claim(tmp_path: Path, body: str) -> None:
    assert rules(subject(tmp_path, body + "\n", {"src/a.ts": "", "package.json": "{}"})) == []


@pytest.mark.parametrize("body", CLAIMS)
def test_words_that_only_look_like_those_leave_a_claim(tmp_path: Path, body: str) -> None:
    assert set(rules(subject(tmp_path, body + "\n", {"src/a.ts": "", "package.json": "{}"}))) == {"missing-path"}


def test_a_line_of_the_drawing_without_a_name_does_not_end_it(tmp_path: Path) -> None:
    drawing = "```\nbackend/src/main/\n│\n├── App.java\n│\n├── config/\n│   └── gone.java\n```\n"
    files = {"backend/src/main/App.java": "", "backend/src/main/config/x.java": ""}

    assert found(subject(tmp_path, drawing, files)) == [
        ("missing-path", 7, "`backend/src/main/config/gone.java` does not exist")
    ]


def test_a_name_with_decomposed_letters_is_the_same_name(tmp_path: Path) -> None:
    there = unicodedata.normalize("NFD", "docs/übersicht.md")
    body = "See `docs/übersicht.md` and `docs/übersehen.md`.\n"

    assert found(subject(tmp_path, body, {there: ""})) == [("missing-path", 1, "`docs/übersehen.md` does not exist")]


def test_a_submodule_that_is_not_checked_out_is_not_looked_into(tmp_path: Path) -> None:
    files = {".gitmodules": '[submodule "lib"]\n\tpath = vendor/lib\n\turl = ../lib\n', "src/a.ts": ""}
    body = "The parser is `vendor/lib/x.ts`, its caller `vendor/other/y.ts`.\n"

    assert found(subject(tmp_path, body, files)) == [("missing-path", 1, "`vendor/other/y.ts` does not exist")]


def test_an_empty_folder_is_there_although_git_does_not_know_it(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", str(tmp_path)], check=True)
    (tmp_path / "src" / "linked").parent.mkdir()
    (tmp_path / "src" / "linked").symlink_to(tmp_path / "nowhere")
    body = "Jobs are in `src/jobs/`, mails in `src/mails/`.\n"

    assert found(subject(tmp_path, body, {"src/jobs/": "", "src/a.ts": ""})) == [
        ("missing-path", 1, "`src/mails` does not exist")
    ]


def test_a_net_project_is_found_by_the_end_of_its_name(tmp_path: Path) -> None:
    files = {"src/Acme.Core.AppServices/Features/Order.cs": ""}
    body = "Use cases are in `Core.AppServices/Features/`, models in `Core.Domain/Models/`.\n"

    assert found(subject(tmp_path, body, files)) == [("missing-path", 1, "`Core.Domain/Models` does not exist")]


@pytest.mark.parametrize(
    ("path", "there", "hinted"),
    [
        ("packages/db/schema/index.ts", "apps/api/src/index.ts", False),
        ("packages/db/schema/index.ts", "apps/api/schema/index.ts", True),
        ("apps/web/page.tsx", "apps/shop/app/page.tsx", False),
        ("src/lib/pricing.ts", "src/core/pricing.ts", True),
    ],
)
def test_a_common_file_name_alone_is_no_hint(tmp_path: Path, path: str, there: str, hinted: bool) -> None:
    (finding,) = check_agent(subject(tmp_path, f"It is in `{path}`.\n", {there: ""})).findings

    assert (there in finding.hint) is hinted
