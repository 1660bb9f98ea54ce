"""Which words are paths of the repository: not routes, packages, MIME types, aliases or fractions."""

import re
from dataclasses import dataclass


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


SOURCE_ROOTS = _words("""
    src app lib libs server api prisma convex supabase functions db database migrations internal cmd pkg drizzle routes
    controllers models modules domain config core handlers features workers schemas schema middleware services types
    utils tests test spec alembic application infrastructure resources common shared routers repositories adapters jobs
""")
"""First segments of the paths of one application."""
PART_ROOTS = _words("apps packages services libs tooling modules")
"""First segments of the parts of a repository with several applications."""
BACKEND_ROOTS = _words("backend back-end")
_OTHER_ROOTS = _words("docs scripts specs rules infra deploy terraform tooling public frontend client web mobile e2e")
_ROOTS = SOURCE_ROOTS | PART_ROOTS | BACKEND_ROOTS | _OTHER_ROOTS
_ABSOLUTE_ROOTS = _ROOTS - _words("api docs public web client test config services app models schema")
"""`/src/server/` means the folder of the repository; `/api/users/` and `/app/x` are rather addresses."""

_EXTENSION = re.compile(
    r"\.(?:[cm]?[jt]sx?|py|go|rs|java|kts?|cs|csproj|slnx?|php|rb|exs?|sql|prisma|toml|ya?ml|json|md|mdx|graphql|proto|sh|env|"
    r"example|svelte|vue|html|css|lock|mod|sum|xml|gradle|properties|http|txt)\Z",
    re.IGNORECASE,
)
_CHARACTERS = re.compile(r"[\w.@+\-/\[\]()<>{}*$]+")
_SEGMENT = re.compile(r"[\w\[\]()<>{}$.+@-]+")
_PLACEHOLDER = re.compile(r"[<{$]|\.\.\.|YYYY")
_LINE_SUFFIX = re.compile(r":\d[\d:-]*\Z")
_MIME = _words("application text image audio video multipart font")
_FOREIGN = frozenset({"node_modules", "dist", ".git", ".claude", ".next", ".github"})
_NOT_DIRECTORIES = frozenset({"CLAUDE.md", "CLAUDE.local.md", "AGENTS.md", "MEMORY.md", "README.md"})


@dataclass(frozen=True)
class PathShape:
    """A path and what its spelling says: a slash at the end, an extension, a known first folder."""

    path: str
    folder: bool
    file: bool
    rooted: bool


def path_shape(word: str) -> PathShape | None:
    """The repository path a word spells, or `None` when it is something else.

    Globs are cut to the folder before them; `./` and a leading `/` before a known folder are dropped.
    """
    text = _LINE_SUFFIX.sub("", word.strip("`'\"")).removeprefix("./")
    if not _CHARACTERS.fullmatch(text) or text[:1] in "@~$-*" or text.startswith(("..", "//")):
        return None
    absolute = text.startswith("/")
    glob = text.find("*")
    if glob >= 0:
        text = text[: text.rfind("/", 0, glob) + 1]
    folder = text.endswith("/")
    parts = [part for part in text.split("/") if part]
    if not parts or not all(_SEGMENT.fullmatch(part) for part in parts) or set(parts) & _FOREIGN:
        return None
    if parts[-1] in _NOT_DIRECTORIES or (len(parts) > 1 and ".." in parts):
        return None
    if absolute and parts[0] not in _ABSOLUTE_ROOTS:
        return None
    if parts[0] in _MIME and len(parts) == 2 and not folder and not is_file(parts[-1]):
        return None
    return PathShape("/".join(parts), folder, is_file(parts[-1]), parts[0] in _ROOTS)


def is_file(name: str) -> bool:
    return _EXTENSION.search(name) is not None


def is_quoted_path(shape: PathShape) -> bool:
    """Whether a word in backticks is a path: `src/server/`, `prisma/schema.prisma`, `convex/`; not `net/http`."""
    nested = "/" in shape.path
    if nested:
        return shape.rooted or shape.folder or shape.file
    return shape.folder and shape.rooted


def is_plain_path(shape: PathShape) -> bool:
    """Whether a word in running text is a path: it begins with a known folder and ends like a path."""
    nested = "/" in shape.path
    return shape.rooted and (shape.folder or (nested and (shape.file or shape.path.startswith(("src/", "apps/")))))


def fixed_part(path: str) -> str:
    """The part of a path before its first placeholder: `src/modules` of `src/modules/<feature>/dto`."""
    parts = path.split("/")
    fixed = next((index for index, part in enumerate(parts) if _PLACEHOLDER.search(part)), len(parts))
    return "/".join(parts[:fixed])
