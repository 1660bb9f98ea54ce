"""Twenty random updates; `scripts/fuzz_merge.py N` runs as many as you like."""

import os
from pathlib import Path

import pytest

from tests.engine.merge.random_updates import check_random_update

SEEDS = int(os.environ.get("AGENTSCAFFOLD_FUZZ", "20"))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    assert check_random_update(seed, tmp_path / "run") == []
