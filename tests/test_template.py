"""The template itself: every project that the rules allow renders, and nothing in the template is unused or unsafe."""

import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from jinja2 import Environment, meta, nodes

from agentscaffold.blueprints import LayersSetting, load_blueprints
from agentscaffold.catalogue import load_catalogue
from agentscaffold.engine import answers_of, render
from agentscaffold.engine.template import TemplateFile, computed
from agentscaffold.resources import blueprints_root, layers_root, template_root

from .documents import imported, package_folders
from .rendering import AGENT, Combination, Files, combinations, files_below, files_of, template

ANSWERS = ".copier-answers.yml"
AGENT_PATH = f".claude/agents/{AGENT.stem}.md"
EVERY = combinations()
VERSIONS: dict[str, str] = json.loads((blueprints_root() / "versions.json").read_text(encoding="utf-8"))["npm"]

each_project = pytest.mark.parametrize("combination", EVERY, ids=lambda combination: combination.name)


def ours(files: Files) -> Iterator[tuple[str, str]]:
    """What we wrote: not the agent file, and not the answers, which hold it."""
    return ((path, text) for path, text in files.items() if path not in (AGENT_PATH, ANSWERS))


def decoded(folder: Path) -> dict[str, str]:
    return {path: data.decode("utf-8") for path, data in files_below(folder).items()}


# --- what comes out -------------------------------------------------------------------------------------------------


def test_there_is_a_project_for_each_package_manager_and_each_place_of_the_directories() -> None:
    names = {combination.name.replace("drizzle-postgresql-zod-vitest-", "") for combination in EVERY}
    places = ("default", "moved", "top")

    assert names >= {f"next-trpc-{manager}-{place}" for manager in ("npm", "pnpm") for place in places}
    assert names >= {f"t3-turbo-{place}" for place in places[:2]}
    assert names >= {
        f"next-prisma-postgresql-better-auth-zod-vitest-{manager}-{place}"
        for manager in ("npm", "pnpm")
        for place in places
    }


@each_project
def test_it_renders_with_the_agent_in_place(combination: Combination) -> None:
    files = files_of(combination)

    assert files[AGENT_PATH] == AGENT.text
    assert {"README.md", "AGENTS.md", ".gitignore"} <= files.keys()


@each_project
def test_data_files_parse(combination: Combination) -> None:
    parsers: dict[str, Callable[[str], object]] = {
        ".json": lambda text: json.loads(re.sub(r"^ *//.*$", "", text, flags=re.MULTILINE)),  # turbo.json has comments
        ".yml": yaml.safe_load,
        ".yaml": yaml.safe_load,
        ".toml": tomllib.loads,
    }
    parsed = {
        path: parsers[Path(path).suffix](text)
        for path, text in files_of(combination).items()
        if Path(path).suffix in parsers
    }

    assert {"package.json", "compose.yaml", ".github/workflows/ci.yml"} <= parsed.keys()
    assert all(parsed.values())


@each_project
def test_nothing_of_the_template_is_left(combination: Combination) -> None:
    files = files_of(combination)

    # ${{ … }} is GitHub's.
    left = [
        (path, found.group()) for path, text in ours(files) for found in re.finditer(r"(?<!\$)\{\{.*|\{[%#].*", text)
    ]
    assert left == []
    assert [path for path in files if path.endswith(".jinja") or "_parts" in path or "technology.toml" in path] == []


@each_project
def test_the_text_is_tidy(combination: Combination) -> None:
    untidy = re.compile(r"\A\n|\n\n\n|[ \t]\n|\r|\t|\n\n\Z|[^\n]\Z")
    found = [
        path for path, text in ours(files_of(combination)) if untidy.search(text) and "/drizzle/" not in f"/{path}"
    ]

    assert found == []


@each_project
def test_no_lock_file_and_no_package_manager_pin(combination: Combination) -> None:
    files = files_of(combination)

    locks = [path for path in files if "lock" in Path(path).name and Path(path).suffix != ".ts"]
    assert [path for path in locks if Path(path).name != "migration_lock.toml"] == []  # Prisma's: which database it is
    assert "packageManager" not in json.loads(files["package.json"])


