"""`agentscaffold check`: the agent files of a repository against what the repository has."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from packaging.version import InvalidVersion, Version

from agentscaffold.catalogue import load_catalogue
from agentscaffold.checks import (
    CLAIM_KINDS,
    SEVERITIES,
    Finding,
    Rule,
    Severity,
    Statement,
    Subject,
    accepted_as,
    check_agent,
    check_repository,
    coverage,
    is_acceptable,
    locate,
    read_baseline,
    rules,
    write_baseline,
)
from agentscaffold.engine import ANSWERS_FILE, Recorded, is_generated, read_answers, read_template
from agentscaffold.errors import AgentFileError, UsageError
from agentscaffold.inference.outline import exceeds_limits
from agentscaffold.repository import prefix_of
from agentscaffold.resources import template_root
from agentscaffold.safe_text import safe
from agentscaffold.spec import AgentSpec, read_agent, read_bytes
from agentscaffold.survey import Survey, survey

_TOLD = re.compile(r"^Claude Code does not load this file: |; Claude Code does not load this file")


@dataclass(frozen=True)
class CheckRequest:
    """What the user asked for. `with_coverage` also maps every statement of the agents.

    `update_baseline` accepts whatever is found now.
    Without `with_git` the files are found by walking, whatever repository the folder lies in; `paths` names them.
    """

    directory: Path
    with_coverage: bool = False
    update_baseline: bool = False
    with_git: bool = True
    paths: Collection[str] | None = None


@dataclass(frozen=True)
class AgentCoverage:
    """The statements of the agent file at `path`."""

    path: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class CheckOutcome:
    """What was looked up and what disagrees. `checked` counts, for every kind of claim, how many were looked up.

    `known` are findings that the baseline of the repository accepts; `settled` of those it has are gone.
    `all_files` is false when the repository has more files than are looked at; then no path is called missing.
    `cut` are the agent files of which only the beginning was read. `replaced` says why the baseline that was there
    was none, when `update_baseline` wrote it anew. `prefix` is the folder inside its git repository, with a `/`.
    """

    request: CheckRequest
    agents: tuple[str, ...]
    files: int
    all_files: bool
    checked: Mapping[str, int]
    findings: tuple[Finding, ...]
    coverage: tuple[AgentCoverage, ...] = ()
    known: tuple[Finding, ...] = ()
    settled: int = 0
    cut: tuple[str, ...] = ()
    replaced: str | None = None
    prefix: str = ""

    @property
    def complete(self) -> bool:
        """Whether everything was looked at."""
        return self.all_files and not self.cut

    def count(self, severity: Severity) -> int:
        return sum(finding.severity == severity for finding in self.findings)

    def fails(self, threshold: Severity | None) -> bool:
        """Whether a finding is as severe as `threshold`, or more; never without one."""
        return threshold is not None and any(self.count(each) for each in SEVERITIES[: SEVERITIES.index(threshold) + 1])


def check(request: CheckRequest) -> CheckOutcome:
    """Read every agent of the repository, look up what it says, and compare. Nothing is written or run.

    Raises `UsageError` when the folder cannot be read or has no agent: a check of nothing must not pass.
    """
    repository = survey(request.directory, with_git=request.with_git, paths=request.paths)
    specs, unreadable = _read(repository)
    if not specs and not unreadable:
        raise UsageError(
            f"{safe(str(request.directory))} has no agent file: there is none in .claude/agents",
            hint="Name the folder of a repository with agents, or put one there: .claude/agents/NAME.md.",
        )
    recorded, changes = _record(repository)
    subjects = _subjects(repository, specs, recorded)
    results = [check_repository(repository), *(check_agent(subject) for subject in subjects)]
    counts: Counter[str] = Counter(dict.fromkeys(CLAIM_KINDS, 0))
    for result in results:
        counts.update(result.counts())
    cut = tuple(path for path, spec in specs.items() if exceeds_limits(spec))
    findings = [*unreadable, *_same_names(specs), *map(_too_long, cut), *changes]
    findings += [_not_loaded(path, spec) for path, spec in specs.items() if not spec.frontmatter.client_loads]
    findings += [finding for result in results for finding in result.findings]
    found = tuple(sorted(dict.fromkeys(findings), key=lambda f: (f.path, f.line, f.column, f.rule)))
    replaced = _accept(repository.root, found) if request.update_baseline else None
    by_path = {subject.path: subject for subject in subjects}
    new, known, settled = read_baseline(repository.root).split(
        found, lambda agent, path: agent in by_path and locate(by_path[agent], path) is None
    )
    return CheckOutcome(
        request=request,
        agents=tuple(sorted([*specs, *(finding.path for finding in unreadable)])),
        files=len(repository.files),
        all_files=repository.complete,
        checked=dict(counts),
        findings=new,
        known=known,
        settled=settled,
        cut=cut,
        replaced=replaced,
        prefix=prefix_of(repository.root) if request.with_git else "",
        coverage=tuple(AgentCoverage(s.path, coverage(s)) for s in subjects) if request.with_coverage else (),
    )


def _accept(root: Path, found: Sequence[Finding]) -> str | None:
    """Accept what is found; what was wrong with the baseline before, if it was none."""
    problem = None
    try:
        read_baseline(root)
    except UsageError as error:
        problem = error.message.partition(" is no baseline: ")[2]
    write_baseline(root, [accepted_as(each) for each in found if is_acceptable(each)])
    return problem


def _read(repository: Survey) -> tuple[dict[str, AgentSpec], list[Finding]]:
    """The agents by their path, and those that cannot be read or have no header."""
    specs: dict[str, AgentSpec] = {}
    unreadable = []
    for path in repository.agents:
        if not _is_inside(repository, path):
            message = "the agent file is a link out of the repository, and was not read"
            unreadable.append(_at(rules.AGENT_UNREADABLE, path, message, "Copy it into the repository."))
            continue
        try:
            spec = read_agent(repository.root / path)
        except AgentFileError as error:
            line, what = _place_and_cause(error.message, repository.root / path)
            hint = error.hint or "Correct the file."
            unreadable.append(_at(rules.AGENT_UNREADABLE, path, f"the agent file {what}", hint, line))
            continue
        header = spec.frontmatter
        if header.name or header.description or header.client_loads:
            specs[path] = spec
        elif not _is_document(path):
            unreadable.append(replace(_not_loaded(path, spec), severity="warning"))
    return specs, unreadable


def _is_document(path: str) -> bool:
    """Whether a file without a header is meant to be read by people: `README.md`, `TEAM-RULES.md`."""
    stem = PurePosixPath(path).stem
    return stem.isupper() or stem.lower().startswith(("readme", "changelog", "_", "template"))


def _place_and_cause(message: str, file: Path) -> tuple[int, str]:
    """The line and the rest of a message about an agent file, which begins with its name."""
    rest = message.removeprefix(f"{safe(str(file))}:")
    numbered = re.match(r"(\d+): ", rest)
    if numbered:
        return int(numbered.group(1)), f"is refused: {rest[numbered.end() :].rstrip('.')}"
    return 1, rest.strip().rstrip(".")


def _is_inside(repository: Survey, path: str) -> bool:
    try:
        return (repository.root / path).resolve().is_relative_to(repository.root)
    except (OSError, RuntimeError):  # links in a circle: reading it says so
        return True


def _subjects(repository: Survey, specs: Mapping[str, AgentSpec], recorded: Recorded | None) -> list[Subject]:
    names = {spec.frontmatter.name or "" for spec in specs.values()}
    names |= {PurePosixPath(path).stem for path in repository.agents}
    decisions = recorded.decisions.items() if recorded else ()
    settled = frozenset(slot for slot, decision in decisions if decision.source == "you")
    catalogue = load_catalogue()
    return [Subject(path, spec, repository, catalogue, frozenset(names), settled) for path, spec in specs.items()]


def _not_loaded(path: str, spec: AgentSpec) -> Finding:
    header = spec.frontmatter
    problems = (_TOLD.sub("", safe(problem)).rstrip(".") for problem in header.problems)
    reasons = "; ".join(problems)
    message = f"Claude Code does not load this agent: {reasons or 'the header is malformed'}"
    hint = "Correct the frontmatter: it needs a `name` and a `description`."
    return _at(rules.AGENT_NOT_LOADED, path, message, hint, header.first_line)


def _same_names(specs: Mapping[str, AgentSpec]) -> Iterator[Finding]:
    """Agents of one `.claude/agents` with a name that an earlier one has; one in a folder below may well replace it."""
    first: dict[tuple[str, str], str] = {}
    for path, spec in sorted(specs.items()):
        name = spec.frontmatter.name
        if name and spec.frontmatter.client_loads:
            other = first.setdefault((path.rpartition(".claude/agents/")[0], name), path)
            if other != path:
                message = f"`{safe(name, 120)}` is also the name of `{safe(other)}`; Claude Code loads one of them"
                hint = "Give one of them another name."
                yield _at(rules.DUPLICATE_AGENT, path, message, hint, spec.frontmatter.first_line)


def _too_long(path: str) -> Finding:
    message = "the agent file is so long, or has so long a line, that only its beginning was checked"
    return _at(rules.AGENT_TOO_LONG, path, message, "Move parts of it into skills or documents, or break the line.")


def _record(repository: Survey) -> tuple[Recorded | None, list[Finding]]:
    """What the project was made from, if agentscaffold made it, and what has changed since."""
    if not is_generated(repository.root):
        return None, []
    try:
        recorded = read_answers(repository.root)
    except UsageError as error:
        message = "the record of what the project was made from cannot be read"
        return None, [_at(rules.BROKEN_ANSWERS, ANSWERS_FILE, message, error.hint or "Restore it from git.")]
    return recorded, [*_agent_changes(repository, recorded), *_newer_blueprints(recorded)]


def _newer_blueprints(recorded: Recorded) -> Iterator[Finding]:
    newest = read_template(template_root()).version
    if _is_older(recorded.version, newest):
        message = f"the project was made with blueprints {safe(recorded.version, 40)}; {newest} is there"
        hint = "See what would change: agentscaffold update --dry-run."
        yield _at(rules.BLUEPRINT_UPDATE, ANSWERS_FILE, message, hint)


def _agent_changes(repository: Survey, recorded: Recorded) -> Iterator[Finding]:
    for agent in recorded.agents:
        path = f".claude/agents/{agent.stem}.md"
        if path not in repository.agents:
            hint = "Restore it from git, or name another: agentscaffold update --agent FILE."
            message = f"`{safe(path)}` is gone; the project was generated from it"
            yield replace(_at(rules.AGENT_REMOVED, ANSWERS_FILE, message, hint), subject=path)
            continue
        try:
            text = read_bytes(repository.root / path)
        except AgentFileError:
            continue  # told as an agent that cannot be read
        if text != agent.text.encode():
            line = _first_difference(text, agent.text.encode())
            message = "the agent file was changed since the project was generated or updated"
            hint = "Bring the project up to it: agentscaffold update."
            digest = hashlib.sha256(text).hexdigest()[:16]  # accepted is this text, not whatever comes later
            yield replace(_at(rules.AGENT_CHANGED, path, message, hint, line), subject=f"sha256:{digest}")


def _first_difference(one: bytes, other: bytes) -> int:
    lines, before = one.splitlines(keepends=True), other.splitlines(keepends=True)
    same = next(
        (i for i, (a, b) in enumerate(zip(lines, before, strict=False)) if a != b), min(len(lines), len(before))
    )
    return min(same + 1, max(len(lines), 1))


def _is_older(version: str, newest: str) -> bool:
    try:
        return Version(version) < Version(newest)
    except InvalidVersion:
        return False


def _at(rule: Rule, path: str, message: str, hint: str, line: int = 1) -> Finding:
    return Finding(rule.id, rule.severity, message, hint, path, max(line, 1), 1, 1)
