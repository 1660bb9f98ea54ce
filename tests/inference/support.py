"""Reading a few lines of an agent file with the real catalogue."""

from agentscaffold.catalogue import load_catalogue
from agentscaffold.inference import Reading, SlotReading, infer
from agentscaffold.spec.read import parse_agent

HEADER = "---\nname: writer\ndescription: Backend developer.\n---\n"


def reading(body: str, *, header: str = HEADER) -> Reading:
    return infer(parse_agent(f"{header}{body}\n".encode(), "agent.md"), load_catalogue())


def slot(name: str, body: str) -> SlotReading:
    return reading(body).slots[name]


def summary(name: str, body: str) -> str:
    """`stated prisma`, `offered prisma drizzle`, `unstated`."""
    found = slot(name, body)
    return " ".join([found.status, *found.options])
