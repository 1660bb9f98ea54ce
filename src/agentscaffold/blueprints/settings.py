"""Answers every setting of a blueprint: the user above the agent file, the agent file above the default."""

from collections.abc import Mapping

from agentscaffold.blueprints.model import NONE, Blueprint, LayersSetting, SettingChoice, TextSetting
from agentscaffold.errors import UsageError
from agentscaffold.inference import Reading
from agentscaffold.safe_text import safe

SCOPE = "scope"
"""The setting that an agent file can answer: the scope of the packages it names (`@acme/api`)."""


def choose_settings(blueprint: Blueprint, given: Mapping[str, str], reading: Reading) -> tuple[SettingChoice, ...]:
    """One choice for each setting, in the order of the blueprint.

    `given` are the user's words by the name of a setting that this blueprint has. Raises `UsageError` with what is
    allowed for a value that is not.
    """
    return tuple(
        SettingChoice(name, _value(name, setting, given[name]), "you")
        if name in given
        else _from_agent(name, setting, reading) or SettingChoice(name, setting.default, "default")
        for name, setting in blueprint.settings.items()
    )


def _from_agent(name: str, setting: TextSetting | LayersSetting, reading: Reading) -> SettingChoice | None:
    found = reading.package_scope
    if name != SCOPE or found is None or not isinstance(setting, TextSetting):
        return None
    if setting.pattern.fullmatch(found.name) is None:
        return None
    return SettingChoice(name, found.name, "agent", found.line, found.column)


def _value(name: str, setting: TextSetting | LayersSetting, word: str) -> str | tuple[str, ...]:
    if isinstance(setting, LayersSetting):
        return _layers(name, setting, word)
    if setting.pattern.fullmatch(word) is None:
        raise UsageError(
            f"--set {name}: '{safe(word)}' does not match {setting.pattern.pattern}",
            hint=f"{setting.help} For example --set {name}={setting.default}.",
        )
    return word


def _layers(name: str, setting: LayersSetting, word: str) -> tuple[str, ...]:
    """The named layers in the order of the blueprint, so that the order of the words does not matter."""
    if word == NONE and setting.optional:
        return ()
    named = word.split(",")
    for value in named:
        if value not in setting.layers:
            allowed = f"{', '.join(setting.layers)} (several with commas)" + (
                f", or {NONE}" if setting.optional else ""
            )
            raise UsageError(f"--set {name}: '{safe(value)}' is not one of its values", hint=f"Allowed: {allowed}.")
    return tuple(layer for layer in setting.layers if layer in named)
