"""`fuzz_merge.py N [FIRST]`: N random updates; prints the seeds that broke a promise, and ends with 1 then."""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.engine.merge.random_updates import check_random_update


def main(number: int, first: int = 0) -> int:
    os.environ.update(GIT_CONFIG_GLOBAL=os.devnull, GIT_CONFIG_NOSYSTEM="1")
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + number):
            broken = check_random_update(seed, Path(folder) / str(seed))
            if broken:
                failures += 1
                print(f"seed {seed}: {'; '.join(broken)}", flush=True)
    print(f"{number} random updates, {failures} broke a promise")
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main(*(int(argument) for argument in sys.argv[1:])))
