"""What can be generated: blueprints, the rules between technologies, and the plan of one project."""

from agentscaffold.blueprints.match import match_blueprint
from agentscaffold.blueprints.model import (
    NONE,
    Blueprint,
    BlueprintMatch,
    Decision,
    LayersSetting,
    PathChoice,
    PlacedAgent,
    Plan,
    Question,
    Replacement,
    Setting,
    SettingChoice,
    Source,
    Stack,
    TextSetting,
    setting_word,
)
from agentscaffold.blueprints.plan import make_plan
from agentscaffold.blueprints.registry import load_blueprints
from agentscaffold.blueprints.resolve import resolve
from agentscaffold.blueprints.settings import choose_settings

__all__ = [
    "NONE",
    "Blueprint",
    "BlueprintMatch",
    "Decision",
    "LayersSetting",
    "PathChoice",
    "PlacedAgent",
    "Plan",
    "Question",
    "Replacement",
    "Setting",
    "SettingChoice",
    "Source",
    "Stack",
    "TextSetting",
    "choose_settings",
    "load_blueprints",
    "make_plan",
    "match_blueprint",
    "resolve",
    "setting_word",
]
