import os
from pathlib import Path

import pytest

from tests.engine.merge.scene import Files, MakeScene, Scene, make_scene


@pytest.fixture(autouse=True)
def no_settings_of_mine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def scene(tmp_path: Path) -> MakeScene:
    """Makes a project from a render and the next render from its differences."""

    def make(old: Files, new: Files, *, subfolder: str = "", init: tuple[str, ...] = ()) -> Scene:
        return make_scene(tmp_path, old, new, subfolder=subfolder, init=init)

    return make