@each_project
def test_every_import_leads_to_a_file_and_is_written_by_the_rule(combination: Combination) -> None:
    """In one package: `./` within a folder, `@/` (in tests also `#tests/`) across. In a workspace: the name of a
    package across, a relative path within, and `@/` in the application.
    """
    files = files_of(combination)
    source = next(choice.path for choice in combination.plan().paths if choice.role == "source")
    scope = next(iter(combination.plan().packages)).name.split("/")[0]
    written = re.compile(rf'(?:from |import |import\(|ock\()"((?:\.{{1,2}}|@|#tests|{scope})/[^"]+)"')
    single = len(combination.plan().packages) == 1
    wrong = [
        f"{path}: {specifier}"
        for path, text in files.items()
        if PurePosixPath(path).suffix in (".ts", ".tsx", ".js")
        for specifier in written.findall(text)
        if not well_imported(files, PurePosixPath(path), specifier, source, single=single)
    ]

    assert wrong == []


def well_imported(files: Files, file: PurePosixPath, specifier: str, source: str, *, single: bool) -> bool:
    if not generated_by_us(files, specifier, source):
        return True
    target = (
        imported(files, specifier, source)
        if specifier.startswith("@")
        else found_at(files, specifier.removeprefix("#"))
        if specifier.startswith("#")
        else found_at(files, f"{file.parent}/{specifier}")
    )
    if target is None:
        return False
    here, there = package_of(files, file), package_of(files, PurePosixPath(target))
    if here != there:
        return specifier.startswith("@") and not specifier.startswith("@/")
    if not single:
        return specifier.startswith((".", "@/"))
    if str(file.parent) == "." or "scripts" in file.parts:
        return True  # tools at the top know no alias
    below = PurePosixPath(target).is_relative_to(file.parent)
    return specifier.startswith("./") == (
        below and (file.parent == PurePosixPath(target).parent or "tests" in file.parts)
    )


def generated_by_us(files: Files, specifier: str, source: str) -> bool:
    """Not what tooling/ exports, which is no TypeScript, nor what Prisma writes into a folder that git leaves alone."""
    if not specifier.startswith("@/"):
        return not (specifier.startswith("@") and "-config/" in specifier)
    path = posixpath.normpath(f"{source}/{specifier[2:]}")
    left_alone = [line for line in files[".gitignore"].splitlines() if line.endswith("/")]
    return not path.startswith(tuple(left_alone))


def found_at(files: Files, path: str) -> str | None:
    base = posixpath.normpath(path)
    return next((base + end for end in ("", ".ts", ".tsx", ".js", "/index.ts") if base + end in files), None)


def package_of(files: Files, file: PurePosixPath) -> str:
    return str(next(parent for parent in file.parents if str(parent / "package.json") in files))


def test_where_it_is_rendered_leaves_no_trace(tmp_path: Path) -> None:
    render(template(), tmp_path / "far" / "away", answers_of(EVERY[0].plan()))

    here, elsewhere = decoded(tmp_path / "far" / "away"), files_of(EVERY[0])
    assert here == elsewhere
    everything = "\n".join(here.values())
    assert [m for m in (str(tmp_path), str(template_root()), "/home/", "/Users/", "C:\\") if m in everything] == []


# --- plain Copier does the same -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def plain_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template without the git repository around it, which Copier would clone."""
    folder = tmp_path_factory.mktemp("template")
    shutil.copy(template_root() / "copier.yml", folder)
    shutil.copytree(blueprints_root(), folder / "blueprints")
    return folder


