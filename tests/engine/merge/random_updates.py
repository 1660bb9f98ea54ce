"""Random edits against random new versions, and what must hold afterwards whatever they are."""

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.engine.merge.scene import ANSWERS, OLD_GIT, Scene, git, make_scene, put, snapshot

Lines = dict[str, list[str]]
USER = re.compile(rb"U\d+x\d{4}")
_MARKERS = b"<<<<<<< your project"


@dataclass
class Draw:
    """One run's dice, and a supply of lines that no other line equals."""

    seed: int
    dice: random.Random = field(init=False)
    count: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def token(self, owner: str) -> str:
        self.count += 1
        return f"{owner}{self.seed}x{self.count:04d}"

    def lines(self, number: int, owner: str = "T") -> list[str]:
        return [f"const {self.token(owner)} = {self.dice.randrange(99)};" for _ in range(number)]

    def happens(self, probability: float) -> bool:
        return self.dice.random() < probability


@dataclass(frozen=True)
class Drawn:
    """The files of both versions of the blueprint, and where in the repository the project lies."""

    old: dict[str, str | bytes]
    new: dict[str, str | bytes]
    subfolder: str


def check_random_update(seed: int, folder: Path) -> list[str]:
    """Make a project, let its user change it, update it; the result are the promises that were broken."""
    draw = Draw(seed)
    drawn = draw_versions(draw)
    scene = make_scene(folder, drawn.old, {**dict.fromkeys(drawn.old), **drawn.new}, subfolder=drawn.subfolder)
    touched = use(draw, drawn, scene)
    before = snapshot(scene.project)
    tracked = set(git(scene.project, "ls-files").splitlines())
    try:
        other_git = scene.update(apply=False, version=OLD_GIT).kinds if draw.happens(0.3) else None
        scene.update()
    except Exception as error:
        half_done = " and left it half done" if snapshot(scene.project) != before else ""
        return [f"it failed{half_done}: {error!r}"]
    broken = _broken_promises(scene, before, tracked, touched)
    if other_git is not None and other_git.keys() ^ scene.kinds.keys():
        broken.append(f"an old git plans something else: {other_git} instead of {scene.kinds}")
    shutil.rmtree(folder)
    return broken


def draw_versions(draw: Draw) -> Drawn:
    """A first version of the blueprint, and the next."""
    old = _first_version(draw)
    new = _next_version(draw, old)
    picture = bytes(draw.dice.randrange(256) for _ in range(300))
    newer_picture = picture[::-1] if draw.happens(0.3) else picture
    subfolder = draw.dice.choice(["", "", "app"])
    return Drawn({**_text(old), "logo.png": picture}, {**_text(new), "logo.png": newer_picture}, subfolder)


def use(draw: Draw, drawn: Drawn, scene: Scene) -> set[str]:
    """The user's work: most of it is committed. The result are the files that are not as they were made."""
    touched = _edit(draw, scene, sorted(drawn.old.keys() - {"logo.png"}))
    scene.commit()
    _leave_untracked(draw, scene, sorted(drawn.new.keys() - drawn.old.keys()))
    return touched


def _text(files: Lines) -> dict[str, str | bytes]:
    return {name: "\n".join(lines) + "\n" for name, lines in files.items()}


def _first_version(draw: Draw) -> Lines:
    folders = draw.dice.choices(["", "src/", "src/server/", "src/[id]/", "docs/é/"], k=draw.dice.randint(5, 12))
    return {f"{folder}f{number}.ts": draw.lines(draw.dice.randint(6, 40)) for number, folder in enumerate(folders)}


def _next_version(draw: Draw, old: Lines) -> Lines:
    new = {name: list(lines) for name, lines in old.items()}
    for name in sorted(new):
        fate, current = draw.dice.random(), name
        if fate < 0.15:
            del new[name]
            continue
        if fate < 0.27:
            current = f"moved/{name}" if draw.happens(0.5) else f"{name.removesuffix('.ts')}-renamed.ts"
        elif fate < 0.32:
            current = f"{name}/index.ts"
        if current != name:
            new[current] = new.pop(name)
        if draw.happens(0.6):
            _change(draw, new[current], "T")
    for number in range(draw.dice.randint(0, 3)):
        new[f"src/new{number}.ts"] = draw.lines(8)
    return new


def _change(draw: Draw, lines: list[str], owner: str) -> None:
    for _ in range(draw.dice.randint(1, 4)):
        at, kind = draw.dice.randrange(len(lines)), draw.dice.random()
        if kind < 0.4:
            lines[at] = draw.lines(1, owner)[0]
        elif kind < 0.8:
            lines[at:at] = draw.lines(draw.dice.randint(1, 3), owner)
        elif len(lines) > 4:
            del lines[at]


