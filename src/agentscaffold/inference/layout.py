"""One application in the repository, or several parts."""

from collections.abc import Sequence

from agentscaffold.inference import phrases
from agentscaffold.inference.model import Directory, Layout
from agentscaffold.inference.passage import Passage
from agentscaffold.inference.paths import BACKEND_ROOTS, PART_ROOTS, SOURCE_ROOTS

_OTHER_PARTS = frozenset({"frontend", "client", "web", "mobile", "front-end"})


def read_layout(directories: Sequence[Directory], passages: Sequence[Passage]) -> Layout:
    """`monorepo` for `apps/`, `packages/` or a back-end folder beside other parts, else `single` when paths tell."""
    tops = {directory.path.split("/")[0] for directory in directories}
    nested = {directory.path.split("/")[0] for directory in directories if "/" in directory.path}
    if nested & (PART_ROOTS - SOURCE_ROOTS) or tops & (BACKEND_ROOTS | {"apps"}):
        return "monorepo"
    if tops & _OTHER_PARTS and tops - _OTHER_PARTS - {"docs"}:
        return "monorepo"
    if any(not passage.silent and phrases.MONOREPO.search(passage.text) for passage in passages):
        return "monorepo"
    return "single" if tops & SOURCE_ROOTS else "unstated"
