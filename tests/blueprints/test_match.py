from agentscaffold.blueprints import match_blueprint
from agentscaffold.catalogue import Slot

from .support import BLUEPRINT, CATALOGUE, reading

STACK: dict[Slot, str] = {"framework": "ember", "api": "rpc", "orm": "oak", "database": "postgresql", "auth": "lock"}


def test_a_stack_that_agrees_finds_its_blueprint() -> None:
    match = match_blueprint(reading(STACK), CATALOGUE, [BLUEPRINT])

    assert match.name == "ember-rpc"
    assert match.reason == "Ember with RPC: agrees in framework Ember, api Rpc"


def test_another_framework_has_no_blueprint_and_says_so() -> None:
    match = match_blueprint(reading(STACK | {"framework": "flask"}), CATALOGUE, [BLUEPRINT])

    assert match.name is None
    assert match.missing == ("framework is Flask",)
    assert match.alternatives == ("ember-rpc",)


def test_what_is_stated_and_not_generated_is_in_the_way() -> None:
    match = match_blueprint(reading(STACK | {"orm": "elm", "cache": "redis"}), CATALOGUE, [BLUEPRINT])

    assert match.name is None
    assert match.missing == (
        "orm Elm is recognised, not generated",
        "cache Redis is recognised, not generated",
    )


def test_what_is_only_offered_may_be_left_out() -> None:
    match = match_blueprint(reading(STACK, {"cache": ("redis",)}), CATALOGUE, [BLUEPRINT])

    assert match.name == "ember-rpc"


def test_the_command_line_overrules_the_agent() -> None:
    overruled = match_blueprint(
        reading(STACK | {"orm": "elm", "cache": "redis"}),
        CATALOGUE,
        [BLUEPRINT],
        {"orm": "oak", "cache": "none"},
    )

    assert overruled.name == "ember-rpc"


def test_a_monorepo_does_not_get_a_single_application() -> None:
    match = match_blueprint(reading(STACK, layout="monorepo"), CATALOGUE, [BLUEPRINT])

    assert match.name is None
    assert "monorepo" in match.reason


def test_a_language_alone_points_nowhere() -> None:
    assert match_blueprint(reading({"language": "typescript"}), CATALOGUE, [BLUEPRINT]).name is None


def test_an_agent_that_builds_no_servers_gets_none() -> None:
    match = match_blueprint(reading(STACK, scope="not_backend"), CATALOGUE, [BLUEPRINT])

    assert match.name is None
    assert "no servers" in match.reason
