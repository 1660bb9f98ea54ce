"""The scope of the repository's own packages: `@acme`, where the agent names `@acme/api` beside `packages/api/`."""

import re
from collections.abc import Iterator, Sequence

from agentscaffold.catalogue import Catalogue
from agentscaffold.inference.model import Directory, Layout, PackageScope
from agentscaffold.inference.passage import Passage
from agentscaffold.inference.paths import PART_ROOTS, SOURCE_ROOTS, is_file

_PACKAGE = re.compile(r"(?<![\w@/.-])(?P<scope>@[a-z0-9][a-z0-9._-]{0,40})/(?P<name>[a-z0-9][a-z0-9._-]{0,60})")
_PLACEHOLDER = re.compile(r"@(?:scope|org|namespace|your[\w.-]*|my-?(?:org|scope|company|app|project))")
_PUBLISHED = frozenset(
    """
    @types @next @expo @sentry @storybook @eslint @typescript-eslint @vitest @vitejs @testing-library @playwright
    @radix-ui @shadcn @mui @stripe @react-email @t3-oss @trigger.dev @opentelemetry @google-cloud @azure @angular
    @tailwindcss @turbo @socket.io @react-native @graphql-tools @langchain @ai-sdk @anthropic-ai
    """.split()  # noqa: SIM905 - a list of words reads best as words
)
"""Scopes of published packages besides those that the catalogue knows: `@sentry/nextjs` beside `apps/nextjs`."""
_ROLES = frozenset({"api", "auth", "db", "database", "validators", "ui"})
"""Parts that every monorepo has; their names tell packages of its own where no folder is drawn."""


def find_package_scope(
    passages: Sequence[Passage], catalogue: Catalogue, directories: Sequence[Directory], layout: Layout
) -> PackageScope | None:
    """The scope that is named most often with a package of the repository, at its first place; `None` if none is.

    A package of the repository has a folder in `packages/` or `apps/`, or in a monorepo the name of a common part.
    Scopes of published packages (`@trpc`), aliases of source folders (`@server`) and placeholders are none.
    """
    folders = _folders(directories)
    own = folders | _ROLES if layout == "monorepo" else folders
    published = _published(catalogue)
    aliases = {part for directory in directories for part in directory.path.split("/")} | SOURCE_ROOTS
    places: dict[str, list[PackageScope]] = {}
    for found, package in _named(passages):
        foreign = found.name in published or _PLACEHOLDER.fullmatch(found.name) is not None
        if package in own and not foreign and found.name.removeprefix("@") not in aliases:
            places.setdefault(found.name, []).append(found)
    best = max(places.values(), key=len, default=None)  # of equals the first: places are in the order of the file
    return best[0] if best else None


def _named(passages: Sequence[Passage]) -> Iterator[tuple[PackageScope, str]]:
    for passage in passages:
        if passage.silent or "@" not in passage.text:
            continue
        for match in _PACKAGE.finditer(passage.text):
            place = PackageScope(match["scope"], passage.line, passage.offset + match.start() + 1)
            yield place, match["name"].rstrip(".")


def _folders(directories: Sequence[Directory]) -> set[str]:
    """The folders of single packages: `api` of `packages/api/src/root.ts`."""
    parts = (directory.path.split("/") for directory in directories)
    tops = PART_ROOTS - SOURCE_ROOTS
    return {names[1] for names in parts if len(names) > 1 and names[0] in tops and not is_file(names[1])}


def _published(catalogue: Catalogue) -> frozenset[str]:
    packages = [name for technology in catalogue.technologies for name in technology.packages]
    packages += [name for library in catalogue.superseded for name in library.packages]
    return _PUBLISHED | {name.split("/")[0] for name in packages if name.startswith("@")}
