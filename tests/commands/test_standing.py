"""What a repository already uses, told by its manifests and lock files."""

import json
from pathlib import Path

import pytest

from agentscaffold.blueprints import load_blueprints
from agentscaffold.catalogue import load_catalogue
from agentscaffold.commands.arguments import Given
from agentscaffold.commands.standing import scope_there, standing
from agentscaffold.errors import UnsupportedStackError
from agentscaffold.inference import PackageScope, Reading
from agentscaffold.survey import survey

CATALOGUE = load_catalogue()


def uses(folder: Path, files: dict[str, object]) -> dict[str, dict[str, str]]:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(content if isinstance(content, str) else json.dumps(content))
    found = standing(survey(folder), CATALOGUE)
    return {slot: {each.technology.id: each.reason for each in there} for slot, there in found.items()}


@pytest.mark.parametrize(
    ("dependency", "slot", "technology"),
    [
        ("next", "framework", "nextjs"),
        ("express", "framework", "express"),
        ("hono", "framework", "hono"),
        ("@nestjs/core", "framework", "nestjs"),
        ("@trpc/server", "api", "trpc"),
        ("drizzle-orm", "orm", "drizzle"),
        ("prisma", "orm", "prisma"),
        ("@prisma/client", "orm", "prisma"),
        ("mongoose", "orm", "mongoose"),
        ("pg", "database", "postgresql"),
        ("mysql2", "database", "mysql"),
        ("@clerk/nextjs", "auth", "clerk"),
        ("better-auth", "auth", "better-auth"),
        ("next-auth", "auth", "next-auth"),
        ("zod", "validation", "zod"),
        ("valibot", "validation", "valibot"),
        ("vitest", "testing", "vitest"),
        ("jest", "testing", "jest"),
    ],
)
def test_a_dependency_shows_a_technology(tmp_path: Path, dependency: str, slot: str, technology: str) -> None:
    found = uses(tmp_path, {"package.json": {"devDependencies": {dependency: "1.0.0"}}})

    assert found[slot] == {technology: f"package.json has {dependency}"}
    assert len(found) == 1 or dependency == "mongoose"  # which speaks to MongoDB only


@pytest.mark.parametrize(
    "dependency", ["react", "jose", "@types/node", "typescript", "@playwright/test", "eslint-config-next", "next-intl"]
)
def test_helpers_and_mechanisms_show_none(tmp_path: Path, dependency: str) -> None:
    assert uses(tmp_path, {"package.json": {"dependencies": {dependency: "1.0.0"}}}) == {}


def test_the_package_manager_is_that_of_the_lock_file_or_of_the_manifest(tmp_path: Path) -> None:
    assert uses(tmp_path / "a", {"pnpm-lock.yaml": ""}) == {"package_manager": {"pnpm": "there is a pnpm-lock.yaml"}}
    asked = uses(tmp_path / "b", {"package.json": {"packageManager": "yarn@4.1.0"}})
    assert asked == {"package_manager": {"yarn": "package.json asks for yarn@4.1.0"}}


def test_packages_of_the_workspace_count_and_examples_beside_it_do_not(tmp_path: Path) -> None:
    found = uses(
        tmp_path,
        {
            "package.json": {"workspaces": ["packages/*"]},
            "packages/db/package.json": {"dependencies": {"drizzle-orm": "1"}},
            "examples/old/package.json": {"dependencies": {"express": "4"}},
            "examples/old/yarn.lock": "",
        },
    )

    assert found == {"orm": {"drizzle": "packages/db/package.json has drizzle-orm"}}


def scope(folder: Path, said: str | None, words: dict[str, str], *names: str) -> str | None:
    for number, name in enumerate(names):
        (folder / f"packages/{number}").mkdir(parents=True)
        (folder / f"packages/{number}/package.json").write_text(json.dumps({"name": name}))
    (folder / "package.json").write_text('{"name": "@top/all", "workspaces": ["packages/*"]}')
    (blueprint,) = (each for each in load_blueprints() if each.name == "t3-turbo")
    reading = Reading("backend", "monorepo", {}, package_scope=PackageScope(said, 3, 1) if said else None)
    return scope_there(blueprint, survey(folder), reading, Given({}, words))


@pytest.mark.parametrize(
    ("said", "words", "names", "expected"),
    [
        (None, {}, ("@acme/db", "web"), "@acme"),
        ("@lumen", {}, ("@acme/db", "@acme/api"), "@acme"),
        ("@lumen", {}, ("@acme/db", "@lumen/api"), None),
        ("@lumen", {"scope": "@mine"}, ("@acme/db",), None),
        ("@lumen", {}, ("db", "web"), None),
        ("@lumen", {}, (), None),
    ],
)
def test_new_packages_get_the_scope_of_those_that_are_there(
    tmp_path: Path, said: str | None, words: dict[str, str], names: tuple[str, ...], expected: str | None
) -> None:
    assert scope(tmp_path, said, words, *names) == expected


def test_several_scopes_are_a_question_for_the_user(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedStackError, match="several scopes: @a, @b"):
        scope(tmp_path, "@c", {}, "@a/x", "@b/x", "@b/y")
