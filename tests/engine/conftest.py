from collections.abc import Callable
from pathlib import Path

import pytest

WriteTemplate = Callable[[dict[str, str]], Path]


@pytest.fixture
def write_template(tmp_path: Path) -> WriteTemplate:
    """Writes a template with our own `copier.yml` and these files below `blueprints/layers`."""
    repository = Path(__file__).resolve().parents[2]

    def write(files: dict[str, str]) -> Path:
        root = tmp_path / "template"
        layers = root / "blueprints" / "layers"
        layers.mkdir(parents=True)
        (root / "copier.yml").write_text((repository / "copier.yml").read_text(encoding="utf-8"), encoding="utf-8")
        (root / "blueprints" / "VERSION").write_text("7.8.9\n")
        (root / "blueprints" / "versions.json").write_text('{"cutoff": "2026-02-03"}')
        answers_file = "{{ _copier_conf.answers_file }}.jinja"
        source = repository / "blueprints" / "layers" / answers_file
        (layers / answers_file).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
        for name, text in files.items():
            path = layers / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return root

    return write
