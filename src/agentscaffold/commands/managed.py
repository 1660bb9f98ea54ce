"""Keeps an update off what an adopted project had before: unmanaged files stay, manifests are merged by key."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agentscaffold.engine import Adopted
from agentscaffold.manifests import ABSENT, ManifestError, merge_manifest


@dataclass(frozen=True)
class KeptValue:
    """A value in a manifest that stays, although the blueprint has another one. `None`: that side has none.

    `key` is `None` when the manifest as a whole could not be merged, for the reason in `blueprint`.
    """

    path: str
    key: str | None
    yours: str | None
    blueprint: str | None


def leave_alone(
    adopted: Adopted, names: Mapping[str, str], old: Path, new: Path, project: Path
) -> tuple[KeptValue, ...]:
    """Change the renders `old` and `new` so that a merge of them leaves alone what is the user's.

    `adopted` speaks of the files as `old` has them, `names` says what `new` calls them where that differs. Unmanaged
    files are in neither afterwards. A merged manifest is the user's in `old`, and in `new` what it has to become; what
    stayed against the blueprint is returned.
    """
    for path in adopted.unmanaged:
        _leave_out(old, path)
        _leave_out(new, names.get(path, path))
    kept: list[KeptValue] = []
    for path in sorted(adopted.merged):
        now = names.get(path, path)
        mine = path if _is_inside(project, path) else now  # its owner may have moved it already
        if _is_inside(project, mine) and (_is_inside(old, path) or _is_inside(new, now)):
            kept += _merge(mine, old / path, project / mine, new / now)
    return tuple(kept)


def unmanaged_note(adopted: Adopted, names: Mapping[str, str], old: Path, new: Path) -> tuple[str, ...]:
    """One line on the files that are not managed, if the renders differ in some. Call it before `leave_alone`."""
    changed = sum(_content(old, path) != _content(new, names.get(path, path)) for path in adopted.unmanaged)
    if not changed:
        return ()
    number = len(adopted.unmanaged)
    return (f"not managed: {number} file{'s' if number != 1 else ''}, {changed} of them changed in the blueprint",)


def moved_notes(adopted: Adopted, names: Mapping[str, str], project: Path) -> tuple[str, ...]:
    """Files of the user's that are not where the blueprint looks for them any more."""
    return tuple(
        f"{path} is yours and stays; the blueprint now expects it as {names[path]}"
        for path in adopted.unmanaged
        if path in names and (project / path).is_file()
    )


def _content(render: Path, path: str) -> bytes | None:
    return (render / path).read_bytes() if _is_inside(render, path) else None


def _merge(path: str, was: Path, mine: Path, its: Path) -> list[KeptValue]:
    """One manifest; where it cannot be merged, both renders get the user's, so that nothing happens to it."""
    yours = mine.read_bytes()
    try:
        merged = merge_manifest(path, text_of(was), yours.decode("utf-8"), text_of(its))
        kept, text = kept_values(path, merged.kept), merged.text.encode("utf-8")
    except (ManifestError, UnicodeDecodeError) as error:
        kept, text = [not_merged(path, error)], yours
    for place, content in ((was, yours), (its, text)):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    return kept


def not_merged(path: str, error: ManifestError | UnicodeDecodeError) -> KeptValue:
    """A manifest that stays as it is as a whole, with the reason and what it should get."""
    lacking = error.lacking if isinstance(error, ManifestError) else ()
    return KeptValue(path, None, None, f"{error}" + (f"; it lacks {', '.join(lacking)}" if lacking else ""))


def kept_values(path: str, kept: Iterable[Any]) -> list[KeptValue]:
    """What a merge kept, as it is told: values in short."""
    return [KeptValue(path, ".".join(each.keys), short(each.yours), short(each.blueprint)) for each in kept]


def short(value: object) -> str | None:
    """A value of a manifest for people; `None` for one that is not there."""
    if value is ABSENT:
        return None
    if isinstance(value, dict):
        return f"{{{', '.join(map(str, value))}}}"
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)


def text_of(path: Path) -> str | None:
    """The text of a file, line ends as they are; `None` where there is none."""
    return path.read_bytes().decode("utf-8") if path.is_file() else None


def _leave_out(render: Path, path: str) -> None:
    if _is_inside(render, path):
        (render / path).unlink()
        for folder in (render / path).parents:
            if folder == render or any(folder.iterdir()):
                break
            folder.rmdir()


def _is_inside(folder: Path, path: str) -> bool:
    """Whether `path` is a plain file inside `folder`: the answers file could name any."""
    inside = folder.resolve()
    place = inside / path  # `path` itself, if it is absolute
    return place.is_relative_to(inside) and place.is_file() and place.resolve() == place
