"""Packages that the agent imports, installs or names."""

import re
from collections.abc import Iterator

from agentscaffold.checks.commandlines import commands
from agentscaffold.checks.model import Claim, Finding, Subject, claim, once, quoted
from agentscaffold.checks.rules import MISSING_PACKAGE
from agentscaffold.checks.wording import in_passing, states
from agentscaffold.inference import Passage
from agentscaffold.inference.paths import SOURCE_ROOTS
from agentscaffold.inference.tokens import code_spans

_SCRIPT_FENCES = frozenset({"ts", "tsx", "typescript", "js", "jsx", "javascript", "mjs", "mts"})
_IMPORT = re.compile(
    r"""(?:^\s*(?:import|export)\b[^'"]*?\bfrom\s*|^\s*import\s*|^\s*\}\s*from\s*|\b(?:require|import)\(\s*)"""
    r"""['"](?P<name>[^'"\s]+)['"]"""
)
_SPECIFIER = re.compile(r"(?P<package>(?:@[a-z0-9~-][\w.~-]*/)?[a-z0-9~-][\w.~-]*)(?:/.*)?")
_ALIAS = re.compile(r"[@~#]/|[#~]|\$")
_NODE = frozenset(
    """
    assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events
    fs http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream
    string_decoder sys timers tls trace_events tty url util v8 vm wasi worker_threads zlib bun
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
_ALIAS_SCOPES = frozenset({"components", "hooks", "pages", "features", "assets", "styles", "web", "client", "root"})
"""With the folders of an application: scopes that nobody publishes under, but many map to a folder."""
_PLACEHOLDER = re.compile(r"(?:@?(?:my|your|some|example|foo|bar|scope|org|project)\b.*)|.*(?:package-name|-name|xxx)$")
_ANY_DEPENDENCY = re.compile(
    r"\b(?:a|an|any|another|each|every|missing|further|additional|more|eine?|jede|une|chaque|una)\s+(?:[\w-]+\s+)?"
    r"(?:dependenc(?:y|ies)|packages?|librar(?:y|ies)|modules?|pakete?s?|abhängigkeit(?:en)?|dépendances?|dependencias?)\b",
    re.IGNORECASE,
)
_MAX_CLAIMS = 500


def check_packages(subject: Subject) -> tuple[list[Claim], list[Finding]]:
    """Every npm package that is imported, installed or named, and those that no manifest has.

    Without a package.json, or with one that cannot be read, nothing is looked up.
    """
    survey = subject.survey
    broken = any(problem.path.endswith("package.json") for problem in survey.problems)
    if broken or not survey.of("npm") or not survey.complete:
        return [], []
    have = available(subject)
    replaced = {name for library in subject.catalogue.superseded for name in library.packages}
    open_choice = _offered(subject)
    claims = [
        each
        for each in once(_claims(subject))[:_MAX_CLAIMS]
        if each.text not in replaced and each.text not in open_choice
    ]
    findings = [
        subject.finding(
            MISSING_PACKAGE, each, f"no package.json has {quoted(each.text)}", "Add it, or correct the agent file."
        )
        for each in claims
        if each.text not in have and f"@types/{each.text}" not in have
    ]
    return claims, findings


def available(subject: Subject) -> frozenset[str]:
    """Names of packages that code of the repository can import: dependencies and its own packages."""
    manifests = subject.survey.of("npm")
    return frozenset(
        {name for manifest in manifests for name in manifest.dependencies}
        | {manifest.name for manifest in manifests if manifest.name}
    )


def _claims(subject: Subject) -> Iterator[Claim]:
    known = {name for technology in subject.catalogue.technologies for name in technology.packages}
    for passage in subject.passages:
        if passage.line in subject.wrong_code:
            continue
        if passage.fence is not None and passage.fence in _SCRIPT_FENCES and not passage.silent:
            yield from _imports(subject, passage)
        elif passage.fence is None:
            yield from _named(passage, known)
        for each in commands(passage):
            if each.action == "install" and not _PLACEHOLDER.fullmatch(each.name) and not _is_one_of_many(passage):
                yield claim("package", each.name, passage, each.start, each.end)


def _imports(subject: Subject, passage: Passage) -> Iterator[Claim]:
    for match in _IMPORT.finditer(passage.text):
        name = package_of(match.group("name"))
        if name is not None and not _is_alias(match.group("name"), subject) and not _PLACEHOLDER.fullmatch(name):
            yield claim("package", name, passage, match.start("name"), match.end("name"))


def _is_one_of_many(passage: Passage) -> bool:
    """Whether a sentence about installing whatever is needed names a package to show how."""
    return passage.fence is None and _ANY_DEPENDENCY.search(passage.text) is not None


def _named(passage: Passage, known: set[str]) -> Iterator[Claim]:
    """Names in backticks that are packages for certain: known ones with a sign that no word has."""
    for start, end in code_spans(passage.text):
        text = passage.text[start:end]
        distinct = text.startswith("@") and text.count("/") == 1
        if distinct and text in known and states(passage, start, end) and not in_passing(passage, start, end):
            yield claim("package", text, passage, start, end)


def package_of(specifier: str) -> str | None:
    """The package an import is of: `drizzle-orm` of `drizzle-orm/pg-core`; `None` for files and Node's own modules."""
    if specifier.startswith((".", "/")) or ":" in specifier or _ALIAS.match(specifier):
        return None
    match = _SPECIFIER.fullmatch(specifier)
    if match is None or match.group("package") in _NODE:
        return None
    return match.group("package")


def _is_alias(specifier: str, subject: Subject) -> bool:
    """Whether the import is of a file of the repository: a path of a tsconfig, or a source folder by its bare name."""
    first = specifier.partition("/")[0]
    beginnings = subject.survey.aliases
    if any(specifier == each or specifier.startswith(f"{each}/") for each in beginnings):
        return True
    if first.startswith("@") and first[1:] in SOURCE_ROOTS | _ALIAS_SCOPES:
        return True
    return "/" in specifier and not first.startswith("@") and first in {p.split("/")[0] for p in subject.survey.folders}


def _offered(subject: Subject) -> frozenset[str]:
    """Packages of technologies between which the text leaves the choice."""
    offered = {option for slot in subject.reading.slots.values() if slot.status == "offered" for option in slot.options}
    found = (subject.catalogue.get(identifier) for identifier in offered)
    return frozenset(name.split("/")[0] for each in found if each for name in (each.id, *each.packages, *each.aliases))
