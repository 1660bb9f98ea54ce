import time
from pathlib import Path

import pytest

from agentscaffold.catalogue import load_catalogue
from agentscaffold.checks import Subject, coverage, coverage_markdown, is_untouched
from agentscaffold.checks.topics import load_topics, topics_of
from agentscaffold.spec import read_agent
from agentscaffold.spec.read import parse_agent
from agentscaffold.survey import survey

from .support import AGENT, HEADER, package, subject

FILES = {
    "package.json": package(dependencies={"drizzle-orm": "1", "zod": "4"}, scripts={"db:push": "x"}),
    "src/server/db/schema.ts": "",
    "src/server/rate-limit.ts": "",
    "tests/db.test.ts": "",
    "tests/audit.test.ts": "",
}


def judged(root: Path, body: str) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
    return [
        (each.text, each.status, each.places, each.missing) for each in coverage(subject(root, body, FILES))[1:]
    ]  # without the description


@pytest.mark.parametrize(
    ("line", "status", "place"),
    [
        ("- Tables are in `src/server/db/schema.ts`", "covered", "src/server/db/schema.ts"),
        ("- Drizzle ORM holds the schema", "covered", "package.json: drizzle-orm"),
        ("- Run `npm run db:push` after a change", "covered", "package.json: db:push"),
        ("- Rate limiting per procedure", "covered", "src/server/rate-limit.ts"),
        ("- Tests for every procedure", "covered", "tests/audit.test.ts"),
        ("- Jobs are in `src/server/jobs/`", "not covered", "src/server/jobs"),
        ("- Run `npm run db:reset` first", "not covered", "db:reset"),
        ("- Audit logging of sensitive calls", "not covered", "audit log"),
        ("- Distributed tracing with OpenTelemetry", "not covered", "tracing"),
        ("- Be kind and write clear code", "guidance", ""),
        ("- Review the existing rate limiting first", "guidance", ""),
        ("- Never log secrets", "guidance", ""),
        ("- A cache is optional", "guidance", ""),
        ("| rate limiting | per minute |", "covered", "src/server/rate-limit.ts"),
    ],
)
def test_each_statement_is_covered_guidance_or_not_covered(tmp_path: Path, line: str, status: str, place: str) -> None:
    ((text, found, places, missing),) = judged(tmp_path, f"{line}\n")

    assert (text, found) == (line, status)
    assert place in (places if status == "covered" else (*missing, ""))


def test_headings_leads_heads_of_tables_dialogues_and_samples_are_no_statements(tmp_path: Path) -> None:
    body = (
        "# Title\n\nThings to know:\n\n- one thing\n\n| a | b |\n| --- | --- |\n| one row | of it |\n\n---\n\n"
        "<example>\nuser: do it\n</example>\n\n"
        'Status protocol:\n\n```json\n{ "agent": "backend" }\n```\n\n'
        "```bash\n# a comment\nnpm run db:push\n```\n\n"
        "```ts\nconst a = 1;\nconst b = 2;\n```\n"
    )

    assert [text for text, *_ in judged(tmp_path, body)] == [
        "- one thing",
        "| one row | of it |",
        "npm run db:push",
        "const a = 1;",
    ]


def test_every_line_of_a_drawing_is_a_statement(tmp_path: Path) -> None:
    body = "```\nsrc/\n├── server/   # all of it\n│   ├── db/\n│   └── mail/\n```\n"

    assert [(text.split()[-1], status) for text, status, *_ in judged(tmp_path, body)] == [
        ("src/", "covered"),
        ("it", "covered"),
        ("db/", "covered"),
        ("mail/", "not covered"),
    ]


def test_what_other_agents_do_is_guidance(tmp_path: Path) -> None:
    body = "## Integration with other agents\n\n- Share audit logging with security-auditor\n"

    assert [status for _, status, *_ in judged(tmp_path, body)] == ["guidance"]


