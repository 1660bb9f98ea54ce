"""What is in a repository, with git and without, and with files that are broken or hostile."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from agentscaffold.errors import UsageError
from agentscaffold.survey import Survey, survey

GIT = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


def write(root: Path, files: Mapping[str, str]) -> Path:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return root


def git(root: Path, *words: str) -> None:
    subprocess.run(["git", *GIT, *words], cwd=root, check=True, capture_output=True)


def test_with_git_ignored_and_deleted_files_are_left_out_and_new_ones_are_in(tmp_path: Path) -> None:
    write(tmp_path, {".gitignore": "*.log\n", "a.ts": "", "b.ts": "", "x.log": ""})
    git(tmp_path, "init", "-q")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    (tmp_path / "b.ts").unlink()
    write(tmp_path, {"new/c.ts": ""})

    taken = survey(tmp_path)

    assert taken.files == {".gitignore", "a.ts", "new/c.ts"}
    assert taken.folders == {"new"}


def test_without_git_the_same_files_are_found(tmp_path: Path) -> None:
    write(
        tmp_path, {".gitignore": "*.log\n", "a.ts": "", "x.log": "", "node_modules/x/package.json": "{}", "d/b.ts": ""}
    )

    assert survey(tmp_path).files == {".gitignore", "a.ts", "d/b.ts"}


def test_the_settings_of_a_repository_cannot_run_a_program(tmp_path: Path) -> None:
    write(tmp_path, {"a.ts": "", "hook.sh": f"#!/bin/sh\ntouch {tmp_path}/ran\n"})
    (tmp_path / "hook.sh").chmod(0o755)
    git(tmp_path, "init", "-q")
    git(tmp_path, "config", "core.fsmonitor", str(tmp_path / "hook.sh"))

    assert "a.ts" in survey(tmp_path).files
    assert not (tmp_path / "ran").exists()


def test_git_of_the_environment_leads_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other, here = tmp_path / "other", tmp_path / "here"
    for folder in (write(other, {"other.ts": ""}), write(here, {"here.ts": ""})):
        git(folder, "init", "-q")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))

    assert survey(here).files == {"here.ts"}


def test_more_files_than_the_limit_are_not_complete(tmp_path: Path) -> None:
    write(tmp_path, {f"{number}.ts": "" for number in range(5)})

    assert survey(tmp_path, limit=3).complete is False
    assert len(survey(tmp_path, limit=3).files) == 3
    assert survey(tmp_path, limit=6).complete is True


def test_links_are_followed_inside_only(tmp_path: Path) -> None:
    write(tmp_path / "repo", {"real/a.ts": "process.env.INSIDE"})
    write(tmp_path, {"secret.ts": "process.env.OUTSIDE"})
    (tmp_path / "repo/alias").symlink_to("real")
    (tmp_path / "repo/out.ts").symlink_to(tmp_path / "secret.ts")
    (tmp_path / "repo/loop").symlink_to("loop")
    (tmp_path / "repo/up").symlink_to("..")

    taken = survey(tmp_path / "repo")

    assert taken.has("alias/a.ts")
    assert not taken.has("alias/none.ts")
    assert taken.has("up/anything")  # leads out: nobody looked
    assert {use.name for use in taken.variables.uses} == {"INSIDE"}


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "package.json")
    os.mkfifo(tmp_path / "a.ts")

    assert survey(tmp_path).manifests == ()


def manifests(root: Path, files: Mapping[str, str]) -> Survey:
    return survey(write(root, files))


def test_package_json_with_catalogs_and_workspaces(tmp_path: Path) -> None:
    taken = manifests(
        tmp_path,
        {
            "package.json": '{"name": "root", "packageManager": "pnpm@10.1.0+sha512.abc", "engines": {"node": ">=20"}}',
            "pnpm-workspace.yaml": "packages:\n  - packages/*\n  - '!packages/old'\ncatalog:\n  zod: 4.1.0\n"
            "catalogs:\n  react19:\n    react: 19.0.0\n",
            "packages/api/package.json": '{"name": "@a/api", "dependencies": {"zod": "catalog:"},'
            ' "devDependencies": {"react": "catalog:react19"}, "scripts": {"test": "vitest"}}',
            "packages/old/package.json": '{"name": "old", "dependencies": {"prisma": "1"}}',
            "pnpm-lock.yaml": "",
        },
    )

    root, api, old = sorted(taken.manifests, key=lambda each: each.path)
    assert (root.path, root.package_manager, root.engines) == ("package.json", "pnpm@10.1.0", {"node": ">=20"})
    assert api.dependencies == {"react": "19.0.0", "zod": "4.1.0"}
    assert api.scripts == {"test": "vitest"}
    assert [root.member, api.member, old.member] == [True, True, False]
    assert set(taken.dependencies) == {"react", "zod"}
    assert [(lock.path, lock.manager) for lock in taken.locks] == [("pnpm-lock.yaml", "pnpm")]


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("pyproject.toml", '[project]\ndependencies = ["Fast_API[all]>=1 ; x", "b"]', "b fast-api"),
        ("pyproject.toml", '[dependency-groups]\ndev = ["c~=1"]', "c"),
        ("pyproject.toml", '[tool.poetry.dependencies]\npython = "^3.11"\ndjango = "^5"\n', "django python"),
        ("requirements-dev.txt", "# x\n-r other.txt\nPyYAML==6\nruff # y\n", "pyyaml ruff"),
        ("go.mod", "module x\n\nrequire (\n\tgithub.com/go-chi/chi/v5 v5.1.0\n)\n", "github.com/go-chi/chi/v5"),
        ("Cargo.toml", '[dependencies]\naxum = "0.8"\nsqlx = { version = "0.8" }\n', "axum sqlx"),
        ("Gemfile", "gem 'rails', '~> 8'\n  gem \"pg\"\n", "pg rails"),
        ("composer.json", '{"require": {"laravel/framework": "^12"}}', "laravel/framework"),
    ],
)  # fmt: skip
def test_manifests_of_other_languages(tmp_path: Path, path: str, text: str, names: str) -> None:
    (manifest,) = manifests(tmp_path, {path: text}).manifests

    assert sorted(manifest.dependencies) == names.split()


@pytest.mark.parametrize(
    ("path", "text", "line"),
    [
        ("package.json", '{\n"a": 1,\n}', 3),
        ("package.json", "[]", 1),
        ("package.json", "[" * 200_000, 1),
        ("pyproject.toml", "[project]\nname =\n", 2),
        ("pnpm-workspace.yaml", "packages:\n\t- x\n", 2),
        ("pnpm-workspace.yaml", "a: &a [1]\nb: *a\n", 1),
        (".mcp.json", "{", 1),
    ],
)
def test_a_broken_file_is_a_problem_with_its_line(tmp_path: Path, path: str, text: str, line: int) -> None:
    (problem,) = manifests(tmp_path, {path: text}).problems

    assert (problem.path, problem.line) == (path, line)


def test_shapes_that_nobody_expects_are_left_out(tmp_path: Path) -> None:
    text = (
        '{"name": 1, "dependencies": {"x": []}, "scripts": {"a": [], "b": "ok"}, "workspaces": "x", "devEngines": []}'
    )

    (manifest,) = manifests(tmp_path, {"package.json": text}).manifests

    assert (manifest.name, manifest.dependencies, manifest.scripts) == (None, {}, {"b": "ok"})


def test_targets_recipes_runtimes_and_aliases(tmp_path: Path) -> None:
    taken = manifests(
        tmp_path,
        {
            "Makefile": "A := 1\nall: build test\nbuild:\n\techo a: b\n.PHONY: test\ntest: ; true\n",
            "justfile": "set shell := ['sh']\nalias d := deploy\n@deploy target='x':\n  echo\nname := 'v'\n",
            ".nvmrc": "v22.11.0\n",
            "tsconfig.json": '{ "compilerOptions": { "paths": { "@/*": ["./src/*"], "db": ["x"] }, "lib": ["a"] } }',
            "package.json": '{"imports": {"#server/*": "./src/server/*.ts"}}',
        },
    )

    assert taken.targets["make"] is not None
    assert taken.targets["make"] >= {"all", "build", "test"}
    assert taken.targets["just"] == frozenset({"d", "deploy"})
    assert taken.runtimes == {"node": "22.11.0"}
    assert taken.aliases == {"@", "db", "#server"}


def test_agents_and_skills_are_found_although_git_ignores_them(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    taken = manifests(
        tmp_path,
        {
            ".gitignore": ".claude/\n",
            ".claude/agents/team/a.md": "x",
            ".claude/agents/b.MD": "x",
            ".claude/skills/deploy/SKILL.md": "x",
            "part/.claude/agents/c.md": "x",
            ".mcp.json": '{"mcpServers": {"docs": {}}}',
        },
    )

    assert taken.agents == (".claude/agents/team/a.md",)
    assert taken.skills == {"deploy"}
    assert taken.mcp_servers == {"docs"}


@pytest.mark.parametrize("path", ["none", "file.txt"])
def test_what_is_no_folder_is_a_usage_error(tmp_path: Path, path: str) -> None:
    write(tmp_path, {"file.txt": ""})

    with pytest.raises(UsageError, match="no folder"):
        survey(tmp_path / path)
