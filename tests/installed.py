"""A copy of this tool as if it were installed, with blueprints of its own."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from release_blueprints import publish

from agentscaffold.engine.releases import current_version, read_lock

REPOSITORY = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Installed:
    """`template` can be changed: it is the installed one's own, with every released version beside it."""

    folder: Path

    @property
    def template(self) -> Path:
        return self.folder / "agentscaffold" / "_template"

    @property
    def layers(self) -> Path:
        return self.template / "blueprints" / "layers"

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "PYTHONPATH": os.pathsep.join([str(self.folder), *sys.path])}

    def command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "agentscaffold", *words]

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            self.command(*words), env=self.environment, cwd=self.folder, capture_output=True, text=True, check=False
        )


def install(folder: Path, version: str) -> Installed:
    """Put this tool into `folder`, with the blueprints of this repository as `version`, one after those of today."""
    installed = Installed(folder)
    ignored = shutil.ignore_patterns("__pycache__", "_template")
    shutil.copytree(REPOSITORY / "src" / "agentscaffold", folder / "agentscaffold", ignore=ignored)
    shutil.copytree(REPOSITORY / "blueprints", installed.template / "blueprints")
    shutil.copy(REPOSITORY / "copier.yml", installed.template)
    if current_version(installed.template) not in read_lock(installed.template):
        publish(installed.template)
    (installed.template / "blueprints" / "VERSION").write_text(f"{version}\n")
    return installed
