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
