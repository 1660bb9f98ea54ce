"""The labelled agent files of other people, where they are at hand (see `shared` in conftest)."""

import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from agentscaffold.catalogue import load_catalogue
from agentscaffold.inference import Reading, infer
from agentscaffold.spec import read_agent


def load_scoring() -> ModuleType:
    """`scripts/score.py`, which is a program and no module of the package."""
    path = Path(__file__).resolve().parents[2] / "scripts" / "score.py"
    spec = importlib.util.spec_from_file_location("scoring", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["scoring"] = module
    spec.loader.exec_module(module)
    return module


scoring = load_scoring()

SEEDS = (
    "seed-000-next-trpc-drizzle-clerk",
    "seed-001-t3-turbo",
    "seed-002-backend-engineer",
    "seed-003-next-prisma-platform",
    "seed-004-t3-prisma",
)


def read_seed(shared: Path, name: str) -> tuple[dict[str, object], Reading]:
    rows = (shared / "agents" / "labels.jsonl").read_text(encoding="utf-8").splitlines()
    label = next(row for row in map(json.loads, rows) if row["id"] == name)
    return label, infer(read_agent(shared / "agents" / f"{name}.md"), load_catalogue())


@pytest.mark.parametrize("name", SEEDS)
def test_every_labelled_slot_of_a_seed_is_right(shared: Path, name: str) -> None:
    label, reading = read_seed(shared, name)
    slots = label["slots"]
    assert isinstance(slots, dict)

    wrong = {
        slot: reading.slots[slot]
        for slot, expected in slots.items()
        if not scoring.accepts(expected, reading.slots[slot])
    }

    assert wrong == {}
    assert label["layout"] in (None, reading.layout)
    assert label["scope"] == reading.scope


@pytest.mark.parametrize("name", SEEDS)
def test_every_directory_of_a_seed_is_right(shared: Path, name: str) -> None:
    label, reading = read_seed(shared, name)
    both, either = label["directories"], label["directories_any"]
    assert isinstance(both, list)
    assert isinstance(either, list)
    found = [directory.path for directory in reading.directories]

    assert [path for path in both if path not in found] == []
    assert [path for path in found if not any(scoring.same_path(path, other) for other in either)] == []


def test_other_agent_files_are_understood_well(shared: Path) -> None:
    result = scoring.score(scoring.labelled(shared / "corpus" / "dev"))

    assert result.share("slots") >= 0.95
    assert result.invented <= 2
