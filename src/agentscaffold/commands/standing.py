"""What a repository already decides: the technologies of its manifests and lock files, against the agent file."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agentscaffold.blueprints import Blueprint, Stack, TextSetting
from agentscaffold.blueprints.settings import SCOPE
from agentscaffold.catalogue import SLOTS, Catalogue, Slot, Technology
from agentscaffold.checks.dependencies import is_package_of, where_used
from agentscaffold.commands.arguments import Given
from agentscaffold.errors import UnsupportedStackError
from agentscaffold.inference import Reading
from agentscaffold.safe_text import safe
from agentscaffold.survey import Manifest, Survey

_LEFT_OPEN = frozenset({"language"})
"""Many languages live together in one repository."""


@dataclass(frozen=True)
class Present:
    """A technology that the repository uses, and what shows it (`package.json has drizzle-orm`)."""

    technology: Technology
    reason: str


Standing = Mapping[Slot, tuple[Present, ...]]


def standing(survey: Survey, catalogue: Catalogue) -> Standing:
    """The technologies of the repository by slot, each once; mechanisms (`jwt`) and languages are left out."""
    found: dict[Slot, dict[str, Present]] = {}
    for technology in catalogue.technologies:
        for dependency, manifest in where_used(technology.id, survey):
            # Services in other languages that stand beside the packages are no rivals.
            if not technology.general and (manifest.ecosystem == "npm" or not manifest.folder):
                present = Present(technology, f"{safe(manifest.path)} has {safe(dependency)}")
                found.setdefault(technology.slot, {}).setdefault(technology.id, present)
    for manager, reason in _managers(survey):
        known = catalogue.get(manager)
        if known is not None and known.slot == "package_manager":
            found.setdefault("package_manager", {}).setdefault(manager, Present(known, reason))
    return {slot: tuple(found[slot].values()) for slot in SLOTS if slot in found and slot not in _LEFT_OPEN}


def _managers(survey: Survey) -> Iterable[tuple[str, str]]:
    for lock in survey.locks:
        if "/" not in lock.path:
            yield lock.manager, f"there is a {lock.path}"
    for manifest in survey.of("npm"):
        if not manifest.folder and manifest.package_manager:
            yield manifest.package_manager.split("@")[0], f"{manifest.path} asks for {safe(manifest.package_manager)}"


def left_open(present: Standing, reading: Reading, words: Given) -> dict[Slot, Present]:
    """What decides in place of the defaults: the first generated technology of each slot that nobody else decides."""
    found: dict[Slot, Present] = {}
    for slot, technologies in present.items():
        read = reading.slots.get(slot)
        if slot in words.slots or (read is not None and read.status == "stated"):
            continue
        first = next((each for each in technologies if each.technology.generated), None)
        if first is not None:
            found[slot] = first
    return found


def check_rivals(stack: Stack, present: Standing, catalogue: Catalogue, words: Given) -> list[str]:
    """Notes on what the repository has besides; half of two rivals would be no working project.

    Raises `UnsupportedStackError` when it has another technology in place of a chosen one, unless the user chose it
    with `--set`, knowing that.
    """
    notes: list[str] = []
    for decision in stack.decisions:
        there = present.get(decision.slot, ())
        chosen = catalogue.get(decision.value)
        others = [each for each in there if each.technology.id != decision.value and not _related(each, chosen)]
        if not others:
            continue
        name = chosen.name if chosen else decision.value
        has = "; ".join(f"{each.reason} ({each.technology.name})" for each in others)
        if any(each.technology.id == decision.value for each in there) or decision.slot in words.slots:
            notes.append(f"{decision.slot}: {name}, and {has}")
            continue
        who = f"the agent file states {name}" if decision.source == "agent" else f"{stack.blueprint.name} takes {name}"
        where = f" (line {decision.line})" if decision.line is not None else ""
        raise UnsupportedStackError(
            f"{decision.slot}: {who}{where}, but {has}",
            hint=f"Change the agent file or the repository; to have both: --set {decision.slot}={decision.value}.",
        )
    return notes


def _related(present: Present, chosen: Technology | None) -> bool:
    """PostgreSQL and Neon, or the T3 stack and Next.js, are no rivals."""
    if chosen is None:
        return False
    one, other = present.technology, chosen
    return one.id in (*other.kin, *other.implies) or other.id in (*one.kin, *one.implies)


def scope_there(blueprint: Blueprint, survey: Survey, reading: Reading, words: Given) -> str | None:
    """The scope that the packages of the repository have; `None` where it decides nothing.

    Half of the packages under another scope than the rest would not install. Raises `UnsupportedStackError` when they
    have several, and the agent file names none of them.
    """
    setting = blueprint.settings.get(SCOPE)
    if SCOPE in words.settings or not isinstance(setting, TextSetting):
        return None
    names = (m.name.partition("/") for m in survey.of("npm") if m.folder and m.member and m.name)
    scopes = Counter(scope for scope, slash, _ in names if slash and setting.pattern.fullmatch(scope))
    said = reading.package_scope
    if not scopes or (said is not None and said.name in scopes):
        return None
    if len(scopes) > 1:
        raise UnsupportedStackError(
            f"the packages of the repository have several scopes: {', '.join(sorted(scopes))}",
            hint=f"Say which one new packages get: --set {SCOPE}={next(iter(scopes))}.",
        )
    return next(iter(scopes))


def scope_notes(scope: str | None, reading: Reading) -> list[str]:
    """What to know when the repository has another scope than the agent file says."""
    said = reading.package_scope
    if scope is None or said is None:
        return []
    return [f"scope: {scope}, as the packages here are called; the agent file says {said.name} (line {said.line})"]


def check_layout(blueprint: Blueprint, survey: Survey, catalogue: Catalogue, *, named: bool) -> None:
    """Refuse to lay a workspace over one application or the other way round, unless the user named the blueprint.

    Raises `UnsupportedStackError`.
    """
    root = next((m for m in survey.of("npm") if not m.folder), None)
    packages = [m for m in survey.of("npm") if m.folder and m.member]
    declared = "pnpm-workspace.yaml" in survey.files or bool(root and root.workspaces)
    if named:
        return
    if declared and packages and "monorepo" not in blueprint.layouts:
        raise UnsupportedStackError(
            f"the repository is a workspace ({_count(packages)}), and {blueprint.name} makes one application",
            hint=f"Name the folder of the application instead, or --blueprint {blueprint.name} if it is meant so.",
        )
    if not declared and root is not None and _is_application(root, catalogue) and "single" not in blueprint.layouts:
        raise UnsupportedStackError(
            f"the repository is one application, and {blueprint.name} makes a workspace of several packages",
            hint=f"Move it into a package first, or --blueprint {blueprint.name} if it is meant so.",
        )


def _count(packages: Sequence[Manifest]) -> str:
    return f"{len(packages)} package{'s' if len(packages) != 1 else ''} below the top"


def _is_application(manifest: Manifest, catalogue: Catalogue) -> bool:
    frameworks = catalogue.of_slot("framework")
    return any(is_package_of(name, each.id) for name in manifest.dependencies for each in frameworks)
