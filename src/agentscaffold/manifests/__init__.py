"""Manifests in JSON, TOML and YAML, merged by key; what is not changed keeps its bytes."""

from agentscaffold.manifests.by_key import ABSENT, Kept
from agentscaffold.manifests.merge import ManifestError, ManifestMerge, is_manifest, merge_manifest

__all__ = ["ABSENT", "Kept", "ManifestError", "ManifestMerge", "is_manifest", "merge_manifest"]