def test_it_needs_no_git_and_no_agent_on_disk(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text(FILES["package.json"])
    spec = parse_agent((HEADER + "- Zod checks every input\n").encode(), "agent.md")

    statements = coverage(Subject(AGENT, spec, survey(tmp_path), load_catalogue()))

    assert statements[-1].places == ("package.json: zod",)


def document(root: Path, body: str) -> str:
    made = subject(root, body, FILES)
    return coverage_markdown([(made.path, coverage(made))])


def test_the_document_is_the_same_every_time_and_counts(tmp_path: Path) -> None:
    body = "## Work\n\n- Rate limiting per procedure\n- Feature flags\n- Be kind\n"

    text = document(tmp_path, body)

    assert text == document(tmp_path, body)
    assert "1 covered, 2 guidance, 1 not covered." in text  # the description is guidance too
    assert "- 8: `- Rate limiting per procedure`\n  - covered: `src/server/rate-limit.ts`\n" in text
    assert "- 9: `- Feature flags`\n  - **not covered**: `feature flags`\n" in text


def test_a_document_that_somebody_changed_is_recognised(tmp_path: Path) -> None:
    text = document(tmp_path, "- Be kind\n")

    assert is_untouched(text)
    assert is_untouched(text.replace("\n", "\r\n"))
    assert not is_untouched(text.replace("guidance", "advice"))
    assert not is_untouched(text + "\nMore.\n")
    assert not is_untouched("# Another document\n")
    assert not is_untouched("")


def test_foreign_text_cannot_become_markup(tmp_path: Path) -> None:
    hostile = (
        "- ``<script>alert(1)</script>`` [x](javascript:x) <!-- agentscaffold check --coverage, sha256:0 -->\x1b[31m"
    )

    text = document(tmp_path, f"## `<b>` heading\n\n{hostile}\n")

    line = next(line for line in text.splitlines() if "script" in line)
    assert line.count("`") == 2
    assert line.endswith("`")
    assert "\x1b" not in text
    assert "### `'<b>' heading`" in text
    assert is_untouched(text)


def test_every_topic_has_patterns_of_its_own() -> None:
    topics = load_topics()

    assert len({topic.id for topic in topics}) == len(topics) > 40
    assert [topic.id for topic in topics if topic.words.search("")] == []
    patterns = [(topic.id, each) for topic in topics for each in (topic.names, topic.text, topic.where) if each]
    assert [name for name, pattern in patterns if pattern.search("")] == []
    assert [topic.id for topic in topics if not (topic.names or topic.text or topic.packages)] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rate limiting per tRPC procedure", ["rate-limiting"]),
        ("Graceful shutdown handling", ["graceful-shutdown"]),
        ("Prometheus metrics endpoints", ["metrics"]),
        ("Deployment runbook ready", ["runbook"]),
        ("A set of endpoints", ["route-handlers"]),
        ("The alert dialog is in the UI kit", []),
        ("Index of terms", []),
        ("Every answer ends with a transaction summary", []),
        ("Be kind", []),
    ],
)
def test_what_a_statement_speaks_of(text: str, expected: list[str]) -> None:
    assert [topic.id for topic in topics_of(text)] == expected


@pytest.mark.parametrize(
    "body",
    [
        " ".join(f"`src/a{number}/b{number}.ts`" for number in range(12_000)),
        "```\n" + "\n".join(f"{'│   ' * (number % 30)}├── d{number}/" for number in range(5_000)) + "\n```",
        "a. " * 40_000 + "`src/x/`",
        "Next.js 15 or 16. " * 7_000,
        "```bash\nnpm run '" + "\\'" * 50_000 + "\n```",
        "mcp__" + "a_" * 60_000,
    ],
    ids=["paths", "tree", "clauses", "versions", "quotes", "servers"],
)
def test_no_file_keeps_anybody_waiting(tmp_path: Path, body: str) -> None:
    started = time.monotonic()

    coverage(subject(tmp_path, body + "\n", FILES))

    assert time.monotonic() - started < 20


def test_agent_files_of_other_people_are_read_to_the_end(shared: Path, tmp_path: Path) -> None:
    files = sorted((shared / "corpus" / "dev").glob("*.md"))
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    taken = survey(tmp_path)

    counts = [len(coverage(Subject(AGENT, read_agent(file), taken, load_catalogue()))) for file in files]

    assert len(counts) > 50
    assert min(counts) > 0


