"""The command line as a process: streams, exit codes, no terminal, no traceback."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[1]
AGENT = REPOSITORY / "examples" / "next-trpc" / "agent.md"


def cli(*arguments: str, cwd: Path | None = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "agentscaffold", *arguments],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "80", "NO_COLOR": "1", **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_help_reads_well_and_names_every_command() -> None:
    done = cli("--help")

    assert done.returncode == 0
    for command in ("new", "adopt", "update", "check", "explain", "list", "doctor"):
        assert f" {command} " in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("command", "words"), [("new", "unless inside one"), ("update", "the newest"), ("adopt", "the only one in")]
)
def test_help_tells_the_defaults_that_are_no_plain_values(command: str, words: str) -> None:
    shown = " ".join(cli(command, "--help").stdout.replace("│", " ").split())

    assert f"[default: {words}" in shown


def test_help_and_list_do_not_import_copier() -> None:
    for arguments in (
        ["--help"],
        ["new", "--help"],
        ["list"],
        ["list", "technologies"],
        ["explain", str(AGENT)],
        ["check", "-h"],
    ):
        program = (
            "import sys\n"
            "from agentscaffold.cli import main\n"
            f"sys.argv = ['agentscaffold', *{arguments!r}]\n"
            "try:\n    main()\nexcept SystemExit:\n    pass\n"
            "assert 'copier' not in sys.modules\n"
        )
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

        assert done.returncode == 0, done.stderr


def test_new_does_not_wait_for_what_only_adopted_projects_need() -> None:
    program = (
        "import sys\nimport agentscaffold.commands.new\nimport agentscaffold.report.new_text\n"
        "assert not {'tomlkit', 'agentscaffold.manifests'} & set(sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_version() -> None:
    from agentscaffold import __version__

    assert cli("--version").stdout == f"agentscaffold {__version__}\n"


def test_new_writes_only_the_result_to_stdout(tmp_path: Path) -> None:
    done = cli("new", "shop", "--agent", str(AGENT), "--no-input", "--no-install", "--format", "json", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    result = json.loads(done.stdout)
    assert result["schema"] == "agentscaffold/new/1"
    assert result["name"] == "shop"
    assert result["git"] == {"committed": True, "note": None}


def test_dry_run_lists_files_with_sizes_and_reasons(tmp_path: Path) -> None:
    done = cli("new", "shop", "--agent", str(AGENT), "--no-input", "--dry-run", cwd=tmp_path)

    assert done.returncode == 0
    assert list(tmp_path.iterdir()) == []
    line = next(text for text in done.stdout.splitlines() if "drizzle.config.ts" in text)
    assert "B" in line
    assert "drizzle (agent line" in line


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["new", "shop", "--agent", "missing.md"], 3, "missing.md"),
        (["new", "shop"], 4, "--agent"),
        (["new", "--agent", str(AGENT)], 4, "DIRECTORY"),
        (["new", "shop", "--agent", str(AGENT), "--set", "orm=nope"], 2, "nope"),
        (["new", "Bad Name!", "--agent", str(AGENT)], 2, "--name bad-name"),
        (["new", ".", "--agent", str(AGENT), "--name", "shop"], 6, "not empty"),
        (["explain", "missing.md"], 3, "missing.md"),
        (["explain"], 2, "FILE"),
        (["list", "nothing"], 2, "nothing"),
        (["new", "x" * 300, "--agent", str(AGENT), "--name", "shop"], 6, "too long"),
    ],
)
def test_mistakes_end_with_one_message_and_their_exit_code(
    tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "something").touch()

    done = cli(*arguments, cwd=tmp_path)

    assert done.returncode == code, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""
    assert [p.name for p in tmp_path.iterdir()] == ["something"]


def test_no_home_no_locale_no_problem(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "agentscaffold", "new", "shop", "--agent", str(AGENT), "--yes", "--no-install"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "shop" / "package.json").is_file()


def test_new_needs_neither_git_nor_the_released_versions(tmp_path: Path) -> None:
    """They are for updates: an installation whose releases cannot be read still makes projects."""
    package = tmp_path / "site" / "agentscaffold"
    shutil.copytree(REPOSITORY / "src" / "agentscaffold", package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(REPOSITORY / "blueprints", package / "_template" / "blueprints")
    shutil.copy(REPOSITORY / "copier.yml", package / "_template")
    releases = package / "_template" / "blueprints" / "releases"
    releases.mkdir(exist_ok=True)
    for name in ("lock.json", "blueprints.bundle"):
        (releases / name).write_bytes(b"\0damaged")

    done = cli(
        *("new", "shop", "--agent", str(AGENT), "--no-input", "--no-install"),
        cwd=tmp_path,
        PYTHONPATH=str(package.parent),
        PATH=str(tmp_path),
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "shop" / "package.json").is_file()
    assert not (tmp_path / "shop" / ".git").exists()


OFFLINE = """
import socket, sys

