"""An agent file in a repository of a few files, and what the rules say about it."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from agentscaffold.catalogue import load_catalogue
from agentscaffold.checks import Checked, Subject, check_agent
from agentscaffold.spec import read_agent
from agentscaffold.survey import survey

AGENT = ".claude/agents/backend.md"
HEADER = "---\nname: backend\ndescription: Builds the server of the shop.\n---\n\n"
Repository = Callable[..., Subject]


def package(**keys: object) -> str:
    return json.dumps({"name": "shop", "private": True, **keys})


def write(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not path.endswith("/"):
            file.write_text(text, encoding="utf-8")
        else:
            file.mkdir(exist_ok=True)


def subject(root: Path, body: str, files: Mapping[str, str], *, header: str = HEADER, agent: str = AGENT) -> Subject:
    """The agent with this body at its place among these files; a path that ends in `/` is an empty folder."""
    write(root, {agent: header + body, **files})
    taken = survey(root)
    names = frozenset(Path(path).stem for path in taken.agents)
    return Subject(agent, read_agent(root / agent), taken, load_catalogue(), names)


def found(made: Subject) -> list[tuple[str, int, str]]:
    """Rule, line of the body and message of every finding."""
    header = made.spec.text[: made.spec.text.find("\n---\n", 4)].count("\n") + 3
    return [(each.rule, each.line - header, each.message) for each in check_agent(made).findings]


def rules(made: Subject) -> list[str]:
    return [each.rule for each in check_agent(made).findings]


def texts(checked: Checked, kind: str) -> list[str]:
    """What was looked up of one kind."""
    return [each.text for each in checked.claims if each.kind == kind]
