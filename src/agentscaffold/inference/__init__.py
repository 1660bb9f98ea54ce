"""What an agent file says about the repository: slots with evidence, directories, layout, scope."""

from agentscaffold.inference.infer import infer
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

__all__ = [
    "Directory",
    "Evidence",
    "Layout",
    "PackageScope",
    "Reading",
    "Role",
    "Scope",
    "SlotReading",
    "Status",
    "Superseded",
    "infer",
]
