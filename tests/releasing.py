"""A small template that can be released, and what its files are."""

from pathlib import Path

from agentscaffold.engine.releases import VERSION

FILES = {
    "copier.yml": b"_subdirectory: blueprints/layers\n",
    VERSION: b"0.1.0\n",
    "blueprints/versions.json": b'{"cutoff": "2026-02-03"}\n',
    # What git would change, ignore, leave out or read as an option on the way, if it were asked to.
    "blueprints/layers/.gitattributes": b"* text eol=crlf ident export-subst\nsecret.txt export-ignore\n",
    "blueprints/layers/.gitignore": b"ignored.txt\n",
    "blueprints/layers/{{ L.base }}/ignored.txt": b"$Id$ $Format:%H$\n",
    "blueprints/layers/{{ L.base }}/secret.txt": b"mixed\r\nends\n\r",
    'blueprints/layers/{{ L.base }}/[id]/a "quoted" \\ naïve name.bin': bytes(range(256)),
    "blueprints/layers/{{ L.base }}/-n": b"",
    # Sorted by git in another order than by name: a folder is compared as `a/`.
    "blueprints/layers/a/b": b"1\n",
    "blueprints/layers/a.b": b"2\n",
    "blueprints/layers/a0": b"3\n",
}


def small_template(root: Path) -> Path:
    """Write it below `root`, with one executable file, as version 0.1.0 that was not released yet."""
    for name, data in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)
    run = root / "blueprints/layers/{{ L.base }}/run.sh"
    run.write_bytes(b"#!/bin/sh\n")
    run.chmod(0o755)
    return root


def change(root: Path, version: str, **files: str) -> None:
    """Make it the next version: `name="text"` writes a layer's file, an empty text removes it."""
    (root / VERSION).write_text(f"{version}\n")
    for name, text in files.items():
        path = root / "blueprints/layers/{{ L.base }}" / f"{name}.txt"
        path.write_text(text) if text else path.unlink()
