"""Small helpers for aligned plain text."""

from collections.abc import Sequence

DIFF_WIDTH = 10_000
"""A line of a diff is what somebody wants to see; only one that no terminal can show is cut."""


def aligned(rows: Sequence[Sequence[str]], indent: int = 2) -> list[str]:
    """Rows as lines whose columns line up; the last column is left as it is."""
    if not rows:
        return []
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]) - 1)]
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        lines.append((" " * indent + "  ".join([*cells, row[-1]])).rstrip())
    return lines


def size(count: int) -> str:
    """Bytes in a readable unit: `812 B`, `4.1 kB`."""
    return f"{count} B" if count < 1000 else f"{count / 1000:.1f} kB"
