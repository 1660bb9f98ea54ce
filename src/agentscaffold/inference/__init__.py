"""What an agent file says about the repository: slots with evidence, directories, layout, scope."""

from agentscaffold.inference import phrases
from agentscaffold.inference.infer import infer, judge_all
from agentscaffold.inference.model import (
    Directory,
    Evidence,
    Layout,
    PackageScope,
    Reading,
    Role,
    Scope,
    SlotReading,
    Status,
    Superseded,
)
from agentscaffold.inference.outline import outline
from agentscaffold.inference.passage import Passage
from agentscaffold.inference.roles import Finding

__all__ = [
    "Directory",
    "Evidence",
    "Finding",
    "Layout",
    "PackageScope",
    "Passage",
    "Reading",
    "Role",
    "Scope",
    "SlotReading",
    "Status",
    "Superseded",
    "infer",
    "judge_all",
    "outline",
    "phrases",
]
