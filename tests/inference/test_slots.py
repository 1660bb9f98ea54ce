import pytest

from agentscaffold.catalogue import SLOTS
from tests.inference.support import reading, slot, summary


def test_all_slots_are_always_there() -> None:
    found = reading("Nothing.")

    assert tuple(found.slots) == SLOTS
    assert {each.status for each in found.slots.values()} == {"unstated"}


@pytest.mark.parametrize(
    ("body", "implied"),
    [
        ("We use FastAPI.", {"language": "python", "validation": "pydantic"}),
        ("We use Django.", {"language": "python", "orm": "django-orm"}),
        ("We use Laravel.", {"language": "php", "orm": "eloquent", "package_manager": "composer"}),
        ("We use Ruby on Rails.", {"language": "ruby", "orm": "activerecord", "package_manager": "bundler"}),
        ("We use Phoenix with Elixir.", {"language": "elixir", "orm": "ecto", "package_manager": "mix"}),
        ("We use Spring Boot and Java.", {"language": "java"}),
        ("We use Spring Boot and Kotlin.", {"language": "kotlin"}),
        ("We use tRPC.", {"language": "typescript"}),
        ("We use NestJS.", {"language": "typescript"}),
        ("We use EF Core.", {"language": "csharp", "package_manager": "nuget"}),
        ("Written in Go.", {"package_manager": "go-mod"}),
        ("Written in Rust.", {"package_manager": "cargo"}),
        ("The T3 stack.", {"framework": "t3", "language": "typescript"}),
        ("See `app/api/users/route.ts` and `NextResponse`.", {"framework": "nextjs", "language": "typescript"}),
    ],
)
def test_what_is_certain(body: str, implied: dict[str, str]) -> None:
    found = reading(body)

    assert {name: found.slots[name].choice for name in implied} == implied


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("database", "We use Prisma."),
        ("database", "We use Drizzle."),
        ("language", "A Node.js service."),
        ("cache", "Celery."),
    ],
)
def test_what_is_not_implied(name: str, body: str) -> None:
    assert slot(name, body).status == "unstated"


def test_another_name_stands_above_an_implication() -> None:
    assert summary("orm", "Django with SQLAlchemy") == "stated sqlalchemy"


def test_an_implication_says_what_it_follows_from() -> None:
    found = slot("validation", "We use FastAPI.")

    assert found.reason == "implied by FastAPI"
    (proof,) = found.evidence
    assert (proof.technology, proof.role, proof.line, proof.column) == ("pydantic", "implied", 5, 8)


def test_what_cannot_run_in_the_stated_language_is_dropped() -> None:
    found = reading(
        "Written in **Go** with chi.\n\nIt serves the static export of the Next.js site.\n\nThe Next.js export."
    )

    assert found.slots["framework"].options == ("chi",)
    assert found.slots["language"].choice == "go"


def test_an_aside_is_no_second_choice() -> None:
    body = "We use PostgreSQL.\n\n" * 6 + "Clickhouse came up once: clickhouse.\n"

    assert slot("database", body).options == ("postgresql",)


def test_superseded_libraries() -> None:
    found = reading("Sessions with Lucia.\n\n```ts\nimport { sql } from '@vercel/postgres'\n```\n\nA bull in a shop.")

    assert [(each.name, each.line, each.column) for each in found.superseded] == [
        ("Lucia", 5, 15),
        ("@vercel/postgres", 8, 22),
    ]


def test_a_superseded_library_that_is_ruled_out_is_no_matter() -> None:
    assert reading("Never use Lucia.").superseded == ()
