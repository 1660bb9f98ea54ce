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
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from agentscaffold.catalogue import SLOTS, load_catalogue
from agentscaffold.inference import Reading, SlotReading, infer
from agentscaffold.spec import read_agent

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("AGENTSCAFFOLD_SHARED", ROOT.parent / "shared"))

Label = dict[str, Any]


@dataclass
class Score:
    """Right and total per subject: each slot, `slots` for all of them, `layout`, `scope` and both path measures."""

    right: Counter[str] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    invented: int = 0
    misses: list[tuple[str, str, str, str]] = field(default_factory=list)

    def count(self, subject: str, *, right: int, of: int = 1) -> None:
        self.right[subject] += right
        self.total[subject] += of

    def share(self, subject: str) -> float:
        return self.right[subject] / self.total[subject] if self.total[subject] else 1


def accepts(label: Label, reading: SlotReading) -> bool:
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


def labelled(directory: Path) -> Iterator[tuple[Label, Reading]]:
    catalogue = load_catalogue()
    for row in (directory / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(row)
        yield label, infer(read_agent(directory / f"{label['id']}.md"), catalogue)


def score(pairs: Iterable[tuple[Label, Reading]]) -> Score:
    result = Score()
    for label, reading in pairs:
        _score_slots(result, label, reading)
        for subject, found in (("layout", reading.layout), ("scope", reading.scope)):
            if expected := label.get(subject):
                result.count(subject, right=expected == found)
                if expected != found:
                    result.misses.append((label["id"], subject, expected, found))
        _score_paths(result, label, [directory.path for directory in reading.directories])
    return result


def _score_slots(result: Score, label: Label, reading: Reading) -> None:
    for slot in SLOTS:
        expected = label["slots"].get(slot)
        if expected is None:
            continue
        found = reading.slots[slot]
        right = accepts(expected, found)
        result.count(slot, right=right)
        result.count("slots", right=right)
        if not right:
            result.invented += expected["status"] == "unstated"
            said = f"{expected['status']} {'/'.join(expected['accept'])}"
            result.misses.append((label["id"], slot, said, f"{found.status} {'/'.join(found.options)}"))


def _score_paths(result: Score, label: Label, paths: list[str]) -> None:
    lost = [path for path in label["directories"] if not any(same_path(path, other) for other in paths)]
    extra = [path for path in paths if not any(same_path(path, other) for other in label["directories_any"])]
    result.count("paths found", right=len(label["directories"]) - len(lost), of=len(label["directories"]))
    result.count("paths confirmed", right=len(paths) - len(extra), of=len(paths))
    if lost or extra:
        result.misses.append((label["id"], "directories", f"lost {lost}", f"extra {extra}"))


def main(directory: Path) -> None:
    started = time.perf_counter()
    result = score(labelled(directory))
    for file, subject, expected, found in result.misses:
        print(f"{file[:8]:8} {subject:16} expected {expected}\n{'':26}found {found}")
    print()
    for subject in (*SLOTS, "slots", "layout", "scope", "paths found", "paths confirmed"):
        right, total = result.right[subject], result.total[subject]
        print(f"{subject:16} {right:4}/{total:<4} {100 * result.share(subject):5.1f} %")
    print(f"{result.invented} invented, {time.perf_counter() - started:.2f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED / "corpus" / "dev")
