"""`make demo`: generate a project from an example agent and prove that it works."""

import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path

from proof import ProofError, run, serving

from agentscaffold.cli import app

AGENT = Path("examples/next-trpc/agent.md")
STEPS = ("typecheck", "lint", "test:coverage", "build")


def main(folder: Path) -> None:
    project = folder / "shop"
    shutil.rmtree(folder, ignore_errors=True)
    print(f"1. agentscaffold new {project} --agent {AGENT} --no-input\n", flush=True)
    app(
        ["new", str(project), "--agent", str(AGENT), "--no-input", "--git"],
        standalone_mode=False,
    )
    print("\n2. The project proves itself", flush=True)
    for script in STEPS:
        _step(f"npm run {script}", lambda script=script: run(project, ["npm", "run", script]))  # type: ignore[misc]
    _step("npm start, GET /api/health and a query", lambda: _one_request(project))
    print(f"\nEverything works. Have a look: cd {project} && npm run dev")


def _one_request(project: Path) -> None:
    with serving(project, ["npm", "start"]) as server:
        created = server.post(
            "/api/trpc/post.create",
            {"json": {"title": "Hello", "content": "From the demo"}},
            {"authorization": "Dev demo"},
        )
        if created.status != 200:
            raise ProofError(f"post.create answered {created.status}: {created.body[:500]!r}")
        listed = server.get("/api/trpc/post.list")
        if listed.status != 200 or b"From the demo" not in listed.body:
            raise ProofError(f"post.list answered {listed.status}: {listed.body[:500]!r}")


def _step(title: str, action: Callable[[], object]) -> None:
    print(f"   {title:<45}", end="", flush=True)
    began = time.monotonic()
    action()
    print(f"ok  {time.monotonic() - began:6.1f} s", flush=True)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]))
    except ProofError as error:
        sys.exit(f"FAILED\n{error}")