def refuse(*_arguments):
    raise AssertionError("a network connection was tried")

socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
from agentscaffold.cli import main
main()
"""


def test_nothing_up_to_the_install_needs_a_network(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", OFFLINE, "new", "shop", "--agent", str(AGENT), "--no-input", "--no-install"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "shop" / ".git").is_dir()


def test_a_home_that_cannot_be_written_does_not_matter(tmp_path: Path) -> None:
    done = cli("new", "shop", "--agent", str(AGENT), "--no-input", "--no-install", cwd=tmp_path, HOME="/proc")

    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("delay", [0.05, 0.2, 0.35, 0.5, 0.65, 0.8, 1.0, 1.3])
def test_kill_at_any_moment_leaves_all_or_nothing(tmp_path: Path, delay: float) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "agentscaffold", "new", "shop", "--agent", str(AGENT), "--no-input", "--no-install"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(delay)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()

    def left() -> set[str]:
        return {path.name for path in tmp_path.iterdir()}

    deadline = time.monotonic() + 10
    while left() - {"shop"} and time.monotonic() < deadline:
        time.sleep(0.02)
    assert left() in (set(), {"shop"})
    if left():
        changed = subprocess.run(
            ["git", "status", "--porcelain"], cwd=tmp_path / "shop", check=True, capture_output=True, text=True
        )
        assert changed.stdout == ""
        assert (tmp_path / "shop" / ".copier-answers.yml").is_file()


@pytest.mark.parametrize("arguments", [["list", "technologies"], ["explain", str(AGENT), "--format", "json"]])
def test_a_full_standard_output_is_no_traceback(arguments: list[str]) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "agentscaffold", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert (done.returncode, done.stderr) == (6, "error: No space left on device\n")


def test_sigterm_during_new_leaves_nothing(tmp_path: Path) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec sleep 30\n")
    slow.chmod(0o755)
    process = subprocess.Popen(
        [sys.executable, "-m", "agentscaffold", "new", "x/shop", "--agent", str(AGENT), "--no-input", "--git"],
        cwd=tmp_path,
        env={**os.environ, "PATH": f"{slow.parent}:{os.environ['PATH']}"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    time.sleep(3)
    process.terminate()
    _, said = process.communicate(timeout=20)

    assert (process.returncode, said) == (130, "Interrupted: nothing was written.\n")
    assert [path.name for path in tmp_path.iterdir()] == ["bin"]


def test_completion_is_offered() -> None:
    asked = {"_AGENTSCAFFOLD_COMPLETE": "complete_bash", "COMP_WORDS": "agentscaffold do", "COMP_CWORD": "1"}
    command = Path(sys.executable).with_name("agentscaffold")
    done = subprocess.run([command], env={**os.environ, **asked}, capture_output=True, text=True, check=False)

    assert "doctor" in done.stdout


def test_list_tells_generated_from_recognised() -> None:
    rows = json.loads(cli("list", "technologies", "--format", "json").stdout)["technologies"]

    generated = {row["id"]: row["generated"] for row in rows}
    assert generated["drizzle"] is True
    assert generated["sqlalchemy"] is False
    assert "next-trpc" in cli("list").stdout


def test_doctor_shows_what_is_missing(tmp_path: Path) -> None:
    done = cli("doctor", PATH=str(tmp_path))

    assert done.returncode == 6
    assert "MISSING  node" in done.stdout