@pytest.fixture
def no_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copier must not read the settings of whoever runs the tests."""
    (tmp_path / "settings.yml").write_text("{}\n")
    monkeypatch.setenv("COPIER_SETTINGS_PATH", str(tmp_path / "settings.yml"))


def all_answers(combination: Combination) -> dict[str, object]:
    """The stored answers and the computed ones, which our engine adds."""
    answers = answers_of(combination.plan())
    return {**answers, **computed(template(), answers)}


@pytest.mark.usefixtures("no_settings")
@pytest.mark.parametrize("combination", EVERY[::4], ids=lambda combination: combination.name)
def test_pytest_copie_gives_the_same_bytes(copie: Any, plain_template: Path, combination: Combination) -> None:
    result = copie.copy(extra_answers=all_answers(combination), template_dir=plain_template)

    assert result.exit_code == 0, result.exception
    assert decoded(result.project_dir) == files_of(combination)


@pytest.mark.usefixtures("no_settings")
@pytest.mark.parametrize("combination", EVERY[-1:], ids=lambda combination: combination.name)
def test_the_copier_command_gives_the_same_bytes(
    plain_template: Path, tmp_path: Path, combination: Combination
) -> None:
    """Without `--trust`: Copier itself finds nothing unsafe. Another process, so another hash seed, too."""
    (tmp_path / "answers.yml").write_text(json.dumps(all_answers(combination)), encoding="utf-8")
    options = ["--defaults", "--quiet", "--data-file", str(tmp_path / "answers.yml")]
    done = subprocess.run(
        [sys.executable, "-m", "copier", "copy", *options, str(plain_template), str(tmp_path / "shop")],
        env={**os.environ, "PYTHONHASHSEED": "7"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert decoded(tmp_path / "shop") == files_of(combination)


# --- what the template is made of -----------------------------------------------------------------------------------

COPIER = yaml.safe_load((template_root() / "copier.yml").read_text(encoding="utf-8"))
INCLUDES = "blueprints/includes"


def template_text(file: TemplateFile) -> str:
    return layers_root().joinpath(*file.path.parts).read_text(encoding="utf-8")


def jinja_sources() -> dict[str, str]:
    """Name → text of everything that Jinja reads: templates, parts, includes, and the names of all files."""
    found = {str(file.path): template_text(file) for file in template().contributions}
    found |= {str(file.path): template_text(file) for file in template().files if file.path.suffix == ".jinja"}
    found |= {f"{INCLUDES}/{path.name}": path.read_text(encoding="utf-8") for path in includes()}
    # `{% yield %}` is Copier's own: a loop that makes files.
    names = {str(file.path) for file in template().files}
    loops = {name: re.sub(r"\{% yield (\w+) from (\w+) %\}", r"{% for \1 in \2 %}", name) for name in names}
    return found | {f"the name {name}": loop.replace("endyield", "endfor") for name, loop in loops.items()}


def includes() -> list[Path]:
    return sorted((blueprints_root() / "includes").iterdir())


def test_every_file_of_the_template_is_part_of_some_project() -> None:
    switched = [set(template().switches(c.plan().layers).items()) for c in EVERY]
    unused = [
        str(file.path)
        for file in (*template().files, *template().contributions)
        if not any({(layer, ".") for layer in file.layers} <= on for on in switched)
    ]

    assert unused == []


def test_every_part_is_asked_for_and_every_part_that_is_asked_for_exists() -> None:
    asked = re.compile(r"parts\['([^']+)'\]|words\('([^']+)'")
    names = {a or b for text in jinja_sources().values() for a, b in asked.findall(text)}

    assert names == set(template().parts([]))


def test_every_include_is_used_and_every_one_that_is_used_exists() -> None:
    used = re.compile(rf"(?:include|from|import) '{INCLUDES}/([^']+)'")
    names = {name for text in jinja_sources().values() for name in used.findall(text)}

    assert names == {path.name for path in includes()}


def test_the_layers_are_those_that_blueprints_and_technologies_name() -> None:
    technologies = [t for t in load_catalogue().technologies if t.generated]
    of_blueprints = chain.from_iterable(blueprint.layers for blueprint in load_blueprints())
    of_technologies = chain.from_iterable((*t.layers, str(t.layer)) for t in technologies)
    settings = chain.from_iterable(blueprint.settings.values() for blueprint in load_blueprints())
    of_settings = chain.from_iterable(setting.layers for setting in settings if isinstance(setting, LayersSetting))
    named = {layer.replace("-", "_") for layer in chain(of_blueprints, of_technologies, of_settings)}

    assert named == set(template().layers)


def test_every_generated_technology_can_be_chosen_somewhere() -> None:
    generated = {t.id for t in load_catalogue().technologies if t.generated}

    assert generated == set(chain.from_iterable(c.choices.values() for c in EVERY))


def test_versions_are_exact_sorted_and_all_used() -> None:
    named = {name for c in EVERY for name in pinned(files_of(c))}
    named |= {name for text in jinja_sources().values() for name in re.findall(r"versions\.(?!json)([\w-]+)", text)}

    assert named == VERSIONS.keys()
    assert list(VERSIONS) == sorted(VERSIONS)
    assert [v for v in VERSIONS.values() if not re.fullmatch(r"\d+\.\d+\.\d+(-[\w.]+)?", v)] == []


@each_project
def test_every_dependency_has_the_version_of_the_list(combination: Combination) -> None:
    found = pinned(files_of(combination))

    assert {name: VERSIONS.get(name) for name in found} == found


def test_layers_hold_no_versions_of_packages() -> None:
    """Only ranges of the package managers themselves are theirs: what a layer's commands and files need."""
    exact = re.compile(r"(?<![\d.])\d+\.\d+\.\d+(?![\d.])")
    for file in (*template().files, *template().contributions):
        text = template_text(file)
        if file.path.name == "package.json":
            text = re.sub(r'"devEngines": .*', "", text)
        text = re.sub(r'openapi: "3[\d.]+"', "", text)  # of a format, not of a package

        assert exact.findall(text) == [], file.path


