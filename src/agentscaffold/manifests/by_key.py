"""The three-way merge of two tables by key: what has to be set or removed, and what stays although it differs."""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Table = Mapping[str, Any]
Keys = tuple[str, ...]


class Absent:
    """The value of a key that is not there."""

    def __repr__(self) -> str:
        return "absent"


ABSENT: Final = Absent()


@dataclass(frozen=True)
class Edit:
    """One key to set to `value`, or to remove (`ABSENT`). `order` are all keys of the table it is copied from."""

    keys: Keys
    value: Any
    order: Keys = ()


@dataclass(frozen=True)
class Kept:
    """A value that stays as the user has it, although the blueprint has, or now has, another one."""

    keys: Keys
    yours: Any
    blueprint: Any


@dataclass(frozen=True)
class Changes:
    """The edits that lead from the user's table to the merged one, in order, and what needs a look."""

    edits: tuple[Edit, ...]
    kept: tuple[Kept, ...]


def changes(old: Table, mine: Table, new: Table, sets: Collection[Keys] = ()) -> Changes:
    """Merge the difference between `old` and `new` into `mine`; lists are values like any other, but for `sets`.

    Whatever the user added, changed or removed stays. It is `kept` where the blueprint changed the same key, so with
    an empty `old` every value that differs is. A list whose keys are in `sets` loses and gets what the blueprint's
    does, and keeps the rest.
    """
    found = list(_walk(old, mine, new, (), sets))
    edits = tuple(each for each in found if isinstance(each, Edit))
    return Changes(edits, tuple(each for each in found if isinstance(each, Kept)))


def _walk(old: Table, mine: Table, new: Table, above: Keys, sets: Collection[Keys]) -> Iterator[Edit | Kept]:
    order = tuple(new)
    for key in (*new, *(key for key in old if key not in new)):
        keys = (*above, key)
        was, yours, its = (table.get(key, ABSENT) for table in (old, mine, new))
        if yours is ABSENT:
            if was is ABSENT:
                yield Edit(keys, its, order)
            elif its is not ABSENT and not same(was, its):
                yield Kept(keys, ABSENT, its)
        elif same(yours, its) or same(was, its):
            continue
        elif isinstance(yours, Mapping) and isinstance(its, Mapping) and yours and its:
            yield from _walk(was if isinstance(was, Mapping) else {}, yours, its, keys, sets)
        elif same(was, yours):
            yield Edit(keys, its, order)
        elif keys in sets and isinstance(yours, list) and isinstance(its, list):
            joined = _joined(was if isinstance(was, list) else [], yours, its)
            if joined != yours:
                yield Edit(keys, joined, order)
        elif isinstance(yours, Mapping) and isinstance(was, Mapping) and its is ABSENT:
            yield from _walk(was, yours, {}, keys, sets)
        else:
            yield Kept(keys, yours, its)


def _joined(was: list[object], yours: list[object], its: list[object]) -> list[object]:
    """The user's items without those the blueprint dropped, and then those it has got, whatever their case."""
    before, here, after = ({str(item).lower() for item in items} for items in (was, yours, its))
    stay = [item for item in yours if str(item).lower() in after or str(item).lower() not in before]
    return stay + [item for item in its if str(item).lower() not in before | here]


def same(one: object, other: object) -> bool:
    """Whether two values are equal; the order of keys does not matter, and `true` is not 1."""
    if one is ABSENT or other is ABSENT:
        return one is other
    return _plain(one) == _plain(other)


def _plain(value: object) -> str:
    return json.dumps(value, sort_keys=True, default=repr)


def applied(table: Table, edits: Sequence[Edit]) -> dict[str, Any]:
    """`table` with the edits, as plain data: what the edited text has to say."""
    copied: dict[str, Any] = {k: applied(v, ()) if isinstance(v, Mapping) else v for k, v in table.items()}
    for edit in edits:
        place = copied
        for key in edit.keys[:-1]:
            place = place[key]
        if edit.value is ABSENT:
            del place[edit.keys[-1]]
        else:
            place[edit.keys[-1]] = edit.value
    return copied


def anchor(present: Sequence[str], key: str, order: Sequence[str]) -> str | None:
    """The key of `present` that a new `key` goes behind; `None`: before all others.

    Keys that are sorted on both sides stay sorted; otherwise it follows those that it follows in `order`, else it is
    the last.
    """
    if list(present) == sorted(present) and list(order) == sorted(order):
        return max((each for each in present if each < key), default=None)
    before = [each for each in order[: order.index(key)] if each in present] if key in order else []
    return before[-1] if before else (present[-1] if present else None)
