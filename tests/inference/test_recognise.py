import pytest

from tests.inference.support import reading, slot, summary


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        pytest.param("framework", "Next.js, NextJS and Next.js's router", "stated nextjs", id="spellings"),
        pytest.param("framework", "What comes next is express delivery.", "unstated", id="common words"),
        pytest.param("framework", "Express the result as JSON.", "stated express", id="a capital is believed"),
        pytest.param("framework", "American Express", "unstated", id="a phrase that means something else"),
        pytest.param("framework", "- `express` - web", "stated express", id="lower case when marked as a name"),
        pytest.param("framework", "Gin and tonic", "unstated", id="company missing"),
        pytest.param("framework", "A Go service with Gin", "stated gin", id="in company"),
        pytest.param("framework", "用Fastify写的服务", "stated fastify", id="between Chinese characters"),
        pytest.param("auth", "the court clerk", "unstated", id="clerk"),
        pytest.param("auth", "Clerk signs people in", "stated clerk", id="Clerk"),
        pytest.param("auth", "JWTs", "stated jwt", id="plural"),
        pytest.param("orm", "prismatic colours, reprisma", "unstated", id="parts of words"),
        pytest.param("orm", "PRISMA_URL is set", "unstated", id="part of a variable"),
        pytest.param("database", "`SUPABASE_URL` is set", "stated supabase", id="prefix of a variable"),
        pytest.param("framework", "use guardrails and go to the spring fair", "unstated", id="homonyms"),
        pytest.param("language", "Go to the office. Go through it.", "unstated", id="the verb go"),
        pytest.param("language", "```go\npackage main\n```", "stated go", id="fence"),
        pytest.param("language", "See `src/main.rs`.", "stated rust", id="extension"),
        pytest.param("language", "Node.js and Vue.js", "unstated", id="a name is no file"),
        pytest.param("package_manager", "`pnpm test`", "stated pnpm", id="command"),
        pytest.param("package_manager", "`npx prisma generate`", "unstated", id="npx says nothing"),
        pytest.param("package_manager", "an npm package", "unstated", id="a package is not the manager"),
        pytest.param("package_manager", "```bash\nuv run pytest\n```", "stated uv", id="uv"),
        pytest.param("api", "Route handlers answer the browser.", "stated rest", id="a hint"),
        pytest.param("api", "Every endpoint is tested.", "offered rest", id="one vague hint is no commitment"),
        pytest.param("api", "tRPC, beside a few route handlers", "stated trpc", id="a hint yields to a name"),
    ],
)
def test_recognises(name: str, body: str, expected: str) -> None:
    assert summary(name, body) == expected


def test_evidence_points_at_the_name() -> None:
    found = slot("orm", "\n\nData: **Prisma** on PostgreSQL")

    (proof,) = found.evidence
    assert (proof.line, proof.column) == (7, 9)
    assert proof.quote == "Data: **Prisma** on PostgreSQL"
    assert proof.role == "chosen"


def test_evidence_counts_characters_in_crlf_files() -> None:
    found = reading("größe\r\n日本 Prisma\r\n")

    assert [(each.line, each.column) for each in found.slots["orm"].evidence] == [(6, 4)]


def test_evidence_is_safe_to_print() -> None:
    (proof,) = slot("orm", "a\x1b[31m Prisma").evidence

    assert proof.quote == r"a\u{1b}[31m Prisma"


def test_evidence_is_bounded() -> None:
    found = slot("orm", "We use Prisma.\n\n" * 50)

    assert len(found.evidence) == 5
    assert found.reason == "named on 50 lines"
