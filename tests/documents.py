"""Reads generated documents as their reader does: which commands, paths and requests do they tell me to use?"""

import fnmatch
import json
import posixpath
import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import yaml

from .rendering import Files

README = "README.md"
AGENTS = "AGENTS.md"
CI = ".github/workflows/ci.yml"
DOCKERFILE = "Dockerfile"

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BUILT_IN = {
    "npm": {"install", "ci", "test", "start"},
    "pnpm": {"install", "exec", "fetch"},
}


def blocks(document: str, language: str) -> list[str]:
    """The fenced blocks of one language; `""` for those without."""
    return [body for found, body in _FENCE.findall(document) if found == language]


def code_spans(document: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", _FENCE.sub("", document))


def shell_commands(block: str) -> list[str]:
    """The commands of a block, continued lines joined."""
    return [line for line in re.sub(r" \\\n\s*", " ", block).splitlines() if line]


def manager_commands(files: Files) -> Iterator[tuple[str, str]]:
    """(file, command) for everything that a document, the CI or the Dockerfile has the package manager do."""
    for name in (README, AGENTS):
        for command in (*(c for b in blocks(files[name], "sh") for c in shell_commands(b)), *code_spans(files[name])):
            yield from _managers(name, command)
    for command in ci_commands(files):
        yield from _managers(CI, command)
    for line in files[DOCKERFILE].splitlines():
        if line.startswith("RUN "):
            yield from _managers(DOCKERFILE, line)
    for name in (path for path in files if path.endswith((".ts", ".js")) or path == "compose.yaml"):
        for span in re.findall(r"`((?:npm|pnpm|npx) [^`\n]+)`", files[name]):
            yield name, span


def ci_commands(files: Files) -> list[str]:
    jobs = yaml.safe_load(files[CI])["jobs"].values()
    return [step["run"] for job in jobs for step in job["steps"] if "run" in step]


def manifests(files: Files) -> dict[str, dict[str, Any]]:
    """Package name → its package.json."""
    return {manifest["name"]: manifest for manifest in package_folders(files).values()}


def package_folders(files: Files) -> dict[str, dict[str, Any]]:
    """Folder → the package.json in it."""
    paths = [PurePosixPath(path) for path in files if PurePosixPath(path).name == "package.json"]
    return {str(path.parent): json.loads(files[str(path)]) for path in paths}


def wrong_command(command: str, manager: str, files: Files) -> str | None:
    """Why this command does not work in a project of this package manager, or `None` if it does."""
    parsed = json.loads(files["package.json"])
    filtered = re.match(r"pnpm --filter (\S+) ", command)
    if filtered:
        if filtered[1] not in manifests(files):
            return f"there is no package {filtered[1]}"
        parsed = manifests(files)[filtered[1]]
        command = command.replace(filtered.group(), "pnpm ")
    packages = {*parsed.get("dependencies", {}), *parsed.get("devDependencies", {})}
    packages = {
        name.removeprefix("@").removesuffix("/test") for name in packages
    }  # @playwright/test is run by its family's name
    head, word, *rest = command.split()
    if re.fullmatch(r"npm install --global pnpm@[\d.]+", command) and manager == "pnpm":
        return None
    if head == "npx" or (head, word) == ("pnpm", "exec"):
        program = word if head == "npx" else rest[0]
        right = (head == "npx") == (manager == "npm")
        return None if right and program in packages else f"{program} is not run like this here"
    if head != manager:
        return f"{head} is not the package manager"
    if word in _BUILT_IN[manager] and word not in ("test", "start"):
        return None
    script = rest[0] if word == "run" else word
    explicit = word == "run" or manager == "pnpm" or word in ("test", "start")
    return None if explicit and script in parsed["scripts"] else f"there is no script {script}"


def missing_paths(files: Files, document: str, source: str) -> list[str]:
    """The links that lead to nothing, and the paths that neither exist nor come from tools (`_made_by_tools`)."""
    text = files[document]
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    named = [span for span in code_spans(text) if _is_path(span)]
    broken = [path for path in linked if not exists(files, path)]
    return broken + [path for path in named if not _leads_somewhere(files, path, source)]


def missing_routes(files: Files, document: str, source: str) -> list[str]:
    """The `/api/…` paths of a document that no folder of the application answers."""
    names = set(re.findall(r"(?<![\w/])(?:http://localhost:3000)?/api/([a-z-]+(?:\.[a-z]+)?)", files[document]))
    folders = _folders(files)
    return sorted(name for name in names if posixpath.normpath(f"{source}/app/api/{name}") not in folders)


def listed_paths(document: str) -> list[str]:
    """The left column of the layout listing: the block without a language whose lines all start with a path."""
    listing = next(body for body in blocks(document, "") if "  " in body)
    return [line.split()[0] for line in listing.splitlines()]


def exists(files: Files, path: str) -> bool:
    """A trailing slash means a folder."""
    return path.rstrip("/") in _folders(files) if path.endswith("/") else path in files


def _managers(file: str, command: str) -> Iterator[tuple[str, str]]:
    for found in re.finditer(r"(?<![\w./@-])(?:npm|pnpm|npx) [^&|;]+", command):
        yield file, found.group().strip()


def _folders(files: Files) -> set[str]:
    return {str(parent) for path in files for parent in PurePosixPath(path).parents}


def _is_path(span: str) -> bool:
    """A file name with an ending that we generate, or something with a slash that is not a route, a URL or a value."""
    if re.search(r"[\s<>{}…=?:]", span) or span.startswith("/") or span in ("./", "@/"):
        return False
    return "/" in span or span.startswith(".") or span.endswith((".ts", ".tsx", ".js", ".json", ".md", ".yaml"))


def imported(files: Files, specifier: str, source: str) -> str | None:
    """The file that `@/…` or the name of a package of the workspace leads to; `None` if there is none."""
    bases = [f"{source}/{specifier.removeprefix('@/')}"] if specifier.startswith("@/") else []
    for folder, manifest in package_folders(files).items():
        if f"{specifier}/".startswith(f"{manifest['name']}/") and "exports" in manifest:
            bases.append(f"{folder}/src{specifier.removeprefix(manifest['name'])}")
    candidates = (posixpath.normpath(base) + end for base in bases for end in (".ts", ".tsx", "/index.ts"))
    return next((path for path in candidates if path in files), None)


def _leads_somewhere(files: Files, path: str, source: str) -> bool:
    if path.startswith("@"):
        return imported(files, path, source) is not None
    made = _made_by_tools(files)
    if path in made or any(fnmatch.fnmatch(path.split("/", 1)[0], pattern) for pattern in made):
        return True
    # `schema.ts`, `http/`: named after its folder was.
    known = _folders(files) if path.endswith("/") else files.keys()
    return any(f"/{name}".endswith(f"/{path.rstrip('/')}") for name in known)


def _made_by_tools(files: Files) -> list[str]:
    """What git and Prettier are told to leave alone: databases, reports, the lock file."""
    lines = (files[".gitignore"] + files[".prettierignore"]).splitlines()
    names = [line.rstrip("/") for line in lines if line and line[0] not in "#!"]
    return [name for name in names if name not in _folders(files)]
