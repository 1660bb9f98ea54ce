import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agentscaffold.catalogue import SLOTS
from agentscaffold.inference import Reading
from tests.inference.support import reading

WORDS = st.sampled_from(
    [
        "Prisma", "Drizzle", "Next.js", "Clerk", "never use ", "or", "/", ", ", "(", ")", "`", "**", "- ", "# ",
        "## Skills\n", "\n", "| Need | Pick |\n", "```ts\n", "```\n", "```json\n", "├── ", "│   ", "src/",
        "src/db.ts", "<example>", "</example>", "e.g. ", "\u2028", "日本語", "optional ", "---\n", ". ",
        "@x/y", "`pnpm test`", "İ",
        "\x1b", "GET /api", "REST",
    ]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(WORDS, max_size=40).map("".join))
def test_any_text_is_understood_somehow(text: str) -> None:
    found = reading(text)

    assert tuple(found.slots) == SLOTS
    for slot in found.slots.values():
        assert (slot.status == "unstated") == (not slot.options)
        assert slot.choice == (slot.options[0] if slot.status == "stated" else None)
        assert slot.evidence or slot.status == "unstated"
    assert_places_are_real(found, text)


def assert_places_are_real(found: Reading, text: str) -> None:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    places = [(each.line, each.column) for slot in found.slots.values() for each in slot.evidence]
    for line, column in [*places, *((each.line, each.column) for each in found.directories)]:
        assert 1 <= column <= len(lines[line - 5]) + 1


@pytest.mark.parametrize(
    "piece",
    [
        "Prisma or ",
        "src/app/x.ts ",
        "│   ├── src/ # x\n",
        "never use ",
        "- **prisma** - x\n- **drizzle** - y\n",
        '"',
        "*",
    ],
)
def test_no_text_takes_long(piece: str) -> None:
    text = piece * (1024 * 1024 // len(piece) - 100)

    started = time.process_time()
    found = reading(text)

    assert time.process_time() - started < 3
    assert found.notes == ("The file or a line of it is so long that only its beginning was read for technologies.",)


def test_the_same_text_is_understood_in_the_same_way() -> None:
    text = "Prisma, Drizzle, Kysely, Clerk, Auth0, Redis or Memcached, PostgreSQL, MySQL, SQLite"

    assert reading(text) == reading(text)
