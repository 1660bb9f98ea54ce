"""A project made from one render and changed by its user, to be updated to another render."""

import os
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from agentscaffold.engine.merge import FileChange, apply_merge, plan_merge

ANSWERS = ".answers.yml"
LINES = "".join(f"line {number}\n" for number in range(1, 21))
THEIR_LINES = LINES.replace("line 18", "line 18 of the blueprint")
USER_LINES = LINES.replace("line 3\n", "line 3\nUSER WORK\n")
BOTH_LINES = USER_LINES.replace("line 18", "line 18 of the blueprint")
OLD_GIT = (2, 34)

Files = Mapping[str, "str | bytes | None"]


def git(folder: Path, *arguments: str, given: str | None = None) -> str:
    """Plain git, as the user runs it."""
    identity = ("-c", "user.name=user", "-c", "user.email=user@localhost", "-c", "gc.auto=0")
    command = ["git", *identity, *arguments]
    return subprocess.run(command, cwd=folder, input=given, capture_output=True, text=True, check=True).stdout


def put(folder: Path, files: Files) -> None:
    """Write files; `None` deletes one, or a folder."""
    for name, content in files.items():
        path = folder / name
        if content is None:
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def snapshot(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its executable bit and content; links with their target."""
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder).as_posix()
        if ".git" in path.relative_to(folder).parts:
            continue
        if path.is_symlink():
            found[name] = (-1, os.fsencode(path.readlink()))
        elif path.is_file():
            found[name] = (path.stat().st_mode & 0o100, path.read_bytes())
    return found


@dataclass
class Scene:
    """`project` lies in the repository `top`; `old` and `new` are the renders."""

    folder: Path
    project: Path
    top: Path
    changes: tuple[FileChange, ...] = ()
    needs_review: bool = False
    diffs: dict[str, str] = field(default_factory=dict)

    @property
    def old(self) -> Path:
        return self.folder / "old"

    @property
    def new(self) -> Path:
        return self.folder / "new"

    def commit(self) -> None:
        git(self.top, "add", "--all")
        git(self.top, "commit", "--quiet", "--allow-empty", "--message", "user")

    def user(self, files: Files) -> "Scene":
        """The user changes files and commits them."""
        self.local(files)
        self.commit()
        return self

    def local(self, files: Files) -> "Scene":
        """The user changes files and does not commit them."""
        put(self.project, files)
        return self

    def update(self, *, apply: bool = True, version: tuple[int, ...] | None = None) -> "Scene":
        with plan_merge(self.project, self.old, self.new, answers_file=ANSWERS, version=version) as merge:
            self.changes, self.needs_review = merge.changes, merge.needs_review
            self.diffs = {change.path: merge.diff(change.path) for change in merge.changes}
            if apply:
                apply_merge(merge)
        return self

    @property
    def kinds(self) -> dict[str, str]:
        """Path → kind, without the answers file, which always changes."""
        return {change.path: change.kind for change in self.changes if change.path != ANSWERS}

    def read(self, name: str) -> str:
        return (self.project / name).read_bytes().decode()

    def status(self) -> str:
        return git(self.top, "status", "--porcelain", "-uall")


MakeScene = Callable[..., Scene]


def make_scene(folder: Path, old: Files, new: Files, *, subfolder: str = "", init: tuple[str, ...] = ()) -> Scene:
    """`new` lists only the differences from `old`."""
    put(folder, {f"old/{ANSWERS}": "version: 1\nname: shop\n", f"new/{ANSWERS}": "version: 2\nname: shop\n"})
    put(folder / "old", old)
    put(folder / "new", {name: content for name, content in {**old, **new}.items() if content is not None})
    return start_project(folder, subfolder=subfolder, init=init)


def start_project(folder: Path, *, subfolder: str = "", init: tuple[str, ...] = ()) -> Scene:
    """A repository with the render `folder/old`, to be updated to `folder/new`."""
    top = folder / "project"
    scene = Scene(folder, top / subfolder, top)
    shutil.copytree(scene.old, scene.project, symlinks=True)
    git(top, "init", "--quiet", "--template=", *init)
    scene.commit()
    return scene
