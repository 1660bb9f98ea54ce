"""What a sentence commits to. The technologies are examples; the rules know none of them by name."""

import pytest

from tests.inference.support import reading, summary


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param("We use Prisma.", "stated prisma", id="plain sentence"),
        pytest.param("- **ORM**: Prisma", "stated prisma", id="label"),
        pytest.param("```ts\nimport { PrismaClient } from '@prisma/client'\n```", "stated prisma", id="import"),
        pytest.param("Run `npx prisma migrate dev`.", "stated prisma", id="command"),
        pytest.param("The schema is `prisma/schema.prisma`.", "stated prisma", id="file"),
        pytest.param("Prisma is optional.", "offered prisma", id="optional"),
        pytest.param("An ORM such as Prisma.", "offered prisma", id="such as"),
        pytest.param("An ORM (e.g. Prisma).", "offered prisma", id="e.g."),
        pytest.param("Ein ORM, z. B. Prisma.", "offered prisma", id="e.g. in German"),
        pytest.param("Prisma or something of your own.", "stated prisma", id="a way out is no rival"),
        pytest.param("Raw SQL or Prisma, whatever fits.", "offered raw-sql prisma", id="or"),
        pytest.param("Use Prisma or Drizzle.", "offered prisma drizzle", id="rivals with or"),
        pytest.param("Prisma/Drizzle", "offered prisma drizzle", id="rivals with a slash"),
        pytest.param("Prisma oder Drizzle", "offered prisma drizzle", id="rivals in German"),
        pytest.param("PrismaまたはDrizzle", "offered prisma drizzle", id="rivals in Japanese"),
        pytest.param("- Data access (Prisma, Drizzle, Kysely)", "offered prisma drizzle kysely", id="enumeration"),
        pytest.param("Prisma vs. Drizzle", "offered prisma drizzle", id="versus"),
        pytest.param(
            "Prisma or Drizzle.\n\nWe use Drizzle; `drizzle.config.ts` is ours.", "stated drizzle", id="decided later"
        ),
        pytest.param("Nothing here.", "unstated", id="nothing"),
    ],
)
def test_commitment(body: str, expected: str) -> None:
    assert summary("orm", body) == expected


@pytest.mark.parametrize(
    "body",
    [
        "Never use Prisma.",
        "Do not use Prisma here.",
        "Don't add Prisma to this project.",
        "No Prisma.",
        "Avoid `Prisma`.",
        "Drizzle instead of Prisma.",
        "Drizzle, not Prisma.",
        "We migrated from Prisma to Drizzle.",
        "Prisma is not allowed.",
        "❌ Prisma",
        "Prisma: forbidden",
        "Verwende niemals Prisma.",
        "Kein Prisma.",
        "Ne pas utiliser Prisma.",
        "Nunca uses Prisma.",
        "Não use Prisma.",
        "Prismaは使わない",
        "Без Prisma.",
    ],
)
def test_ruled_out(body: str) -> None:
    found = reading(body)

    assert "prisma" not in found.slots["orm"].options
    assert [each.technology for each in found.excluded] == ["prisma"]
    assert found.excluded[0].role == "excluded"


def test_everything_in_a_ruled_out_enumeration() -> None:
    found = reading("Do not introduce Prisma, TypeORM or Sequelize.")

    assert [each.technology for each in found.excluded] == ["prisma", "typeorm", "sequelize"]
    assert found.slots["orm"].status == "unstated"


