"""`agentscaffold update` over the history that users have: projects of every released version, brought to this one."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from agentscaffold.engine import read_template, release, released_versions, render
from agentscaffold.engine.releases import current_version
from agentscaffold.resources import template_root

from .conftest import Run
from .projects import ANSWERS, commit, edit, tree

REPOSITORY = Path(__file__).resolve().parents[2]
EXAMPLES = ("next-trpc", "moved-directories", "top-level-folders", "turbo-monorepo")
OLDER = tuple(version for version in released_versions() if version != current_version(template_root()))


@dataclass(frozen=True)
class Shop:
    """A project as `new` makes it now, and the same as an older version made it, in a repository of its own."""

    example: str
    version: str
    now: Path
    then: Path

    @property
    def server(self) -> str:
        """The folder that the blueprint's own service code lies in."""
        paths: dict[str, str] = yaml.safe_load((self.now / ANSWERS).read_text(encoding="utf-8"))["paths"]
        return paths["server"]

    @property
    def db(self) -> str:
        paths: dict[str, str] = yaml.safe_load((self.now / ANSWERS).read_text(encoding="utf-8"))["paths"]
        return paths["db"]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[tuple[str, str], tuple[Path, Path]]]:
    """(example, version) → the project of now and the one of then, made once."""
    yield {}


@pytest.fixture
def shop(
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    made: dict[tuple[str, str], tuple[Path, Path]],
    run: Run,
) -> Shop:
    example, version = request.param
    if request.param not in made:
        folder = tmp_path_factory.mktemp(example)
        agent = REPOSITORY / "examples" / example / "agent.md"
        now, then = folder / "now" / "shop", folder / "then" / "shop"
        assert run("new", str(now), "--agent", str(agent), "--yes", "--no-install", "--no-git")[0] == 0
        answers = yaml.safe_load((now / ANSWERS).read_text(encoding="utf-8"))
        with release(version) as root:
            questions = yaml.safe_load((root / "copier.yml").read_text(encoding="utf-8"))
            asked = {key: value for key, value in answers.items() if key in questions and not key.startswith("_")}
            render(read_template(root), then, asked)
        subprocess.run(["git", "init", "--quiet"], cwd=then, check=True)
        commit(then)
        made[request.param] = now, then
    now, then = made[request.param]
    shutil.copytree(then, tmp_path / "shop", symlinks=True)
    return Shop(example, version, now, tmp_path / "shop")


every_shop = pytest.mark.parametrize(
    "shop", [(example, version) for example in EXAMPLES for version in OLDER], indirect=True, ids="-".join
)
one_of_each = pytest.mark.parametrize(
    "shop",
    [(example, version) for example in ("next-trpc", "turbo-monorepo") for version in OLDER],
    indirect=True,
    ids="-".join,
)


def kinds(out: str) -> dict[str, str]:
    return {change["path"]: change["kind"] for change in json.loads(out)["changes"]}


def test_there_is_history_to_update_over() -> None:
    assert OLDER


@every_shop
def test_an_untouched_project_becomes_what_new_makes(shop: Shop, run: Run) -> None:
    code, out, _ = run("update", str(shop.then), "--no-input", "--format", "json")

    assert code == 0
    assert tree(shop.then) == tree(shop.now)
    assert {"new", "updated", "renamed", "deleted"} & set(kinds(out).values())


@one_of_each
def test_work_moves_along_with_what_the_blueprint_moved(shop: Shop, run: Run) -> None:
    logger = f"{shop.server}/observability/logger.ts"
    edit(shop.then, logger, "export", "// mine: keep\nexport")
    edit(shop.then, f"{shop.server}/rate-limit.ts", "export", "// mine: too\nexport")
    own = shop.then / shop.server / "observability" / "tracing.ts"
    own.write_text("export const tracing = true;\n")
    commit(shop.then)

    code, out, _ = run("update", str(shop.then), "--no-input", "--format", "json")

    assert code == 0, out
    assert "// mine: keep" in (shop.then / shop.server / "telemetry/logger.ts").read_text(encoding="utf-8")
    assert "// mine: too" in (shop.then / shop.server / "http/rate-limit.ts").read_text(encoding="utf-8")
    assert not (shop.then / logger).exists()
    assert own.read_text() == "export const tracing = true;\n"
    assert kinds(out)[logger] == "renamed"


@one_of_each
def test_work_in_a_file_that_was_dropped_stays_and_is_told(shop: Shop, run: Run) -> None:
    dropped = f"{shop.db}/connection.ts"
    edit(shop.then, dropped, "export", "// mine\nexport")
    commit(shop.then)

    code, out, _ = run("update", str(shop.then), "--no-input", "--format", "json")

    assert code == 7
    assert kinds(out)[dropped] == "kept"
    assert "// mine" in (shop.then / dropped).read_text(encoding="utf-8")


@one_of_each
def test_dependencies_of_ones_own_stay_beside_raised_versions(shop: Shop, run: Run) -> None:
    manifest = f"{'packages/api' if shop.example == 'turbo-monorepo' else '.'}/package.json"
    edit(shop.then, manifest, '"superjson":', '"nanoid": "5.1.5",\n    "superjson":')
    commit(shop.then)

    code, out, _ = run("update", str(shop.then), "--no-input", "--format", "json")

    assert code == 0, out
    text = (shop.then / manifest).read_text(encoding="utf-8")
    assert json.loads(text)["dependencies"]["nanoid"] == "5.1.5"
    versions = json.loads((REPOSITORY / "blueprints/versions.json").read_text(encoding="utf-8"))["npm"]
    pinned = text if shop.example == "next-trpc" else (shop.then / "pnpm-workspace.yaml").read_text(encoding="utf-8")
    assert versions["drizzle-orm"] in pinned


@one_of_each
def test_a_version_of_ones_own_conflicts_with_a_raised_one(shop: Shop, run: Run) -> None:
    manifest = "package.json" if shop.example == "next-trpc" else "pnpm-workspace.yaml"
    text = (shop.then / manifest).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.strip().strip('"').startswith("drizzle-orm"))
    mine = line.replace("0.45.3", "0.44.0")
    edit(shop.then, manifest, line, mine)
    commit(shop.then)

    code, out, _ = run("update", str(shop.then), "--no-input", "--format", "json")

    assert code == 7
    assert kinds(out)[manifest] == "conflict"
    merged = (shop.then / manifest).read_text(encoding="utf-8")
    assert mine in merged and "<<<<<<< your project" in merged


@one_of_each
def test_choices_change_together_with_the_version(shop: Shop, run: Run, tmp_path: Path) -> None:
    word = "package_manager=pnpm" if shop.example == "next-trpc" else "social_providers=google"
    code, _, _ = run("update", str(shop.then), "--no-input", "--set", word)

    fresh = tmp_path / "fresh" / "shop"
    agent = REPOSITORY / "examples" / shop.example / "agent.md"
    run("new", str(fresh), "--agent", str(agent), "--yes", "--no-install", "--no-git", "--set", word)
    assert code == 0
    assert tree(shop.then) == tree(fresh)


@one_of_each
def test_no_way_leads_back_to_an_older_version(shop: Shop, run: Run) -> None:
    assert run("update", str(shop.then), "--no-input")[0] == 0
    commit(shop.then)
    before = tree(shop.then)

    code, _, err = run("update", str(shop.then), "--no-input", "--to", shop.version)

    assert code == 2
    assert f"{shop.version} is older" in err
    assert tree(shop.then) == before
