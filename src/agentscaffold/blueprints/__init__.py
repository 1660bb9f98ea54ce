"""What can be generated: blueprints, the rules between technologies, and the plan of one project."""

from agentscaffold.blueprints.match import match_blueprint
from agentscaffold.blueprints.model import (
    Blueprint,
    BlueprintMatch,
    Decision,
    PathChoice,
    PlacedAgent,
    Plan,
    Question,
    Stack,
)
from agentscaffold.blueprints.plan import make_plan
from agentscaffold.blueprints.registry import load_blueprints
from agentscaffold.blueprints.resolve import resolve
from agentscaffold.blueprints.rules import NONE

__all__ = [
    "NONE",
    "Blueprint",
    "BlueprintMatch",
    "Decision",
    "PathChoice",
    "PlacedAgent",
    "Plan",
    "Question",
    "Stack",
    "load_blueprints",
    "make_plan",
    "match_blueprint",
    "resolve",
]