@pytest.mark.parametrize(
    "body",
    [
        "Never use Prisma outside `src/db/`.",
        "Never call Prisma directly from a route.",
        "Do not import Prisma in components.",
        "Do not change the Prisma schema without a migration.",
        "Never write a query by hand, use Prisma.",
        "Not only Prisma: the whole data layer is yours.",
    ],
)
def test_a_rule_about_its_use_confirms_it(body: str) -> None:
    assert summary("orm", body) == "stated prisma"


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("<example>\nuser: 'Use Prisma'\n</example>", id="example"),
        pytest.param("user: Use Prisma\nassistant: I will use Prisma", id="dialogue"),
        pytest.param("## Example interactions\n\n- Add a Prisma model", id="sample requests"),
        pytest.param('- "Implement the booking table with Prisma today"', id="quoted request"),
        pytest.param('Delivery notification:\n"Done. Delivered a service with Prisma."', id="delivery sentence"),
        pytest.param("## Works with other agents\n\n- **db-agent** owns Prisma", id="hand-over"),
        pytest.param(
            "## What you will NOT do\n\n- Prisma migrations (delegate to the database team)", id="will not do"
        ),
        pytest.param("## Nicht zuständig\n\n- Prisma", id="will not do in German"),
        pytest.param("# Persistent Agent Memory\n\nAlways use Prisma.", id="memory"),
        pytest.param('```json\n{"task": "Add Prisma"}\n```', id="JSON sample"),
        pytest.param("```markdown\n## Report\nPrisma: done\n```", id="document sample"),
        pytest.param("Ask the prisma-expert.", id="name of an agent"),
        pytest.param("See https://www.prisma.io/docs for more.", id="address"),
    ],
)
def test_talk_is_no_commitment(body: str) -> None:
    assert summary("orm", body) == "unstated"


def test_triggers_in_the_description_commit_to_nothing() -> None:
    header = "---\nname: x\ndescription: Backend work. Use when user mentions: Prisma, Drizzle, Clerk\n---\n"

    found = reading("Text.", header=header)

    assert {found.slots[name].status for name in ("orm", "auth")} == {"unstated"}


def test_the_description_commits() -> None:
    header = "---\nname: x\ndescription: Backend developer for a Prisma service\n---\n"

    assert reading("Text.", header=header).slots["orm"].choice == "prisma"


def test_a_manifest_is_no_sample() -> None:
    assert summary("orm", '```json\n{"dependencies": {"@prisma/client": "6"}}\n```') == "stated prisma"


@pytest.mark.parametrize(
    ("name", "body", "expected"),
    [
        pytest.param("testing", "Vitest and Playwright", "stated vitest playwright", id="tests are used together"),
        pytest.param("testing", "Jest/Vitest", "offered jest vitest", id="two of a kind are not"),
        pytest.param("api", "REST and GraphQL APIs", "stated rest graphql", id="APIs are used together"),
        pytest.param("database", "PostgreSQL on Supabase", "stated postgresql supabase", id="kin"),
        pytest.param("database", "PostgreSQL, MySQL, SQLite", "offered postgresql mysql sqlite", id="databases"),
        pytest.param("auth", "Clerk with JWTs", "stated clerk jwt", id="a product before a mechanism"),
        pytest.param("auth", "JWT via Clerk", "stated clerk jwt", id="whatever comes first"),
        pytest.param("queue", "Queues (RabbitMQ, Kafka)", "offered rabbitmq kafka", id="queues"),
        pytest.param("cache", "Redis or Memcached", "offered redis memcached", id="caches"),
    ],
)
def test_rivals_by_slot(name: str, body: str, expected: str) -> None:
    assert summary(name, body) == expected


def test_a_table_of_needs_leaves_the_choice_open() -> None:
    found = reading(
        "| Need | Pick |\n|---|---|\n| Types | Prisma |\n| Control | Kysely |\n\n```ts\nnew PrismaClient()\n```"
    )

    assert found.slots["orm"].options == ("prisma", "kysely")
    assert found.slots["orm"].status == "offered"
    assert found.slots["orm"].evidence[0].quote == "| Types | Prisma |"


def test_a_table_of_needs_does_not_outweigh_a_declaration() -> None:
    table = "| Need | Pick |\n|---|---|\n| Types | Prisma |\n| Control | Kysely |"
    body = f"## Stack\n\n- **ORM**: Kysely\n\n## Choosing\n\n{table}"

    assert summary("orm", body) == "stated kysely"


def test_a_list_of_skills_leaves_the_choice_open() -> None:
    body = "## Skills\n\n- **prisma** - models\n- **drizzle** - SQL\n- **vitest** - tests"

    assert summary("orm", body) == "offered prisma drizzle"
    assert summary("testing", body) == "stated vitest"


def test_an_agent_for_any_framework_only_knows_its_other_skills() -> None:
    body = "## Skills\n\n- Express, Fastify and NestJS\n- Data access with Prisma\n"

    assert summary("framework", body) == "offered express fastify nestjs"
    assert summary("orm", body) == "offered prisma"
