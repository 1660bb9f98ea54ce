"""What `adopt` tells besides, from plain data."""

import json
from pathlib import Path

import pytest

from agentscaffold.commands.adopt_files import AdoptedFile
from agentscaffold.commands.adopt_notes import adopt_notes, ignored_notes
from agentscaffold.manifests import merge_manifest
from agentscaffold.survey import survey


def notes(project: Path, mine: dict[str, object], its: dict[str, object], path: str = "package.json") -> list[str]:
    project.mkdir(exist_ok=True)
    (project / ".git").mkdir(exist_ok=True)
    merges = {path: merge_manifest(path, None, json.dumps(mine), json.dumps(its))}
    return list(adopt_notes(project, project, survey(project), [AdoptedFile(path, "merged", "base")], merges))


def engine(name: str, version: str) -> dict[str, object]:
    return {"devEngines": {"packageManager": {"name": name, "version": version}}}


@pytest.mark.parametrize(
    ("pinned", "told"), [("pnpm@9.0.0", True), ("npm@10.1.0", True), ("pnpm@10.1.0", False), (None, False)]
)
def test_a_pinned_package_manager_that_does_not_fit_is_told(tmp_path: Path, pinned: str | None, told: bool) -> None:
    mine: dict[str, object] = {"packageManager": pinned} if pinned else {}

    found = notes(tmp_path, mine, engine("pnpm", "^10.26.0"))

    line = f"package.json: packageManager: {pinned} stays, and the blueprint is made for pnpm ^10.26.0"
    assert found == ([line] if told else [])


@pytest.mark.parametrize(
    ("mine", "exports", "told"),
    [
        ({"main": "src/index.ts"}, {"./*": "./src/*.ts"}, True),
        ({"main": "src/index.ts"}, {".": "./src/index.ts"}, False),
        ({"main": "src/index.ts", "exports": {"./a": "./a.ts"}}, {"./*": "./src/*.ts"}, False),
        ({}, {"./*": "./src/*.ts"}, False),
    ],
)
def test_exports_beside_a_main_file_are_told(
    tmp_path: Path, mine: dict[str, object], exports: dict[str, object], told: bool
) -> None:
    package = {"name": "@acme/db", **mine}

    found = notes(tmp_path, package, {"name": "@acme/db", "exports": exports}, "packages/db/package.json")

    line = 'packages/db/package.json gets "exports" beside your "main": give it a "." too, or @acme/db resolves no more'
    assert found == ([line] if told else [])


@pytest.mark.parametrize(
    ("files", "told"),
    [(("a.js",), "a.js is CommonJS: rename it to .cjs"), (("a.js", "b.js"), "a.js, b.js are CommonJS: rename them")],
)
def test_old_modules_that_change_their_meaning_are_told(tmp_path: Path, files: tuple[str, ...], told: str) -> None:
    for file in files:
        (tmp_path / file).write_text("module.exports = {};\n")

    (note,) = notes(tmp_path, {"name": "x"}, {"type": "module"})

    assert told in note


def test_ignored_files_are_told_folder_by_folder() -> None:
    paths = [".env.example", "tests/a.ts", "tests/api/b.ts", "docs/c.md"]

    assert list(ignored_notes(paths)) == [
        ".env.example is ignored by git here: git add --force .env.example",
        "2 files in tests/ are ignored by git here: git add --force tests",
        "docs/c.md is ignored by git here: git add --force docs/c.md",
    ]


def test_a_workflow_below_the_top_of_the_repository_is_told(tmp_path: Path) -> None:
    new = [AdoptedFile(".github/workflows/ci.yml", "new", "ci")]

    (note,) = adopt_notes(tmp_path, tmp_path, survey(tmp_path), new, {})
    (tmp_path / ".git").mkdir()

    assert note.startswith(".github/workflows/ci.yml does not run below the top of a repository")
    assert adopt_notes(tmp_path, tmp_path, survey(tmp_path), new, {}) == ()
