import pytest

from agentscaffold.blueprints import resolve
from agentscaffold.catalogue import Slot
from agentscaffold.errors import UnsupportedStackError
from agentscaffold.inference import SlotReading

from .support import BLUEPRINT, CATALOGUE, reading

STACK: dict[Slot, str] = {"framework": "ember", "api": "rpc", "orm": "oak", "database": "postgresql", "auth": "lock"}


def test_every_slot_has_a_decision_with_its_source() -> None:
    stack = resolve(BLUEPRINT, reading(STACK), CATALOGUE, overrides={"database": "postgresql"})

    found = {d.slot: (d.value, d.source, d.line) for d in stack.decisions}
    assert found == {
        "language": ("typescript", "blueprint", None),
        "framework": ("ember", "agent", 2),
        "api": ("rpc", "agent", 3),
        "orm": ("oak", "agent", 4),
        "database": ("postgresql", "you", None),
        "auth": ("lock", "agent", 6),
        "package_manager": ("pnpm", "default", None),
    }
    assert stack.questions == ()


def test_rivals_are_a_question_with_only_valid_options() -> None:
    stack = resolve(
        BLUEPRINT,
        reading(STACK | {"orm": "oak"}, {"package_manager": ("npm", "yarn", "pnpm")}),
        CATALOGUE,
        overrides={},
    )

    (question,) = stack.questions
    assert question.slot == "package_manager"
    assert question.options == ("npm", "pnpm")
    assert question.rejected == {"yarn": "recognised, not generated"}
    assert question.line == 11


def test_an_answer_closes_the_question() -> None:
    stack = resolve(
        BLUEPRINT,
        reading(STACK, {"package_manager": ("npm", "pnpm")}),
        CATALOGUE,
        overrides={},
        answered={"package_manager": "npm"},
    )

    assert stack.questions == ()
    assert [(d.value, d.source) for d in stack.decisions if d.slot == "package_manager"] == [("npm", "you")]


def test_an_undecided_api_is_asked_unless_the_blueprint_was_named() -> None:
    undecided: dict[Slot, str] = {"framework": "ember", "orm": "oak"}
    offers: dict[Slot, tuple[str, ...]] = {"api": ("rpc", "rest")}

    asked = resolve(BLUEPRINT, reading(undecided, offers), CATALOGUE, overrides={})
    named = resolve(BLUEPRINT, reading(undecided, offers), CATALOGUE, overrides={}, named=True)

    assert [(q.slot, q.options) for q in asked.questions] == [("api", ("rpc",))]
    assert named.questions == ()


@pytest.mark.parametrize(
    ("stated", "overrides", "message", "hint"),
    [
        ({"orm": "elm"}, {}, r"orm: the agent file states Elm \(line 4\)", "--set orm=oak (or birch)"),
        ({"cache": "redis"}, {}, r"cache: the agent file states Redis \(line 7\)", "--set cache=none"),
        ({"framework": "flask"}, {}, "framework: the agent file states Flask", "--set framework=ember"),
        (
            {},
            {"orm": "elm"},
            "orm: you chose Elm, which ember-rpc does not generate",
            "--set orm=oak (or birch)",
        ),
        ({}, {"orm": "none"}, "orm: ember-rpc needs one", "oak, birch"),
        ({}, {"cache": "redis"}, "cache: ember-rpc does not generate Redis", "--set cache=none"),
        (
            {"orm": "oak"},
            {"database": "sqlite"},
            "orm: the agent file states Oak .line 4.: Oak needs",
            "--set orm=birch",
        ),
    ],
)
def test_what_cannot_be_generated_is_refused_with_a_way_out(
    stated: dict[Slot, str], overrides: dict[Slot, str], message: str, hint: str
) -> None:
    with pytest.raises(UnsupportedStackError, match=message) as caught:
        resolve(BLUEPRINT, reading(stated), CATALOGUE, overrides=overrides)

    assert hint in (caught.value.hint or "")


def test_a_rule_of_a_later_slot_reaches_an_earlier_one() -> None:
    agent = reading({"database": "sqlite", "orm": "oak"})

    with pytest.raises(UnsupportedStackError, match="Oak needs Postgres"):
        resolve(BLUEPRINT, agent, CATALOGUE, overrides={})


def test_what_says_the_choice_in_other_words_is_no_note() -> None:
    said = SlotReading("framework", "stated", "campfire", ("campfire", "ember"), "named")
    stack = resolve(BLUEPRINT, reading(slots_too={"framework": said}), CATALOGUE, overrides={})

    assert {d.slot: d.value for d in stack.decisions}["framework"] == "ember"
    assert stack.notes == ()


def test_a_default_gives_way_to_a_rule() -> None:
    """Birch goes with every database, oak only with one: what is stated later decides it."""
    stack = resolve(BLUEPRINT, reading({"database": "sqlite"}), CATALOGUE, overrides={})

    assert {d.slot: d.value for d in stack.decisions}["orm"] == "birch"


def test_waiving_a_stated_extra_is_a_decision_of_the_user() -> None:
    stack = resolve(BLUEPRINT, reading({"cache": "redis"}), CATALOGUE, overrides={"cache": "none"})

    assert stack.notes == ()


def test_an_offered_extra_is_left_out_with_a_note() -> None:
    stack = resolve(BLUEPRINT, reading({}, {"cache": ("redis",)}), CATALOGUE, overrides={})

    assert stack.notes == ("cache: Redis offered (line 7); not generated, left out",)