def pinned(files: Files) -> dict[str, str]:
    """Name → version of every package that the project asks for."""
    workspace = yaml.safe_load(files.get("pnpm-workspace.yaml", "{}"))
    catalog: dict[str, str] = workspace.get("catalog", {})
    groups: Iterable[dict[str, str]] = (
        *(
            m.get(k, {})
            for m in package_folders(files).values()
            for k in ("dependencies", "devDependencies", "overrides")
        ),
        workspace.get("overrides", {}),
        catalog,
    )
    named = {name: version for group in groups for name, version in group.items() if version != "workspace:*"}
    return {name: catalog[name] if version == "catalog:" else version for name, version in named.items()}


# --- safe and deterministic -----------------------------------------------------------------------------------------


def test_the_template_uses_nothing_unsafe() -> None:
    unsafe = {"_tasks", "_migrations", "_jinja_extensions", "_external_data", "_secret_questions"}

    assert unsafe & COPIER.keys() == set()


@pytest.mark.case(id="zo")
def test_no_answer_is_secret() -> None:
    """Copier does not store those, so the old version could not be rendered again as it was."""
    assert [key for key, value in COPIER.items() if not key.startswith("_") and value.get("secret")] == []


@pytest.mark.case(id="zp")
def test_what_is_stored_is_what_copier_yml_asks() -> None:
    questions = {key for key, value in COPIER.items() if not key.startswith("_") and value.get("when") is not False}
    stored = yaml.safe_load(files_of(EVERY[0])[ANSWERS])

    assert questions == answers_of(EVERY[0].plan()).keys()
    # What was there before is only stored where something was.
    assert questions - {"adopted"} == {key for key in stored if not key.startswith("_")}


def test_templates_know_nothing_but_the_answers() -> None:
    """No clock, no chance, no folder name, no environment: the same answers give the same bytes."""
    answers = {key for key in COPIER if not key.startswith("_")}
    known = answers | {"_copier_answers", "_copier_conf", "namespace", "range", "dict"}
    impure = re.compile(r"random|shuffle|strftime|uuid|glob|path|user|env|hash|now|time")
    for name, source in jinja_sources().items():
        tree = Environment(extensions=["jinja2_ansible_filters.AnsibleCoreFiltersExtension"]).parse(source)
        filters = {node.name for node in tree.find_all(nodes.Filter)}

        assert meta.find_undeclared_variables(tree) <= (known | looped(name)), name
        assert [f for f in filters if impure.search(f)] == [], name
        assert {node.attr for node in tree.find_all(nodes.Getattr) if names_conf(node.node)} <= {"answers_file"}, name


def looped(name: str) -> set[str]:
    """What a loop in a file's name makes known: `agent`, `member`. A part is included for a member."""
    return {*re.findall(r"yield (\w+) from", name), *({"member"} if "_parts" in name else ())}


def names_conf(node: nodes.Node) -> bool:
    return isinstance(node, nodes.Name) and node.name == "_copier_conf"
