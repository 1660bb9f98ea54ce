from pathlib import Path

import pytest

from agentscaffold.commands.explain import explain_one
from agentscaffold.report.explain_text import explain_text
from agentscaffold.spec.read import parse_agent

EXAMPLES = sorted((Path(__file__).resolve().parents[2] / "examples").glob("*/agent.md"))

AGENT = """---
name: Explore
description: Backend developer for a NestJS service.
---

We use NestJS, Prisma or Drizzle, and PostgreSQL. Never use MongoDB. Sessions came from Lucia.

The code is in `src/modules/`, tests run with Vitest. `packages/db/` is `@shop/db`.
"""

SHOWN = """\
x.md: Explore
  256 B, frontmatter strict; Claude Code loads it
  builds a back end, a monorepo

  SLOT             STATUS    FOUND                WHERE  WHY
  language         stated    TypeScript           3:38   implied by NestJS
  framework        stated    NestJS               3:38   named on 2 lines
  api              unstated  -                           not stated
  orm              offered   Prisma, Drizzle ORM  6:16   2 alternatives, none
                                                         chosen
  database         stated    PostgreSQL           6:39   named once
  auth             stated    Lucia                6:89   named once
  cache            unstated  -                           not stated
  queue            unstated  -                           not stated
  validation       unstated  -                           not stated
  testing          stated    Vitest               8:47   named once
  package_manager  unstated  -                           not stated

Directories and files it names
  8:17  src/modules
  8:56  packages/db

Scope of its packages
  8:74  @shop

Ruled out
  6:61  MongoDB

Superseded
  6:89  Lucia: """


def text_of(agent: str, source: str = "x.md") -> str:
    return explain_text(explain_one(parse_agent(agent.encode(), source)))


def test_what_the_user_sees() -> None:
    shown = text_of(AGENT)

    assert shown.startswith(SHOWN)
    assert "Recognised, not generated\n  NestJS, " in shown
    assert "Warnings\n  2: The name `Explore` silently replaces a built-in agent." in shown
    assert "\nBlueprint: " in shown


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_it_fits_eighty_columns(path: Path) -> None:
    shown = text_of(path.read_bytes().decode(), source="agent.md")

    assert [line for line in shown.splitlines() if len(line) > 80] == []
    assert all(line == line.rstrip() for line in shown.splitlines())


def test_foreign_text_cannot_steer_the_terminal() -> None:
    agent = "---\nname: 'a\x1b]0;title\x07b'\ndescription: d\n---\nSee `src/a/`. \x1b[2J\u202e Prisma\n"

    shown = text_of(agent, source="evil\x1b[31m.md")

    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert r"evil\u{1b}[31m.md" in shown


def test_what_will_be_a_default_is_said() -> None:
    example = next(path for path in EXAMPLES if path.parent.name == "next-trpc")

    shown = text_of(example.read_text(encoding="utf-8"))

    assert "Blueprint: next-trpc" in shown
    assert "default npm" in shown


def test_many_directories_are_cut_short() -> None:
    body = "".join(f"- `src/part{number}/`\n" for number in range(30))

    assert "  and 18 more (--format json lists them)" in text_of(f"# x\n{body}")
