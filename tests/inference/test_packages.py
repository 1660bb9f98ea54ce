from pathlib import Path

import pytest

from agentscaffold.catalogue import load_catalogue
from agentscaffold.inference import PackageScope, infer
from agentscaffold.spec import read_agent

from .support import reading

TREE = """
```
apps/
└── nextjs/
packages/
├── api/
│   └── src/
│       └── root.ts
├── billing/
└── db/
```
"""


def scope(body: str) -> str | None:
    found = reading(body).package_scope
    return found.name if found else None


def test_the_scope_of_packages_that_have_a_folder(shared: Path) -> None:
    found = infer(read_agent(shared / "agents" / "seed-001-t3-turbo.md"), load_catalogue()).package_scope

    assert found == PackageScope("@acme", 12, 44)


def test_where_it_is_named_first() -> None:
    assert reading(f"Routers are in `@shop/billing`.\n{TREE}").package_scope == PackageScope("@shop", 5, 17)


def test_the_one_named_most_often_counts() -> None:
    assert scope(f"First `@old/db`, then `@shop/db/client` and `@shop/api`.\n{TREE}") == "@shop"
    assert scope(f"Either `@one/db` or `@two/db`.\n{TREE}") == "@one"


def test_common_parts_need_no_folder_in_a_monorepo() -> None:
    assert scope("A Turborepo monorepo. Queries are in `@shop/db`.") == "@shop"
    assert scope("A Turborepo monorepo. Invoices are in `@shop/invoices`.") is None
    assert scope("One application. Queries are in `@shop/db`.") is None


@pytest.mark.parametrize(
    "words",
    [
        "`@trpc/api` and `@better-auth/db` and `@prisma/db`",  # published, as the catalogue knows
        "`@sentry/nextjs` and `@storybook/nextjs`",  # published, with the name of a folder
        "`@shop/other` and `@shop/trpc`",  # no folder here
        "`@scope/api`, `@your-org/db` and `@org/db`",  # to be filled in by the reader
        "`@/api`, `@lib/db` and `@packages/db`",  # aliases of folders
        "`@Shop/db`, mail to me@shop/db, see https://example.com/@shop/db",
        "`@shop`, `api/@shop/db`, `@<scope>/db`, `@../db`",
        f"`@{'x' * 50}/db`",
    ],
)
def test_what_is_no_scope_of_the_repository(words: str) -> None:
    assert scope(f"We use {words}.\n{TREE}") is None


def test_folders_that_do_not_hold_packages_tell_nothing() -> None:
    assert scope("Code is in `src/db/` and `src/api/`. See `@shop/db`.") is None


def test_dialogues_tell_nothing() -> None:
    assert scope(f"<example>\nuser: change `@shop/db`\n</example>\n{TREE}") is None


def test_hardly_anything_in_the_labelled_files_has_a_scope(shared: Path) -> None:
    """What is found there was looked at: the scope of create-t3-turbo, and nothing that is published or an alias."""
    files = sorted((shared / "corpus" / "dev").glob("*.md"))
    found = {infer(read_agent(file), load_catalogue()).package_scope for file in files}

    assert {place.name for place in found if place} == {"@acme"}
