"""Whether the agent builds servers at all, and whether its text commits to a stack."""

from collections.abc import Iterator, Mapping, Sequence

from agentscaffold.inference import phrases
from agentscaffold.inference.model import Scope, SlotReading
from agentscaffold.inference.passage import Passage
from agentscaffold.spec import AgentSpec

_SERVER_SLOTS = ("framework", "api", "orm", "database", "auth", "queue")


def read_scope(spec: AgentSpec, passages: Sequence[Passage], slots: Mapping[str, SlotReading]) -> Scope:
    """`not_backend`, `fullstack`, `generic` (neither language nor framework is stated) or `backend`.

    The agent says what it is in its name, its description and its first heading and sentence.
    """
    said = list(_self_description(spec, passages))
    stated = {slot for slot, reading in slots.items() if reading.status == "stated"}
    builds_servers = any(phrases.BACKEND.search(text) for text in said)
    name = said[0] if said else ""
    if any(phrases.FULLSTACK.search(text) for text in said[:3]):
        return "fullstack"
    if phrases.NOT_BACKEND.search(name) and not phrases.BACKEND.search(name):
        return "not_backend"
    if not builds_servers and not stated & set(_SERVER_SLOTS):
        return "not_backend"
    if "language" not in stated and "framework" not in stated and not stated & {"orm", "database"}:
        return "generic"
    return "backend"


def _self_description(spec: AgentSpec, passages: Sequence[Passage]) -> Iterator[str]:
    """Name, first heading, description, first sentence: the nearer to a title, the earlier."""
    if spec.frontmatter.name:
        yield spec.frontmatter.name
    title = next((p.text for p in passages if p.kind == "heading"), None)
    if title:
        yield title
    description = " ".join(p.text for p in passages if p.kind == "description" and not p.silent)
    if description.strip():
        yield description[:600]
    sentence = next((p.text for p in passages if p.kind == "text" and p.text.strip()), None)
    if sentence:
        yield sentence[:600]
