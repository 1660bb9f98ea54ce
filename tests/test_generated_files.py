"""Generated files against what their readers expect: published schemas, a Dockerfile linter, the environment."""

import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from .rendering import Combination, Files, combinations, files_of

EVERY = combinations()
COMPOSE = "compose.yaml"
CI = ".github/workflows/ci.yml"
DOCKERFILE = "Dockerfile"

each_project = pytest.mark.parametrize("combination", EVERY, ids=lambda combination: combination.name)


def tool(name: str, arguments: Iterable[str | Path], home: Path) -> "subprocess.CompletedProcess[str]":
    """Run a development tool without any settings of whoever runs the tests."""
    return subprocess.run(
        [Path(sys.executable).parent / name, *arguments],
        cwd=home,
        env={**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
    )


def written(folder: Path, texts: Iterable[str]) -> list[Path]:
    """Each text in a file of its own."""
    found: list[Path] = []
    for number, text in enumerate(texts):
        path = folder / f"{number}.yaml"
        path.write_text(text, encoding="utf-8")
        found.append(path)
    return found


def planted(text: str, right: str, wrong: str) -> str:
    assert right in text
    return text.replace(right, wrong, 1)


# --- published schemas ----------------------------------------------------------------------------------------------

SCHEMAS = {COMPOSE: "vendor.compose-spec", CI: "vendor.github-workflows"}


def validated(file: str, texts: Iterable[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    return tool("check-jsonschema", ["--builtin-schema", SCHEMAS[file], *written(folder, texts)], folder)


@pytest.mark.parametrize("file", SCHEMAS)
def test_it_follows_the_published_schema(file: str, tmp_path: Path) -> None:
    done = validated(file, {files_of(combination)[file] for combination in EVERY}, tmp_path)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [
        (COMPOSE, "service_healthy", "service_well"),
        (COMPOSE, "    build: .", "    built: ."),
        (CI, "    runs-on: ubuntu-latest", "    run-on: ubuntu-latest"),
        (CI, "  contents: read", "  contents: reed"),
    ],
)
def test_the_schema_finds_a_planted_mistake(file: str, right: str, wrong: str, tmp_path: Path) -> None:
    done = validated(file, [planted(files_of(EVERY[0])[file], right, wrong)], tmp_path)

    assert done.returncode == 1, done.stdout
    assert "0.yaml" in done.stdout


# --- Dockerfile -----------------------------------------------------------------------------------------------------


def linted(texts: Iterable[str], folder: Path) -> list[str]:
    """The codes of everything that hadolint finds, down to matters of style."""
    done = tool("hadolint", ["--format", "json", *written(folder, texts)], folder)
    return [finding["code"] for finding in json.loads(done.stdout)]


def test_the_dockerfile_is_clean(tmp_path: Path) -> None:
    assert linted({files_of(combination)[DOCKERFILE] for combination in EVERY}, tmp_path) == []


@pytest.mark.parametrize(
    ("right", "wrong", "code"),
    [
        ("node:22-bookworm-slim", "node:latest", "DL3007"),
        ("WORKDIR /app", "WORKDIR app", "DL3000"),
        ("USER 1000", "USER root", "DL3002"),
        ("EXPOSE 3000", "EXPOSE 300000", "DL3011"),
        ("EXPOSE 3000", "EXPOSED 3000", "DL1000"),
    ],
)
def test_the_linter_finds_a_planted_mistake(right: str, wrong: str, code: str, tmp_path: Path) -> None:
    assert code in linted([planted(files_of(EVERY[0])[DOCKERFILE], right, wrong)], tmp_path)


@dataclass(frozen=True)
class Stage:
    """A stage of a Dockerfile: its name, what it starts from, its instructions as (keyword, rest)."""

    name: str
    start: str
    instructions: tuple[tuple[str, str], ...]

    def all(self, keyword: str) -> list[str]:
        return [rest for found, rest in self.instructions if found == keyword]


def stages(dockerfile: str) -> list[Stage]:
    lines = [line for line in dockerfile.splitlines() if line and not line.startswith("#")]
    steps = [line.split(" ", 1) for line in re.sub(r" \\\n\s*", " ", "\n".join(lines)).splitlines()]
    found: list[Stage] = []
    for keyword, rest in steps:
        if keyword == "FROM":
            start, _, name = rest.partition(" AS ")
            found.append(Stage(name, start, ()))
        else:
            last = found.pop()
            found.append(Stage(last.name, last.start, (*last.instructions, (keyword, rest))))
    return found


@each_project
def test_the_image_holds_the_build_only_and_runs_as_nobody_in_particular(combination: Combination) -> None:
    found = stages(files_of(combination)[DOCKERFILE])
    base, last = found[0], found[-1]
    environment = dict(part.split("=", 1) for part in shlex.split(" ".join(last.all("ENV"))))

    assert [(stage.name, stage.start) for stage in found[1:]] == [("build", "base"), ("run", "base")]
    # No stage with development dependencies is below the last one, and nothing comes from the context.
    assert last.start == base.name
    assert base.all("COPY") + base.all("RUN") == []
    assert all("--from=build " in copied and "node_modules" not in copied for copied in last.all("COPY"))
    assert environment["APP_ENV"] == environment["NODE_ENV"] == "production"
    assert last.all("USER") == ["1000"]
    assert "/api/health" in last.all("HEALTHCHECK")[0]
    assert last.all("CMD")[0].startswith("[")
    assert [rest for stage in found for rest in stage.all("ARG")] == []


def test_secrets_and_tests_stay_out_of_the_image() -> None:
    for combination in EVERY:
        ignored = files_of(combination)[".dockerignore"].split()

        assert {".env", ".env.*", ".git", "**/node_modules", "**/tests", ".data"} <= set(ignored)


# --- environment ----------------------------------------------------------------------------------------------------


def variables_read(files: Files) -> set[str]:
    """The names in the schema of env.ts."""
    text = next(text for path, text in files.items() if re.search(r"env/(src/)?index\.ts$", path))
    return set(re.findall(r"^ {4}([A-Z][A-Z0-9_]+): z?", text, re.MULTILINE))


def variables_described(files: Files) -> list[str]:
    """The names in .env.example that a comment stands above, directly or above others of the same group."""
    described: list[str] = []
    told = False
    for line in files[".env.example"].splitlines():
        if re.match(r"# (?!---)\S", line):
            told = True
        elif found := re.match(r"([A-Z][A-Z0-9_]+)=", line):
            described += [found[1]] if told else []
        else:
            told = False
    return described


@each_project
def test_every_variable_is_read_and_described_once(combination: Combination) -> None:
    files = files_of(combination)

    assert sorted(variables_described(files)) == sorted(variables_read(files))
    assert len(variables_read(files)) > 10


@each_project
def test_only_the_environment_module_reads_the_environment(combination: Combination) -> None:
    """Apart from what the framework sets, and from what runs without the application."""
    files = files_of(combination)
    allowed = {"NEXT_PHASE", "NEXT_RUNTIME", "NEXT_OUTPUT", "NEXT_MANUAL_SIG_HANDLE", "TEST_DATABASE_URL"}
    allowed |= {"NODE_ENV", "CI", "PLAYWRIGHT_CHROMIUM_PATH"}
    read = {name for text in files.values() for name in re.findall(r"process\.env\.([A-Z_]+)", text)}

    assert read - allowed - {"PORT"} <= variables_read(files)
    assert "TEST_DATABASE_URL" in files["README.md"]


@each_project
def test_documents_and_configuration_name_only_variables_that_exist(combination: Combination) -> None:
    files = files_of(combination)
    beside = {"PORT", "TEST_DATABASE_URL", "PLAYWRIGHT_CHROMIUM_PATH"}
    service = files[COMPOSE].partition("  database:\n")[0]
    passed = re.findall(r"^ {6}([A-Z_]+): ", service, re.MULTILINE)
    tested = re.findall(
        r"^ {6}([A-Z_]+): ",
        next(text for path, text in files.items() if path.endswith("vitest.config.ts")),
        re.MULTILINE,
    )
    told = [
        name
        for document in ("README.md", "AGENTS.md")
        for name in re.findall(r"`([A-Z]+_[A-Z_]+)[`=]", files[document])
    ]

    assert passed and tested and told
    assert {*passed, *tested, *told} - beside <= variables_read(files)
