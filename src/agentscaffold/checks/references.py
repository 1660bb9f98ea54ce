"""Agents, skills and MCP servers that the agent relies on."""
# ruff: noqa: E501 - a list of phrases reads best whole

import re
from collections.abc import Iterator

from agentscaffold.checks.model import Claim, Finding, Rule, Subject, claim, once, quoted
from agentscaffold.checks.rules import MISSING_AGENT, MISSING_MCP_SERVER, MISSING_SKILL
from agentscaffold.checks.wording import in_passing, ruled_out, states
from agentscaffold.inference.tokens import ROLE_WORDS

_FILE = re.compile(r"(?<![\w/~}])\.claude/(?P<kind>agents|skills)/(?P<name>[\w./-]*[\w-])")
_CALLED = re.compile(r"(?<![\w@./])@agent-(?P<name>[a-z0-9][\w-]*)")
_SERVER = re.compile(r"(?<!\w)mcp__(?P<name>[A-Za-z0-9-]+(?:_[A-Za-z0-9-]+)*?)(?=__|\W|$)")
_SPAWNED = re.compile(r"\b(?:Agent|Task)\((?P<names>[^()]{1,500})\)")
_DO = r"\b(?:use|using|invoke|call|run|launch|spawn|start|ask|involve|consult|delegate \w*\s*to|hand (?:it |this |work |that )?(?:over|off) to|pass \w+ to)"
_DELEGATED = re.compile(
    rf"{_DO}\s+(?:the\s+)?`@?(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)+)`\s+(?:sub-?)?agent\b", re.IGNORECASE
)
_HANDED = re.compile(
    r"\b(?:delegate|hand(?: \w+)? (?:over|off)|escalate|pass)(?: \w+){0,2} to\s+(?:the\s+)?`@?(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)+)`",
    re.IGNORECASE,
)
"""Counts when the name ends like the name of an agent: work may also be handed over to a queue."""
_USED_SKILL = re.compile(
    r"\b(?:use|using|invoke|run|load|follow|apply)\s+(?:the\s+)?`/?(?P<name>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)`\s+skill\b",
    re.IGNORECASE,
)
"""A name in backticks, called an agent or a skill, and something to do with it: prose calls many things by those words."""
_BUILT_IN_AGENTS = frozenset({"claude", "Explore", "Plan", "general-purpose", "statusline-setup", "claude-code-guide"})
_BUILT_IN_SERVERS = frozenset({"ide", "claude-in-chrome", "computer-use", "workspace"})
_OF_ACCOUNT = re.compile(r"claude_ai_|plugin_")
_SILENT = ("example", "memory", "sample", "excluded")


def check_references(subject: Subject) -> tuple[list[Claim], list[Finding]]:
    """What the frontmatter and the text refer to, and what of it is not in the repository."""
    claims, findings = [], []
    servers = subject.survey.mcp_servers | _own_servers(subject)
    looked_up: tuple[tuple[Rule, str, list[Claim], frozenset[str]], ...] = (
        (MISSING_AGENT, "agent", once(_agents(subject)), subject.agent_names | _BUILT_IN_AGENTS),
        (MISSING_SKILL, "skill", once(_skills(subject)), subject.survey.skills),
        (MISSING_MCP_SERVER, "MCP server", once(_servers(subject)), servers | _BUILT_IN_SERVERS),
    )
    for rule, what, named, there in looked_up:
        claims += named
        for each in named:
            if each.text not in there:
                message = f"the repository has no {what} {quoted(each.text)}"
                findings.append(subject.finding(rule, each, message, _HINTS[rule.id]))
    return claims, findings


_HINTS = {
    MISSING_AGENT.id: "Add it to `.claude/agents`, or remove the reference.",
    MISSING_SKILL.id: "Add it to `.claude/skills`, or remove the reference.",
    MISSING_MCP_SERVER.id: "Add it to `.mcp.json`, or remove the reference.",
}


