"""A generated project, and what its user does to it."""

import subprocess
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
AGENT = REPOSITORY / "examples" / "next-trpc" / "agent.md"
ANSWERS = ".copier-answers.yml"


def commit(project: Path) -> None:
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "add", "--all"], cwd=project, check=True)
    subprocess.run(["git", *identity, "commit", "--quiet", "--message", "Mine"], cwd=project, check=True)


def status(project: Path) -> str:
    command = ["git", "status", "--porcelain", "--untracked-files=all"]
    return subprocess.run(command, cwd=project, check=True, capture_output=True, text=True).stdout


def edit(project: Path, path: str, before: str, after: str) -> None:
    text = (project / path).read_text(encoding="utf-8")
    assert before in text
    (project / path).write_text(text.replace(before, after, 1), encoding="utf-8")


def tree(project: Path) -> dict[str, bytes]:
    return {
        p.relative_to(project).as_posix(): p.read_bytes()
        for p in sorted(project.rglob("*"))
        if p.is_file() and ".git" not in p.relative_to(project).parts
    }
