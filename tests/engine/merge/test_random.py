"""Twenty random updates; `scripts/fuzz_merge.py N` runs as many as you like."""

import os
from pathlib import Path

import pytest

from tests.engine.merge.copier_updates import merged_by_copier, merged_by_us, try_update
from tests.engine.merge.random_updates import check_random_update

SEEDS = int(os.environ.get("AGENTSCAFFOLD_FUZZ", "20"))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_nothing_is_lost(tmp_path: Path, seed: int) -> None:
    assert check_random_update(seed, tmp_path / "run") == []


@pytest.mark.filterwarnings("ignore")
def test_the_comparison_sees_what_copiers_own_update_loses(tmp_path: Path) -> None:
    ours = try_update(0, tmp_path / "ours", merged_by_us)
    its = try_update(0, tmp_path / "its", merged_by_copier)

    assert (ours.lost, ours.overwritten, ours.failure) == (0, 0, None)
    assert its.lost > 0
    assert its.failure is None
