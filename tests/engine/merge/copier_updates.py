"""The random updates as versions and answers of a Copier template, so that Copier's own update can do them too."""

import random
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.engine.merge.random_updates import USER, Draw, Drawn, draw_versions, use, user_lines
from tests.engine.merge.scene import ANSWERS, Scene, git, put, snapshot, start_project

_COPIER_YML = f"""
_subdirectory: t
_answers_file: {ANSWERS}
feature: {{type: bool, default: true}}
place: {{type: str, default: ""}}
"""
_FILES = {"copier.yml": _COPIER_YML, "t/{{ _copier_conf.answers_file }}.jinja": "{{ _copier_answers | to_nice_yaml }}"}
_NEW_ANSWERS = {"feature": False, "place": "moved/"}

Engine = Callable[[Scene], object]


@dataclass(frozen=True)
class Result:
    """`lost` are committed lines, `overwritten` files that git does not know, `half_done` is a failure with traces."""

    lost: int
    overwritten: int
    failure: str | None
    half_done: bool
    conflicts: int


def merged_by_us(scene: Scene) -> object:
    """Our update."""
    return scene.update()


def merged_by_copier(scene: Scene) -> object:
    """Copier's own update, which asks for a clean repository: what is untracked is ignored here."""
    from copier import Settings, run_update

    names = git(scene.top, "ls-files", "--others", "-z").split("\0")
    put(scene.top, {".git/info/exclude": "".join(f"/{_plain(name)}\n" for name in names if name)})
    return run_update(
        scene.project,
        data=_NEW_ANSWERS,
        answers_file=ANSWERS,
        defaults=True,
        overwrite=True,
        quiet=True,
        settings=Settings(defaults={}),
    )


def _plain(name: str) -> str:
    """A name as a pattern that matches nothing else."""
    return re.sub(r"([\\*?\[\]])", r"\\\1", name)


def try_update(seed: int, folder: Path, engine: Engine) -> Result:
    """The random update `seed` by one of the two engines."""
    draw = Draw(seed)
    drawn = draw_versions(draw)
    template = _make_template(seed, drawn, folder / "template")
    for name, answers, version, files in (("old", {}, "1.0.0", drawn.old), ("new", _NEW_ANSWERS, "2.0.0", drawn.new)):
        _render(template, folder / name, answers, version)
        if _without_answers(folder / name) != {k: v.encode() if isinstance(v, str) else v for k, v in files.items()}:
            raise RuntimeError(f"seed {seed}: the template does not render what was drawn")
    scene = start_project(folder, subfolder=drawn.subfolder)
    use(draw, drawn, scene)
    result = _tried(scene, engine)
    shutil.rmtree(folder)
    return result


def _tried(scene: Scene, engine: Engine) -> Result:
    before = snapshot(scene.project)
    tracked = {name for name in git(scene.project, "ls-files", "-z").split("\0") if name}
    failure = None
    try:
        engine(scene)
    except Exception as error:  # whatever it is, it is what is counted
        failure = f"{type(error).__name__}: {error}"
    after = snapshot(scene.project)
    everything = b"\n".join(content for _, content in after.values())
    committed = user_lines({name: content for name, content in before.items() if name in tracked})
    return Result(
        lost=len(committed - set(USER.findall(everything))),
        overwritten=sum(after.get(name) != before[name] for name in before.keys() - tracked),
        failure=failure,
        half_done=failure is not None and after != before,
        conflicts=sum(b"<<<<<<< " in content for _, content in after.values()),
    )


def _make_template(seed: int, drawn: Drawn, folder: Path) -> Path:
    """Two tagged versions. What is dropped or moved is so by the version or by an answer, as other dice decide."""
    dice = random.Random(-1 - seed)
    by_answer = {name for name in sorted(drawn.old) if dice.random() < 0.5}
    off = {name for name in by_answer if not _next_names(name) & drawn.new.keys()}
    moved = {name for name in by_answer if f"moved/{name}" in drawn.new}
    versions = (
        {_named(name, off, moved): content for name, content in drawn.old.items()},
        {
            **{_named(name, off, moved): drawn.old[name] for name in off},
            **{
                _named(name.removeprefix("moved/"), off, moved)
                if name.removeprefix("moved/") in moved
                else f"t/{name}": c
                for name, c in drawn.new.items()
            },
        },
    )
    folder.mkdir(parents=True)
    git(folder, "init", "--quiet", "--template=")
    for number, files in enumerate(versions, start=1):
        if (folder / "t").exists():
            shutil.rmtree(folder / "t")
        put(folder, {**_FILES, **files})
        git(folder, "add", "--all", "--force")
        git(folder, "commit", "--quiet", "--message", str(number))
        git(folder, "tag", f"v{number}.0.0")
    return folder


def _next_names(name: str) -> set[str]:
    """The names that a file can have in the next version."""
    return {name, f"moved/{name}", f"{name.removesuffix('.ts')}-renamed.ts", f"{name}/index.ts"}


def _named(name: str, off: set[str], moved: set[str]) -> str:
    """The path in the template of a file that an answer can switch off or move."""
    path = Path(name)
    if name in off:
        return f"t/{path.with_name(f'{{% if feature %}}{path.name}{{% endif %}}').as_posix()}"
    return f"t/{{{{ place }}}}{name}" if name in moved else f"t/{name}"


def _render(template: Path, target: Path, answers: Mapping[str, object], version: str) -> None:
    from copier import Settings, run_copy

    run_copy(
        str(template),
        target,
        data=answers,
        defaults=True,
        quiet=True,
        vcs_ref=f"v{version}",
        settings=Settings(defaults={}),
    )


def _without_answers(folder: Path) -> dict[str, bytes]:
    return {name: content for name, (_, content) in snapshot(folder).items() if name != ANSWERS}
