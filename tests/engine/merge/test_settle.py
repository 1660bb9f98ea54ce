"""Decisions that hold whatever git answers."""

from agentscaffold.engine.merge.model import FileChange
from agentscaffold.engine.merge.settle import Sides, settle
from agentscaffold.engine.merge.three_way import Outcome
from agentscaffold.engine.merge.trees import Entry

OLD, MINE, NEW = (Entry("100644", name * 40) for name in "012")


def test_what_the_user_wrote_stays_even_if_git_dropped_it() -> None:
    sides = Sides({"a": OLD}, {"a": MINE, "own": MINE}, {"b": NEW})
    settled = settle(sides, Outcome({"b": NEW}, {}, frozenset(), {}, {}))

    assert settled.tree == {"a": MINE, "own": MINE, "b": NEW}
    assert settled.decided["a"] == FileChange("a", "kept", "the blueprint no longer has it")


def test_what_went_to_a_new_name_does_not_stay_at_the_old() -> None:
    sides = Sides({"a": OLD}, {"a": MINE}, {"b": NEW})

    assert settle(sides, Outcome({"b": NEW}, {}, frozenset(), {"a": "b"}, {})).tree == {"b": NEW}


def test_untouched_files_that_the_blueprint_dropped_go() -> None:
    assert settle(Sides({"a": OLD}, {"a": OLD}, {}), Outcome({}, {}, frozenset(), {}, {})).tree == {}
