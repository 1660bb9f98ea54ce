"""`--set` for settings, from the command line to the answers file. No real blueprint is needed: two are made here."""

import json
import shlex
from pathlib import Path

import jsonschema
import pytest
import yaml

from agentscaffold.blueprints import Blueprint, LayersSetting, TextSetting, load_blueprints

from .conftest import Run

REPOSITORY = Path(__file__).resolve().parents[2]
AGENT = REPOSITORY / "examples" / "next-trpc" / "agent.md"
SCOPE = TextSetting(help="The scope of the packages.", default="@acme", pattern="@[a-z0-9][a-z0-9._-]{0,40}")  # type: ignore[arg-type]
# Layers that exist: what is rendered is the real template.
EXTRAS = LayersSetting(help="What else there is.", default=("docker",), layers=("docker", "github-actions"))


@pytest.fixture(autouse=True)
def blueprints(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> tuple[Blueprint, ...]:
    """The real blueprint, and one like it that has settings; the first fits the agent, the second has to be named."""
    monkeypatch.chdir(tmp_path)
    real = next(blueprint for blueprint in load_blueprints() if blueprint.name == "next-trpc")
    other = real.model_copy(update={"name": "workspace", "settings": {"scope": SCOPE, "extras": EXTRAS}})
    for user in ("commands.new", "commands.inventory"):
        monkeypatch.setattr(f"agentscaffold.{user}.load_blueprints", lambda: (real, other))
    return real, other


def new(*words: str) -> list[str]:
    return ["new", "shop", "--agent", str(AGENT), "--no-input", "--no-install", "--no-git", *words]


def stored(project: Path) -> dict[str, object]:
    answers = yaml.safe_load((project / ".copier-answers.yml").read_text(encoding="utf-8"))
    assert isinstance(answers, dict)
    return answers


def test_settings_are_decided_reported_and_stored(run: Run, tmp_path: Path) -> None:
    words = ["--blueprint", "workspace", "--set", "scope=@mine", "--format", "json"]

    code, out, err = run(*new(*words))

    assert (code, err) == (0, "")
    report = json.loads(out)
    jsonschema.validate(report, json.loads((REPOSITORY / "src/agentscaffold/report/schemas/new-1.json").read_text()))
    assert report["settings"] == [
        {"name": "scope", "value": "@mine", "source": "you", "line": None, "column": None},
        {"name": "extras", "value": ["docker"], "source": "default", "line": None, "column": None},
    ]
    assert stored(tmp_path / "shop")["settings"] == {"scope": "@mine", "extras": ["docker"]}


def test_the_printed_command_repeats_what_the_user_set_and_nothing_else(run: Run, tmp_path: Path) -> None:
    words = ["--blueprint", "workspace", "--set", "extras=github-actions,docker", "--set", "cache=none"]
    _, out, _ = run(*new(*words, "--format", "json"))
    command = shlex.split(json.loads(out)["command"])
    before = {path.name: path.read_bytes() for path in (tmp_path / "shop").rglob("*") if path.is_file()}
    (tmp_path / "shop").rename(tmp_path / "first")

    run(*command[1:])

    assert [command[i + 1] for i, word in enumerate(command) if word == "--set"] == [
        "extras=docker,github-actions",
        "cache=none",
    ]
    assert {path.name: path.read_bytes() for path in (tmp_path / "shop").rglob("*") if path.is_file()} == before


def test_the_text_shows_who_answered(run: Run) -> None:
    _, out, _ = run(*new("--blueprint", "workspace", "--set", "extras=none", "--dry-run"))

    rows = {line.split()[0]: line.split(maxsplit=2)[1:] for line in out.splitlines() if line.startswith("  ")}
    assert rows["scope"] == ["@acme", "default"]
    assert rows["extras"] == ["none", "you said so"]


def test_a_file_of_a_layer_that_a_setting_switched_on_says_so(run: Run) -> None:
    _, out, _ = run(*new("--blueprint", "workspace", "--dry-run", "--format", "json"))

    why = {file["path"]: file["reasons"] for file in json.loads(out)["files"]}
    assert why["compose.yaml"] == ["docker (extras: default)"]


@pytest.mark.parametrize(
    ("words", "message", "hint"),
    [
        (["scope=@a"], "the blueprint next-trpc has no such setting", "It is a setting of workspace;"),
        (["scoop=@a"], "there is no slot or setting scoop", "Did you mean scope?"),
        (["databse=postgresql"], "there is no slot or setting databse", "Did you mean database?"),
        (["scope"], "--set scope: expected name=value", "For example"),
        (["scope=a b"], "'a b' does not match @[a-z0-9][a-z0-9._-]{0,40}", "For example --set scope=@acme."),
        (["scope=@\x1b[2J"], r"'@\u{1b}[2J' does not match", "The scope of the packages."),
        (
            ["extras=podman"],
            "'podman' is not one of its values",
            "docker, github-actions (several with commas), or none.",
        ),
    ],
)
def test_a_slip_is_one_message_before_anything_is_written(
    run: Run, tmp_path: Path, words: list[str], message: str, hint: str
) -> None:
    named = [] if words == ["scope=@a"] else ["--blueprint", "workspace"]

    code, out, err = run(*new(*named, *(part for word in words for part in ("--set", word))))

    assert (code, out) == (2, "")
    told, tip = err.splitlines()
    assert told.startswith("error: ")
    assert message in told
    assert hint in tip
    assert list(tmp_path.iterdir()) == []


def test_the_list_shows_the_settings_of_a_blueprint(run: Run) -> None:
    _, text, _ = run("list")
    _, data, _ = run("list", "--format", "json")

    first, second, *settings = text.splitlines()
    assert (first.split()[0], second.split()[0]) == ("next-trpc", "workspace")
    assert settings == [
        "  --set scope=@acme    The scope of the packages.",
        "  --set extras=docker  What else there is. Of docker, github-actions; or none.",
    ]
    assert [row["settings"] for row in json.loads(data)["blueprints"]] == [
        [],
        [
            {
                "name": "scope",
                "help": "The scope of the packages.",
                "default": "@acme",
                "pattern": "@[a-z0-9][a-z0-9._-]{0,40}",
                "values": None,
            },
            {
                "name": "extras",
                "help": "What else there is.",
                "default": ["docker"],
                "pattern": None,
                "values": ["docker", "github-actions"],
            },
        ],
    ]


def test_a_scope_that_would_hide_a_package_of_the_registry_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agentscaffold.commands.new.load_blueprints", load_blueprints)
    agent = REPOSITORY / "examples" / "turbo-monorepo" / "agent.md"
    code, out, err = run("new", "shop", "--agent", str(agent), "--no-input", "--set", "scope=@next")

    assert (code, out) == (2, "")
    assert "@next/env would be a package of this project, and is one of the registry" in err
    assert "--set scope=@acme" in err
    assert not (tmp_path / "shop").exists()
