"""The wizard on a real (pseudo-)terminal."""

import os
import subprocess
import sys
from pathlib import Path

import pexpect
import pytest

AGENT = """---
name: writer
description: Writes our API
---
Next.js with tRPC on PostgreSQL, Clerk for sign-in.

ORM: Prisma or Drizzle, whichever fits. Package manager: pnpm or yarn.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    agents = tmp_path / ".claude" / "agents"
    agents.mkdir(parents=True)
    (agents / "writer.md").write_text(AGENT, encoding="utf-8")
    return tmp_path


def start(folder: Path, *arguments: str, command: str = "new", **environment: str) -> "pexpect.spawn[str]":
    """The wizard as a person would start it; `CI` is what would keep it from asking."""
    kept = {key: value for key, value in os.environ.items() if key != "CI"}
    return pexpect.spawn(
        sys.executable,
        ["-m", "agentscaffold", command, *arguments],
        cwd=str(folder),
        env={**kept, "TERM": "xterm", **environment},
        dimensions=(40, 100),
        encoding="utf-8",
        timeout=20,
    )


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1", "TERM": "dumb"}])
def test_straight_through_asks_only_what_is_open(folder: Path, environment: dict[str, str]) -> None:
    wizard = start(folder, "--no-install", **environment)
    wizard.expect("Which agent file")
    wizard.send("\r")
    wizard.expect("Where should the project go")
    wizard.sendline("")
    wizard.expect("Which ORM")
    wizard.expect("written for REST")
    wizard.send("\r")
    wizard.expect("Which package manager")
    wizard.send("\r")
    wizard.expect("Create it")
    wizard.send("y")
    wizard.expect("Created my-service")
    wizard.expect("--set orm=drizzle")
    wizard.expect(pexpect.EOF)
    wizard.close()

    assert wizard.exitstatus == 0
    assert (folder / "my-service" / ".claude/agents/writer.md").read_text(encoding="utf-8") == AGENT


def test_ctrl_c_leaves_nothing(folder: Path) -> None:
    wizard = start(folder, "shop", "--agent", ".claude/agents/writer.md")
    wizard.expect("Which ORM")
    wizard.sendintr()
    wizard.expect("Interrupted: nothing was written")
    wizard.expect(pexpect.EOF)
    wizard.close()

    assert wizard.exitstatus == 130
    assert [p.name for p in folder.iterdir()] == [".claude"]


def test_saying_no_leaves_nothing(folder: Path) -> None:
    wizard = start(folder, "shop", "--agent", ".claude/agents/writer.md", "--set", "orm=drizzle")
    wizard.expect("Which package manager")
    wizard.send("\r")
    wizard.expect("Create it")
    wizard.send("n")
    wizard.expect("Nothing was written")
    wizard.expect(pexpect.EOF)
    wizard.close()

    assert wizard.exitstatus == 0
    assert [p.name for p in folder.iterdir()] == [".claude"]


def test_a_terminal_in_ci_is_never_asked(folder: Path) -> None:
    wizard = start(folder, "shop", "--agent", ".claude/agents/writer.md", CI="true")
    wizard.expect("--set orm=VALUE")
    wizard.expect(pexpect.EOF)
    wizard.close()

    assert wizard.exitstatus == 4


@pytest.mark.parametrize(("flag", "code"), [("--no-input", 4), ("--yes", 0)])
def test_flags_keep_a_terminal_from_being_asked(folder: Path, flag: str, code: int) -> None:
    wizard = start(folder, "shop", "--agent", ".claude/agents/writer.md", "--no-install", flag)
    wizard.expect(pexpect.EOF)
    wizard.close()

    assert wizard.exitstatus == code
    assert (folder / "shop").exists() == (code == 0)


def test_an_adoption_asks_for_each_group_that_is_missing(folder: Path) -> None:
    words = [sys.executable, "-m", "agentscaffold", "new", "shop", "--agent", ".claude/agents/writer.md"]
    subprocess.run([*words, "--yes", "--no-install", "--git"], cwd=folder, check=True, capture_output=True)
    shop = folder / "shop"
    gone = [shop / name for name in (".copier-answers.yml", "Dockerfile", "compose.yaml", "vitest.config.ts")]
    for path in gone:
        path.unlink()
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com"]
    subprocess.run(["git", *identity, "commit", "--quiet", "--all", "--message", "Less"], cwd=shop, check=True)

    wizard = start(folder, "shop", command="adopt")
    wizard.expect("docker is missing: Dockerfile, compose.yaml. Take it")
    wizard.send("n")
    wizard.expect("vitest is missing: vitest.config.ts. Take it")
    wizard.send("y")
    wizard.expect("Left out, and not managed: 2 files")
    wizard.expect("Write it")
    assert not gone[-1].exists()
    wizard.send("y")
    wizard.expect("Adopted shop")
    wizard.expect(pexpect.EOF)
    wizard.close()

    assert wizard.exitstatus == 0
    assert [path.exists() for path in gone] == [True, False, False, True]
