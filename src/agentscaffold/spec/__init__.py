"""The agent file: its bytes, its lines and its frontmatter, read as leniently as its authors write."""

from agentscaffold.spec.hazards import REFUSED_KINDS
from agentscaffold.spec.model import AgentSpec, Frontmatter, Hazard
from agentscaffold.spec.read import read_agent
from agentscaffold.spec.source import read_bytes

__all__ = ["REFUSED_KINDS", "AgentSpec", "Frontmatter", "Hazard", "read_agent", "read_bytes"]
