"""All rules. Their ids are stable: configurations and suppressions of other tools name them."""

from agentscaffold.checks.model import Rule

MISSING_PATH = Rule(
    "missing-path",
    "warning",
    "A file or folder that the agent names does not exist",
    "The agent would look for it, or work at a wrong place. Trees, paths in backticks and paths in sentences are "
    "looked up from the root, from the folder beside `.claude` and from every package. Correct the agent file, or "
    "bring the path back.",
)
MISSING_PACKAGE = Rule(
    "missing-package",
    "warning",
    "A package that the agent imports or installs is in no manifest",
    "Code that the agent writes would not run. Add the dependency, or correct the agent file.",
)
MISSING_TECHNOLOGY = Rule(
    "missing-technology",
    "warning",
    "A technology that the agent states is in no manifest",
    "The agent says that the project uses it, and no manifest depends on one of its packages. A note where the agent "
    "only lists it among its skills, or only runs it.",
)
RIVAL_TECHNOLOGY = Rule(
    "rival-technology",
    "error",
    "The manifests have another library for what the agent states",
    "The agent would write code for a library that the project does not use. Correct the agent file, or the project.",
)
TWO_TECHNOLOGIES = Rule(
    "two-technologies",
    "warning",
    "The manifests have two libraries where the agent states one",
    "Beside the library that the agent states, the project depends on another one for the same purpose. Remove it, or "
    "say in the agent file what each is for.",
)
UNDEFINED_SCRIPT = Rule(
    "undefined-script",
    "warning",
    "A script, target or recipe that the agent runs is not defined",
    "The agent would run a command that fails. Scripts are looked up in every package.json, targets in every Makefile, "
    "recipes in every justfile.",
)
PACKAGE_MANAGER = Rule(
    "package-manager",
    "error",
    "The agent states another package manager than the repository has",
    "What counts is `packageManager` or `devEngines` of the root manifest, else the lock files of the root. A second "
    "package manager writes a second lock file. A warning where the agent only runs scripts with it, "
    "a note where it does so on one or two lines.",
)
VERSION_MISMATCH = Rule(
    "version-mismatch",
    "warning",
    "The agent states another version than the manifests allow",
    "Versions are compared as far as a breaking change shows: the major number, the minor one of 0.x and of Python.",
)
MISSING_AGENT = Rule(
    "missing-agent",
    "warning",
    "An agent that this one calls is not in the repository",
    "Looked for are files in `.claude/agents` and the names in them. An agent of your home folder or of a plug-in "
    "works only for you: copy it into the repository, or remove the reference.",
)
MISSING_SKILL = Rule(
    "missing-skill",
    "warning",
    "A skill that the agent uses is not in the repository",
    "Looked for are folders with a SKILL.md. A skill of your home folder works only for you.",
)
MISSING_MCP_SERVER = Rule(
    "missing-mcp-server",
    "warning",
    "An MCP server that the agent uses is not configured in the repository",
    "Looked for are the servers of `.mcp.json` and those that the agent file brings along. A server that is configured "
    "for one user works only for them.",
)
UNDECLARED_VARIABLE = Rule(
    "undeclared-variable",
    "warning",
    "Code reads an environment variable that no example file lists",
    "Who sets the project up does not learn of it. Add it to `.env.example`. Tests, variables of the platform and "
    "those that CI, containers or scripts set are left out.",
)
AGENT_NOT_LOADED = Rule(
    "agent-not-loaded",
    "error",
    "Claude Code does not load this agent file",
    "The frontmatter is not as the client reads it, so there is no such agent in a session, and no message says so. "
    "A warning for a file without any; `README.md` and names in capitals are taken for documents.",
    acceptable=False,
)
DUPLICATE_AGENT = Rule(
    "duplicate-agent",
    "warning",
    "Two agent files have the same name",
    "Claude Code loads one of the files of a name in one `.claude/agents`, and no message says which. Rename one.",
)
AGENT_UNREADABLE = Rule(
    "agent-unreadable",
    "error",
    "The agent file cannot be read",
    "It is no UTF-8 text, larger than 1 MiB, or its frontmatter is refused.",
    acceptable=False,
)
AGENT_TOO_LONG = Rule(
    "agent-too-long",
    "warning",
    "Only the beginning of the agent file was checked",
    "Of a file beyond 128 KiB, 20,000 lines or 8 KiB in one line, the rest is not looked at, so that no file keeps "
    "anybody waiting. Move parts of it into skills or documents, or break the line.",
)
BROKEN_MANIFEST = Rule(
    "broken-manifest",
    "warning",
    "A manifest cannot be read",
    "What it says is unknown, so nothing that it may hold is called missing.",
    acceptable=False,
)
AGENT_CHANGED = Rule(
    "agent-changed",
    "warning",
    "The agent file was changed since the project was generated or updated",
    "What the file says now may call for other code. `agentscaffold update` shows the difference and merges it.",
)
AGENT_REMOVED = Rule(
    "agent-removed",
    "warning",
    "The agent file that the project was generated from is gone",
    "Restore it from git, or name another one: `agentscaffold update --agent FILE`.",
)
BLUEPRINT_UPDATE = Rule(
    "blueprint-update",
    "note",
    "A newer version of the blueprints is there",
    "`agentscaffold update --dry-run` shows what it would change.",
    acceptable=False,
)
BROKEN_ANSWERS = Rule(
    "broken-answers",
    "warning",
    "The record of what the project was made from cannot be read",
    "Without `.copier-answers.yml`, `agentscaffold update` cannot work. Restore it from git.",
    acceptable=False,
)

RULES: tuple[Rule, ...] = (
    MISSING_PATH,
    MISSING_PACKAGE,
    MISSING_TECHNOLOGY,
    RIVAL_TECHNOLOGY,
    TWO_TECHNOLOGIES,
    UNDEFINED_SCRIPT,
    PACKAGE_MANAGER,
    VERSION_MISMATCH,
    MISSING_AGENT,
    MISSING_SKILL,
    MISSING_MCP_SERVER,
    UNDECLARED_VARIABLE,
    AGENT_NOT_LOADED,
    DUPLICATE_AGENT,
    AGENT_UNREADABLE,
    AGENT_TOO_LONG,
    BROKEN_MANIFEST,
    AGENT_CHANGED,
    AGENT_REMOVED,
    BLUEPRINT_UPDATE,
    BROKEN_ANSWERS,
)