def _edit(draw: Draw, scene: Scene, names: list[str]) -> set[str]:
    """The user's changes; the result are the files that are not as they were made."""
    edits: list[tuple[float, Callable[[Path], object]]] = [
        (0.45, lambda path: _edit_text(draw, path)),
        (0.52, Path.unlink),
        (0.58, lambda path: path.rename(path.with_name(f"mine-{path.name}"))),
        (0.62, lambda path: path.chmod(0o755)),
        (0.65, lambda path: _make_folder(draw, path)),
        (0.67, lambda path: _make_link(draw, path)),
    ]
    touched = set()
    for name in names:
        dice = draw.dice.random()
        edit = next((edit for below, edit in edits if dice < below), None)
        if edit is not None:
            edit(scene.project / name)
            touched.add(name)
    own = {f"src/own{number}.ts": draw.token("U") for number in range(draw.dice.randint(0, 3))}
    if draw.happens(0.2):
        own["src/new1.ts"] = draw.token("U")
    if draw.happens(0.3):
        own["logo.png"] = "\0PNG" + draw.token("U")
    put(scene.project, own)
    return touched | own.keys()


def _edit_text(draw: Draw, path: Path) -> None:
    lines = path.read_text().splitlines()
    _change(draw, lines, "U")
    path.write_text("\n".join(lines) + "\n")


def _make_folder(draw: Draw, path: Path) -> None:
    path.unlink()
    put(path, {"mine.ts": draw.token("U")})


def _make_link(draw: Draw, path: Path) -> None:
    path.unlink()
    path.symlink_to(draw.token("U"))


def _leave_untracked(draw: Draw, scene: Scene, names: list[str]) -> None:
    for name in names:
        place = scene.project / name
        if draw.happens(0.15) and not place.exists() and all(p.is_dir() or not p.exists() for p in place.parents):
            put(scene.project, {name: draw.token("U")})


Files = dict[str, tuple[int, bytes]]


def _broken_promises(scene: Scene, before: Files, tracked: set[str], touched: set[str]) -> list[str]:
    after, fresh = snapshot(scene.project), snapshot(scene.new)
    broken = [f"lost: {token!r}" for token in sorted(user_lines(before) - user_lines(after))]
    broken += [
        f"an untracked file was changed: {name}"
        for name in before.keys() - _unquoted(tracked)
        if after.get(name) != before[name]
    ]
    conflicts = {change.path for change in scene.changes if change.kind == "conflict"}
    left = {change.path for change in scene.changes if change.kind in {"collision", "kept", "deleted_by_you"}}
    for name, content in fresh.items():
        own = name in touched or name in conflicts | left or user_lines({name: after.get(name, (0, b""))})
        merged_elsewhere = any(change.detail and name in change.detail for change in scene.changes)
        if name != ANSWERS and not own and not merged_elsewhere and after.get(name) != content and name in before:
            broken.append(f"not as in the new render: {name}")
    broken += [
        f"a conflict that is not reported: {name}"
        for name, (_, content) in after.items()
        if _MARKERS in content and name not in conflicts
    ]
    accounted = " ".join(f"{change.path} {change.detail}" for change in scene.changes)
    broken += [
        f"missing without a word: {name}"
        for name in fresh
        if name not in after and name not in accounted and name not in touched
    ]
    if after[ANSWERS] != fresh[ANSWERS]:
        broken.append("the answers are the old ones")
    return broken + _unplanned(scene, before, after)


def _unplanned(scene: Scene, before: Files, after: Files) -> list[str]:
    """What happened on disk must be what the plan said, and nothing else."""
    planned = {change.path for change in scene.changes}
    planned |= {change.detail for change in scene.changes if change.kind == "renamed" and change.detail}
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    quiet = {"new", "updated", "merged", "deleted", "renamed"}
    expected = {change.path for change in scene.changes if change.kind in quiet}
    return [f"changed without a word: {name}" for name in sorted(changed - planned)] + [
        f"announced and not done: {name}" for name in sorted(expected - changed)
    ]


def user_lines(files: Files) -> set[bytes]:
    """The lines that only the user can have written."""
    return {token for _, content in files.values() for token in USER.findall(content)}


def _unquoted(names: set[str]) -> set[str]:
    """As git lists them: names that are not ASCII are quoted."""
    return {
        name[1:-1].encode().decode("unicode_escape").encode("latin-1").decode() if name.startswith('"') else name
        for name in names
    }
