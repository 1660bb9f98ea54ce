"""Random updates that look for anything lost; docs/benchmarks.md says what they showed.

`fuzz_merge.py N [FIRST]`: N of them; prints the seeds that broke a promise, and ends with 1 then.
`fuzz_merge.py --against-copier N [FIRST]`: the same N once merged by Copier's own update and once by ours.
"""

import os
import sys
import tempfile
import warnings
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.engine.merge.copier_updates import Result, merged_by_copier, merged_by_us, try_update
from tests.engine.merge.random_updates import check_random_update


def check(number: int, first: int, folder: Path) -> int:
    """Print every broken promise; the result is the number of updates with one."""
    failures = 0
    for seed in range(first, first + number):
        broken = check_random_update(seed, folder / str(seed))
        if broken:
            failures += 1
            print(f"seed {seed}: {'; '.join(broken)}", flush=True)
    print(f"{number} random updates, {failures} broke a promise")
    return failures


def compare(number: int, first: int, folder: Path) -> None:
    """Print what Copier's update and ours did to the same projects."""
    warnings.simplefilter("ignore")  # of Copier, about itself
    for name, engine in (("copier", merged_by_copier), ("ours", merged_by_us)):
        results = []
        for seed in range(first, first + number):
            result = try_update(seed, folder / f"{name}-{seed}", engine)
            results.append(result)
            if result.lost or result.overwritten or result.failure:
                print(f"{name}, seed {seed}: {result}", flush=True)
        print(f"{name}: {_summary(results)}", flush=True)


def _summary(results: Sequence[Result]) -> str:
    errors = Counter(result.failure.partition(":")[0] for result in results if result.failure is not None)
    finished = [result for result in results if result.failure is None]
    return (
        f"{len(results)} updates, "
        f"{len(results) - len(finished)} failed ({sum(r.half_done for r in results)} half done), "
        f"{sum(r.lost > 0 for r in finished)} finished without {sum(r.lost for r in finished)} committed lines, "
        f"{sum(r.overwritten > 0 for r in results)} wrote over files that git does not know, "
        f"{sum(r.conflicts for r in results)} files in conflict"
        + "".join(f"; {number} {error}" for error, number in sorted(errors.items()))
    )


def main(words: Sequence[str]) -> int:
    os.environ.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1")
    against_copier = words[:1] == ["--against-copier"]
    number, first = ([int(word) for word in words[against_copier:]] + [0])[:2]
    with tempfile.TemporaryDirectory() as folder:
        if against_copier:
            compare(number, first, Path(folder))
            return 0
        return 1 if check(number, first, Path(folder)) else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
