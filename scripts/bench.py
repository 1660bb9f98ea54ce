"""`make bench`: the speed of the command line, as ratios against something that runs in the same minute.

Each pair runs in turns, and the medians are compared: the machines are noisy, the ratio is not. The last result worth
keeping is written down in docs/benchmarks.md by hand.
"""

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import yaml

from agentscaffold.engine import read_template
from agentscaffold.engine.template import computed
from agentscaffold.resources import template_root

RUNS = 9
AGENT = Path("examples/next-trpc/agent.md").resolve()
BIN = Path(sys.executable).parent
BARE = """
import typer
app = typer.Typer()
@app.command()
def one(name: str) -> None:
    "First."
@app.command()
def two(name: str) -> None:
    "Second."
app()
"""


@dataclass(frozen=True)
class Pair:
    title: str
    ours: list[str]
    against: list[str]
    aim: float


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="agentscaffold-bench-") as folder:
        work = Path(folder)
        bare = work / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        python, tool = sys.executable, str(BIN / "agentscaffold")
        target = work / "made"
        new = [tool, "new", str(target), "--agent", str(AGENT), "--no-input", "--no-install"]
        pairs = (
            Pair("--help : bare Typer --help", [tool, "--help"], [python, str(bare), "--help"], 1.3),
            Pair(
                "explain : bare Typer --help",
                [tool, "explain", str(AGENT)],
                [python, str(bare), "--help"],
                2.5,
            ),
            Pair("new --no-install : copier copy", new, _copier_copy(new, work, target), 0.8),
            Pair(
                "new --no-install --no-git : copier copy",
                [*new, "--no-git"],
                _copier_copy(new, work, target),
                0.8,
            ),
        )
        print(f"{'':<42}{'ours':>9}{'against':>9}{'ratio':>7}{'aim':>6}   (median wall time of {RUNS}, in turns)")
        for pair in pairs:
            ours, against = _measure(pair, target)
            ratio = ours / against
            print(f"{pair.title:<42}{ours * 1000:>6.0f} ms{against * 1000:>6.0f} ms{ratio:>7.2f}{pair.aim:>6.1f}")


def _copier_copy(new: list[str], work: Path, target: Path) -> list[str]:
    """`copier copy` of the same template with the same answers, from a plain folder that is no git repository."""
    plain = work / "template"
    if not plain.exists():
        root = template_root()
        shutil.copytree(root / "blueprints", plain / "blueprints")
        shutil.copy(root / "copier.yml", plain)
    subprocess.run([*new, "--no-git"], check=True, capture_output=True)
    answers = yaml.safe_load((target / ".copier-answers.yml").read_text(encoding="utf-8"))
    shutil.rmtree(target)
    template = read_template(plain)
    data = {key: value for key, value in answers.items() if not key.startswith("_")}
    data |= computed(template, data)
    data_file = work / "answers.yml"
    data_file.write_text(yaml.safe_dump(data), encoding="utf-8")
    return [
        str(BIN / "copier"),
        "copy",
        "--defaults",
        "--quiet",
        "--data-file",
        str(data_file),
        str(plain),
        str(target),
    ]


def _measure(pair: Pair, target: Path) -> tuple[float, float]:
    ours: list[float] = []
    against: list[float] = []
    for turn in range(RUNS + 1):
        for command, times in ((pair.ours, ours), (pair.against, against)):
            shutil.rmtree(target, ignore_errors=True)
            began = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, env={**os.environ, "COLUMNS": "80"})
            if turn:  # the first turn warms the file cache
                times.append(time.perf_counter() - began)
    return statistics.median(ours), statistics.median(against)


if __name__ == "__main__":
    main()
