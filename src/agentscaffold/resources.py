"""Where the blueprints are: inside the wheel, or at the top of a source checkout."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def template_root() -> Path:
    """The folder that holds `copier.yml` and `blueprints/`."""
    packaged = _PACKAGE / "_template"
    return packaged if packaged.is_dir() else _PACKAGE.parents[1]


def blueprints_root() -> Path:
    return template_root() / "blueprints"


def layers_root() -> Path:
    return blueprints_root() / "layers"
