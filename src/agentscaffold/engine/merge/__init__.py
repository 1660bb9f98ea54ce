"""Merges a newer render of the blueprint into a project that its user has changed."""

from agentscaffold.engine.merge.apply import apply_merge
from agentscaffold.engine.merge.compare import Compared, compare
from agentscaffold.engine.merge.model import FileChange, Kind, Merge
from agentscaffold.engine.merge.plan import plan_merge
from agentscaffold.engine.merge.ready import check_ready

__all__ = ["Compared", "FileChange", "Kind", "Merge", "apply_merge", "check_ready", "compare", "plan_merge"]