def _agents(subject: Subject) -> Iterator[Claim]:
    for tool in subject.spec.frontmatter.tools or ():
        for match in _SPAWNED.finditer(tool):
            for name in match.group("names").split(","):
                if name.strip() and ":" not in name:
                    yield _in_header(subject, name.strip())
    for each, name in _in_text(subject, _CALLED):
        yield Claim("reference", name, each.line, each.column, each.end_column)
    for each, name in _in_text(subject, _DELEGATED):
        yield Claim("reference", name, each.line, each.column, each.end_column)
    for each, name in _in_text(subject, _HANDED):
        if name.rpartition("-")[2] in ROLE_WORDS:
            yield Claim("reference", name, each.line, each.column, each.end_column)
    for each, name in _files(subject, "agents"):
        if name.endswith(".md"):
            stem = name.rpartition("/")[2].removesuffix(".md")
            if f".claude/agents/{name}" not in subject.survey.agents:
                yield Claim("reference", stem, each.line, each.column, each.end_column)


def _skills(subject: Subject) -> Iterator[Claim]:
    skills = subject.spec.frontmatter.values.get("skills")
    names = re.split(r"[,\s]+", skills) if isinstance(skills, str) else skills if isinstance(skills, list) else []
    for name in names:
        if isinstance(name, str) and name and not set(name) & {":", "@", "/"}:  # those are of plug-ins
            yield _in_header(subject, name)
    for each, name in _in_text(subject, _USED_SKILL):
        yield Claim("reference", name, each.line, each.column, each.end_column)
    for each, name in _files(subject, "skills"):
        if "/" in name or not name.endswith(".md"):
            yield Claim("reference", name.partition("/")[0], each.line, each.column, each.end_column)


def _servers(subject: Subject) -> Iterator[Claim]:
    stated = subject.spec.frontmatter.values.get("mcpServers")
    for name in stated if isinstance(stated, list) else []:
        if isinstance(name, str) and name:
            yield _in_header(subject, name)
    for tool in subject.spec.frontmatter.tools or ():
        match = _SERVER.match(tool)
        if match is not None and not _OF_ACCOUNT.match(match.group("name")):
            yield _in_header(subject, match.group("name"))
    for each, name in _in_text(subject, _SERVER):
        if not _OF_ACCOUNT.match(name):
            yield Claim("reference", name, each.line, each.column, each.end_column)


def _own_servers(subject: Subject) -> frozenset[str]:
    """Servers that the frontmatter itself configures."""
    stated = subject.spec.frontmatter.values.get("mcpServers")
    items = stated if isinstance(stated, list) else [stated]
    return frozenset(str(name) for each in items if isinstance(each, dict) for name in each)


def _in_header(subject: Subject, name: str) -> Claim:
    header = subject.spec.frontmatter
    for number in range(max(header.first_line, 1), header.last_line + 1):
        line = subject.spec.lines[number - 1]
        place = re.search(rf"(?<![a-zA-Z0-9-]){re.escape(name)}(?![a-zA-Z0-9-])", line)
        if place is not None and not line.startswith(("name:", "description:")):
            return Claim("reference", name, number, place.start() + 1, place.end() + 1)
    return Claim("reference", name, max(header.first_line, 1), 1, 1)


def _in_text(subject: Subject, pattern: re.Pattern[str]) -> Iterator[tuple[Claim, str]]:
    for passage in subject.passages:
        if passage.zone not in _SILENT and passage.kind != "description":
            for match in pattern.finditer(passage.text):
                if not ruled_out(passage, *match.span()) and not in_passing(passage, *match.span()):
                    yield claim("reference", match.group("name"), passage, *match.span("name")), match.group("name")


def _files(subject: Subject, kind: str) -> Iterator[tuple[Claim, str]]:
    for passage in subject.passages:
        if passage.zone in _SILENT:
            continue
        for match in _FILE.finditer(passage.text):
            after = passage.text[match.end() : match.end() + 1]
            written = passage.zone == "handover" or states(passage, *match.span())
            if match.group("kind") == kind and after not in ("<", "{", "*", "$", "[") and written:
                yield claim("reference", match.group("name"), passage, *match.span()), match.group("name")
