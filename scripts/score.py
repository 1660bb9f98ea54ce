"""How well `infer` reads labelled agent files: a table per slot, and every miss.

    python scripts/score.py [DIRECTORY]

A directory holds `labels.jsonl` and the files it labels. A slot is right when its status is right and the chosen
value is accepted; for `offered` the sets overlap; for `unstated` nothing is claimed to be stated.
"""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agentscaffold.catalogue import SLOTS, load_catalogue
from agentscaffold.inference import Reading, SlotReading, infer
from agentscaffold.spec import read_agent

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("AGENTSCAFFOLD_SHARED", ROOT.parent / "shared"))


@dataclass(frozen=True)
class Miss:
    file: str
    slot: str
    expected: str
    found: str


def accepts(label: dict[str, Any], reading: SlotReading) -> bool:
    """Whether a reading is right by the definition of the corpus."""
    accepted = {value.removeprefix("other:") for value in label["accept"]}
    if label["status"] == "unstated":
        return reading.status != "stated"
    if label["status"] != reading.status:
        return False
    if reading.status == "stated":
        return reading.choice in accepted
    return bool(accepted & set(reading.options))


def same_path(one: str, other: str) -> bool:
    """Paths are compared by suffix: `api/src` and `packages/api/src` are the same place."""
    one, other = one.strip("/"), other.strip("/")
    return one == other or one.endswith(f"/{other}") or other.endswith(f"/{one}")


def labelled(directory: Path) -> Iterator[tuple[dict[str, Any], Reading]]:
    catalogue = load_catalogue()
    for row in (directory / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(row)
        yield label, infer(read_agent(directory / f"{label['id']}.md"), catalogue)


def main(directory: Path) -> None:
    right, total, invented = Counter[str](), Counter[str](), Counter[str]()
    misses: list[Miss] = []
    expected_paths = found_paths = named_paths = confirmed_paths = 0
    started = time.perf_counter()
    for label, reading in labelled(directory):
        for slot in SLOTS:
            if slot not in label["slots"]:
                continue
            expected, found = label["slots"][slot], reading.slots[slot]
            total[slot] += 1
            if accepts(expected, found):
                right[slot] += 1
                continue
            invented[slot] += expected["status"] == "unstated"
            misses.append(
                Miss(
                    label["id"],
                    slot,
                    _words(expected["status"], expected["accept"]),
                    _words(found.status, found.options),
                )
            )
        for key in ("layout", "scope"):
            if label.get(key):
                total[key] += 1
                right[key] += label[key] == getattr(reading, key)
                if label[key] != getattr(reading, key):
                    misses.append(Miss(label["id"], key, label[key], getattr(reading, key)))
        paths = [directory.path for directory in reading.directories]
        both, either = label["directories"], label["directories_any"]
        lost = [path for path in both if not any(same_path(path, other) for other in paths)]
        extra = [path for path in paths if not any(same_path(path, other) for other in either)]
        expected_paths += len(both)
        found_paths += len(both) - len(lost)
        named_paths += len(paths)
        confirmed_paths += len(paths) - len(extra)
        if lost or extra:
            misses.append(Miss(label["id"], "directories", f"lost {lost}", f"extra {extra}"))
    for miss in misses:
        print(f"{miss.file[:8]:8} {miss.slot:16} expected {miss.expected}\n{'':26}found {miss.found}")
    print()
    for key in (*SLOTS, "layout", "scope"):
        print(f"{key:16} {right[key]:4}/{total[key]:<4} {_percent(right[key], total[key])} invented {invented[key]}")
    slots_right, slots_total = sum(right[s] for s in SLOTS), sum(total[s] for s in SLOTS)
    print(
        f"{'slots':16} {slots_right:4}/{slots_total:<4} {_percent(slots_right, slots_total)} invented {invented.total()}"
    )
    print(f"{'paths found':16} {found_paths:4}/{expected_paths:<4} {_percent(found_paths, expected_paths)}")
    print(f"{'paths confirmed':16} {confirmed_paths:4}/{named_paths:<4} {_percent(confirmed_paths, named_paths)}")
    print(f"{time.perf_counter() - started:.2f} s")


def _words(status: str, values: Any) -> str:
    return f"{status} {'/'.join(values)}".strip()


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole if whole else 100:5.1f} %"


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "corpus" / "dev")
