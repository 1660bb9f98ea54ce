"""The merge of two tables: against a plain statement of what each case of a key has to become."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from agentscaffold.manifests.by_key import ABSENT, anchor, applied, changes, same

VALUES = st.sampled_from([ABSENT, 1, True, "a", ["a"]])
NAMES = st.sampled_from(["a", "b", "c"])
TABLES = st.recursive(
    st.sampled_from([1, True, "a", ["a"], []]),
    lambda inner: st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=6,
).filter(lambda value: isinstance(value, dict))


@given(VALUES, VALUES, VALUES)
def test_one_key_in_all_its_cases(was: object, yours: object, its: object) -> None:
    old, mine, new = ({} if value is ABSENT else {"k": value} for value in (was, yours, its))

    found = changes(old, mine, new)
    merged = applied(mine, found.edits).get("k", ABSENT)

    if same(was, its):
        expected, kept = yours, False
    elif same(was, yours):
        expected, kept = its, False
    else:
        expected, kept = yours, not same(yours, its) and (yours is not ABSENT or its is not ABSENT)
    assert same(merged, expected)
    assert bool(found.kept) == kept


@settings(max_examples=300)
@given(TABLES, TABLES, TABLES)
def test_what_the_user_made_of_the_render_stays(old: Any, mine: Any, new: Any) -> None:
    merged = applied(mine, changes(old, mine, new).edits)

    def holds(was: Any, yours: Any, got: Any) -> bool:
        """Every value of the user's that the blueprint did not make is in the result."""
        if isinstance(yours, dict) and isinstance(got, dict):
            before = was if isinstance(was, dict) else {}
            return all(holds(before.get(k, ABSENT), v, got.get(k, ABSENT)) for k, v in yours.items())
        return same(yours, got) or same(was, yours) or (yours == {} and isinstance(got, dict)) or _of_old(was, yours)

    assert holds(old, mine, merged)


def _of_old(was: Any, yours: Any) -> bool:
    """Whether nothing of `yours` is the user's: all of it is in the old render."""
    return (
        isinstance(was, dict) and isinstance(yours, dict) and all(same(was.get(k, ABSENT), v) for k, v in yours.items())
    )


@given(TABLES, TABLES)
def test_the_ends_are_the_renders_themselves(old: Any, new: Any) -> None:
    untouched = changes(old, old, new)
    nothing_new = changes(old, new, old)

    assert same(applied(old, untouched.edits), new)
    assert untouched.kept == ()
    assert (nothing_new.edits, nothing_new.kept) == ((), ())


def test_an_empty_old_table_adds_what_is_missing_and_keeps_what_differs() -> None:
    found = changes({}, {"a": 1, "t": {"x": 1}}, {"a": 2, "b": 3, "t": {"x": 1, "y": 2}})

    assert [(e.keys, e.value) for e in found.edits] == [(("b",), 3), (("t", "y"), 2)]
    assert [(k.keys, k.yours, k.blueprint) for k in found.kept] == [(("a",), 1, 2)]


def test_a_new_key_goes_where_it_belongs() -> None:
    assert anchor(["a", "c"], "b", ["b", "z"]) == "a"
    assert anchor(["b", "c"], "a", ["a", "b"]) is None
    assert anchor(["a", "c"], "b", ["c", "b"]) == "c"
    assert anchor(["z", "a"], "m", ["a", "m", "z"]) == "a"
    assert anchor(["z", "a"], "m", ["m"]) == "a"
    assert anchor([], "m", ["m"]) is None
