from collections.abc import Mapping
from pathlib import Path

import pytest

from agentscaffold.blueprints import LayersSetting, SettingChoice, Stack, choose_settings, load_blueprints, make_plan
from agentscaffold.engine import answers_of
from agentscaffold.errors import EngineError, UsageError
from agentscaffold.inference import PackageScope

from .support import BLUEPRINT, CATALOGUE, PROVIDERS, WITH_SETTINGS, reading

NAMED = reading(package_scope=PackageScope("@shop", 12, 44))


def chosen(given: Mapping[str, str], **more: object) -> dict[str, tuple[object, str]]:
    return {c.name: (c.value, c.source) for c in choose_settings(WITH_SETTINGS, given, reading(**more))}  # type: ignore[arg-type]


def test_without_a_word_the_defaults_hold() -> None:
    assert chosen({}) == {"scope": ("@acme", "default"), "social_providers": (("moss",), "default")}


def test_the_agents_scope_stands_above_the_default_and_below_the_user() -> None:
    (found, _) = choose_settings(WITH_SETTINGS, {}, NAMED)
    (given, _) = choose_settings(WITH_SETTINGS, {"scope": "@mine"}, NAMED)

    assert found == SettingChoice("scope", "@shop", "agent", 12, 44)
    assert given == SettingChoice("scope", "@mine", "you")


def test_a_scope_of_the_agent_that_the_pattern_refuses_is_not_taken() -> None:
    assert chosen({}, package_scope=PackageScope("@" + "x" * 60, 1, 1))["scope"] == ("@acme", "default")


@pytest.mark.parametrize(
    ("word", "value"),
    [("fern", ("fern",)), ("fern,moss", ("moss", "fern")), ("moss,moss", ("moss",)), ("none", ())],
)
def test_a_list_is_in_the_order_of_the_blueprint(word: str, value: tuple[str, ...]) -> None:
    assert chosen({"social_providers": word})["social_providers"] == (value, "you")


@pytest.mark.parametrize(
    ("name", "word", "message", "hint"),
    [
        ("scope", "acme", "'acme' does not match @[a-z0-9]", "For example --set scope=@acme."),
        ("scope", "@acme\n", "'@acme ' does not match", "The scope of the packages."),
        ("scope", "@a\x1b[31m", r"'@a\u{1b}[31m' does not match", "For example"),
        ("scope", "", "'' does not match", "For example"),
        (
            "social_providers",
            "fren",
            "'fren' is not one of its values",
            "Allowed: moss, fern (several with commas), or none.",
        ),
        ("social_providers", "moss, fern", "' fern' is not one", "Allowed: moss, fern"),
        ("social_providers", "none,moss", "'none' is not one", "Allowed: moss, fern"),
        ("social_providers", "", "'' is not one", "Allowed: moss, fern"),
    ],
)
def test_a_value_that_is_not_allowed_is_told_what_is(name: str, word: str, message: str, hint: str) -> None:
    with pytest.raises(UsageError) as caught:
        choose_settings(WITH_SETTINGS, {name: word}, reading())

    assert caught.value.exit_code == 2
    assert caught.value.message.startswith(f"--set {name}: ")
    assert message in caught.value.message
    assert hint in (caught.value.hint or "")


def test_the_layers_of_a_list_come_last_and_the_answers_hold_the_values() -> None:
    settings = choose_settings(WITH_SETTINGS, {"social_providers": "moss,fern"}, reading())
    plan = make_plan(
        Stack(WITH_SETTINGS, (), (), (), settings), CATALOGUE, project_name="shop", directories=(), agents=()
    )

    assert plan.layers == ("base", "moss", "fern")
    assert answers_of(plan)["settings"] == {"scope": "@acme", "social_providers": ["moss", "fern"]}


def test_a_blueprint_without_settings_stores_none() -> None:
    plan = make_plan(Stack(BLUEPRINT, (), (), ()), CATALOGUE, project_name="shop", directories=(), agents=())

    assert answers_of(plan)["settings"] == {}


BODY = """
title = "t"
summary = "s"
layouts = ["single"]
layers = []
slots = []
identity = {}
directories = {}
"""
TEXT = """
[settings.scope]
help = "h"
default = "@acme"
pattern = '@[a-z]+'
"""


def test_a_blueprint_file_declares_them(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(
        BODY + TEXT + '[settings.providers]\nhelp = "h"\ndefault = []\nlayers = ["a", "b"]\n', encoding="utf-8"
    )

    (blueprint,) = load_blueprints(tmp_path)

    assert choose_settings(blueprint, {"providers": "b"}, NAMED) == (
        SettingChoice("scope", "@shop", "agent", 12, 44),
        SettingChoice("providers", ("b",), "you"),
    )


@pytest.mark.parametrize(
    ("table", "problem"),
    [
        (TEXT.replace("'@[a-z]+'", "'@[0-9]+'"), "settings.scope.text: Value error, the default @acme does not match"),
        (TEXT.replace("'@[a-z]+'", "'@['"), "settings.scope.text.pattern: Input should be a valid regular expression"),
        (TEXT.replace("pattern = '@[a-z]+'", ""), "settings.scope.text.pattern: Field required"),
        (TEXT.replace("settings.scope", "settings.orm"), "a setting cannot be called like a slot: orm"),
        (TEXT.replace("settings.scope", "settings.Scope"), "settings.Scope.[key]: String should match"),
        ('[settings.p]\nhelp = "h"\ndefault = ["c"]\nlayers = ["a"]\n', "the default names a layer that is not among"),
        (
            '[settings.p]\nhelp = "h"\ndefault = ["a"]\nlayers = ["a"]\npattern = "x"\n',
            "settings.p.list.pattern: Extra",
        ),
    ],
)
def test_a_wrong_declaration_names_the_file_and_the_key(tmp_path: Path, table: str, problem: str) -> None:
    (tmp_path / "one.toml").write_text(BODY + table, encoding="utf-8")

    with pytest.raises(EngineError) as caught:
        load_blueprints(tmp_path)

    assert caught.value.message.startswith("one.toml: ")
    assert problem in caught.value.message


def test_a_list_that_is_not_optional_has_at_least_one_value() -> None:
    needed = PROVIDERS.model_copy(update={"optional": False})
    blueprint = WITH_SETTINGS.model_copy(update={"settings": {"social_providers": needed}})

    with pytest.raises(UsageError, match="'none' is not one") as caught:
        choose_settings(blueprint, {"social_providers": "none"}, reading())

    assert caught.value.hint == "Allowed: moss, fern (several with commas)."
    with pytest.raises(ValueError, match="not optional"):
        LayersSetting(help="x", default=(), layers=("moss",), optional=False)