CODE = {
    **FILES,
    "src/server/db/repository.ts": "export const find = () => 1;\n",
    "src/server/db/transfer.ts": "await db.transaction(async (tx) => tx);\n",
    "src/trpc/server.ts": "export {};\n",
    "src/server/db/server.ts": "export const pool = new Pool({ max: 5 });\n",
    "src/server/context.ts": "export const createShopContext = () => ({});\n",
    "src/app/[...path]/route.ts": "export {};\n",
    "src/app/health/route.ts": "export {};\n",
    "src/mocks/client.ts": "export {};\n",
    "tests/api/orders.test.ts": "import { call } from './orders';\n",
    "tests/auth/clerk.test.ts": "test('sign in', () => {});\n",
    "tsconfig.json": "{}",
}


@pytest.mark.parametrize(
    ("body", "status", "places", "missing"),
    [
        ("- Database transactions", "covered", ("src/server/db/transfer.ts",), ()),
        ("- Connection pooling", "covered", ("src/server/db/server.ts",), ()),
        ("- Tests of orders", "covered", ("tests/api/orders.test.ts",), ()),
        ("- Health check endpoints", "covered", ("src/app/health/route.ts",), ()),
        ("- A list of endpoints", "covered", ("src/app/health/route.ts",), ()),
        ("- `createShopContext` makes the context", "covered", ("src/server/context.ts",), ()),
        ("```ts\nexport const createShopContext = 1;\n```", "covered", ("src/server/context.ts",), ()),
        ("```ts\n// src/mocks/client.ts\nexport const db = 1;\n```", "covered", ("src/mocks/client.ts",), ()),
        ("```ts\nconst timingMiddleware = 1;\n```", "guidance", (), ()),
        ("- Type-safe from end to end", "not covered", (), ("types",)),
        ("- Prepared statements", "not covered", (), ("prepared statements",)),
        ("- We do not need webhooks", "guidance", (), ()),
        ("- Uploads are handled by another team", "guidance", (), ()),
        ("- Every answer ends with a transaction summary", "guidance", (), ()),
        ("You are a senior developer of rate limiting and webhooks.", "guidance", (), ()),
        (
            '```ts\nimport { sql } from "@vercel/postgres";\n```',
            "not covered",
            (),
            ("@vercel/postgres (discontinued)",),
        ),
    ],
)
def test_a_place_is_a_file_that_really_does_it(
    tmp_path: Path, body: str, status: str, places: tuple[str, ...], missing: tuple[str, ...]
) -> None:
    _, judgement = coverage(subject(tmp_path, f"{body}\n", CODE))

    assert judgement.status == status
    assert judgement.places[: len(places)] == places
    assert bool(judgement.places) == bool(places)
    assert judgement.missing == missing


def test_a_statement_that_repeats_a_name_is_judged_like_the_first(tmp_path: Path) -> None:
    body = (
        "- Tables are in `src/server/db/schema.ts`\n- Jobs are in `src/server/jobs/`\n\n"
        "- Keep `src/server/db/schema.ts` small\n- `src/server/jobs/` holds one file for each job\n"
    )

    assert [(status, places or missing) for _, status, places, missing in judged(tmp_path, body)] == [
        ("covered", ("src/server/db/schema.ts",)),
        ("not covered", ("src/server/jobs",)),
        ("covered", ("src/server/db/schema.ts",)),
        ("not covered", ("src/server/jobs",)),
    ]


def test_who_the_agent_is_asks_nothing_of_the_repository(tmp_path: Path) -> None:
    header = HEADER.replace("Builds the server", "Builds rate limiting, webhooks and tests")

    (description,) = coverage(subject(tmp_path, "", FILES, header=header))

    assert description.status == "guidance"


def test_a_large_repository_keeps_nobody_waiting(tmp_path: Path) -> None:
    files = {f"src/part{number % 100}/file{number}.ts": f"export const a{number} = 1;\n" for number in range(6_000)}
    made = subject(tmp_path, "\n".join(f"- {topic.id.replace('-', ' ')}" for topic in load_topics()) + "\n", files)
    started = time.monotonic()

    coverage(made)

    assert time.monotonic() - started < 5
