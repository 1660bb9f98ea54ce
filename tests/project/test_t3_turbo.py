"""What only the blueprint `t3-turbo` has: packages, Turborepo's cache, Better Auth, comments and tags, the browser."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from proof import Server, free_port

from agentscaffold.catalogue import load_catalogue
from agentscaffold.inference import infer
from agentscaffold.spec import read_agent

from .projects import Project, only
from .strangers import POST, Visitor, data, error, own_database

pytestmark = [pytest.mark.project, only("t3-turbo")]


# --- packages -------------------------------------------------------------------------------------------------------

BEYOND = {"platform-api": {"apps/worker", "packages/api/src/index.ts"}}
"""What our example agent draws and the blueprint does not make: another team's app, and a name for `root.ts`."""


def test_every_path_that_the_agent_names_exists(project: Project) -> None:
    reading = infer(read_agent(project.agent), load_catalogue())
    named = {directory.path.strip("/") for directory in reading.directories}
    (placed,) = (project.path / ".claude" / "agents").iterdir()
    committed = project.git("ls-files").splitlines()

    def exists(path: str) -> bool:
        """A name above a sample of code may begin anywhere in its package (`router/post.ts`)."""
        below = any(f"/{file}".endswith(f"/{path}") for file in committed)
        return (project.path / path).exists() or below

    assert len(named) > 10
    assert {path for path in named if not exists(path)} == BEYOND.get(placed.stem, set())


def test_every_package_is_in_the_scope_that_the_agent_names(project: Project) -> None:
    scope = project.answers["settings"]["scope"]
    reading = infer(read_agent(project.agent), load_catalogue())
    listed = json.loads(project.run(["pnpm", "list", "--recursive", "--depth", "-1", "--json"]))
    names = {package["name"] for package in listed}

    assert reading.package_scope is not None
    assert scope == reading.package_scope.name
    assert len(names) > 8
    assert {name for name in names if not name.startswith(f"{scope}/")} == {project.path.name}


def test_another_scope_leaves_nothing_of_the_first(project: Project, tmp_path: Path) -> None:
    scope = project.answers["settings"]["scope"]
    other = Project(tmp_path / "shop", project.agent, "pnpm", project.environment)
    other.generate("--no-install", "--set", "scope=@other", "--set", "social_providers=discord,google")
    files = [file for file in other.git("ls-files").splitlines() if not file.startswith(".claude/")]
    quoting = {".copier-answers.yml", "docs/agent-coverage.md"}  # they hold the agent's own words
    texts = {file: other.text(file) for file in files if file not in quoting}

    assert [file for file, text in texts.items() if scope in text] == []
    assert len([file for file in texts if file.endswith("package.json") and '"@other/' in texts[file]]) > 8
    assert "AUTH_GOOGLE_ID=" in texts[".env.example"]
    assert "AUTH_DISCORD_ID=" in texts[".env.example"]


@pytest.mark.parametrize("providers", ["google", "discord,google"])
def test_every_choice_of_providers_is_formatted(project: Project, tmp_path: Path, providers: str) -> None:
    other = Project(tmp_path / "shop", project.agent, "pnpm", project.environment)
    other.generate("--no-install", "--set", f"social_providers={providers}")

    other.run([str(project.path / "node_modules" / ".bin" / "prettier"), "--check", "."])


def test_a_second_run_of_turbo_is_all_from_its_cache(built: Project, postgres_url: str) -> None:
    environment = {"TEST_DATABASE_URL": postgres_url}
    tasks = ["pnpm", "exec", "turbo", "run", "build", "typecheck", "lint", "test"]
    built.run(tasks, environment=environment)
    cached, total = re.findall(r"Cached: +(\d+) cached, (\d+) total", built.run(tasks, environment=environment))[0]

    assert int(total) > 0
    assert cached == total


def test_the_columns_of_the_database_are_snake_case(project: Project, empty_database: str) -> None:
    project.script("db:migrate", environment={"DATABASE_URL": empty_database})
    asked = "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'"
    printed = subprocess.run(
        ["psql", empty_database, "--no-password", "--tuples-only", "--no-align", "--command", asked],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    columns = set(printed.split())

    assert columns >= {"post.author_id", "post.created_at", "comment.post_id", "post_tag.tag_id", "user.email_verified"}
    assert [column for column in columns if not re.fullmatch(r"[a-z_]+\.[a-z_]+", column)] == []


# --- Better Auth ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Behind a proxy that names the addresses, so that every visitor has limits of their own."""
    environment = {**own_database(tmp_path_factory.mktemp("server")), "TRUSTED_PROXY_HOPS": "1"}
    with built.start(environment) as running:
        yield running


def new_visitor(server: Server, name: str) -> Visitor:
    visitor = Visitor(server, name)
    visitor.sign_up()
    return visitor


@pytest.fixture(scope="module")
def ann(server: Server) -> Visitor:
    return new_visitor(server, "Ann")


@pytest.fixture(scope="module")
def ben(server: Server) -> Visitor:
    return new_visitor(server, "Ben")


@pytest.fixture
def stranger(server: Server) -> Visitor:
    return Visitor(server, "Nobody")


def test_the_session_is_that_of_the_procedures(server: Server) -> None:
    visitor = new_visitor(server, "Eve")

    assert data(visitor.query("auth.getSession"))["user"]["name"] == "Eve"


# --- posts, comments, tags ------------------------------------------------------------------------------------------


def new_post(author: Visitor, title: str) -> str:
    answer = author.call("post.create", {"title": title, "content": "Words"})
    assert answer.status == 200, answer.body
    return str(data(answer)["id"])


def test_posts_are_listed_newest_first(ann: Visitor, stranger: Visitor) -> None:
    first, second = new_post(ann, "The first"), new_post(ann, "The second")

    assert [post["id"] for post in data(stranger.query("post.all"))][:2] == [second, first]


def test_a_post_is_of_whoever_is_signed_in(ann: Visitor, ben: Visitor, stranger: Visitor) -> None:
    other = ben.session()["user"]["id"]
    post = data(ann.call("post.create", {**POST, "authorId": other}))
    found = data(stranger.query("post.byId", {"id": post["id"]}))

    assert found["title"] == POST["title"]
    assert found["author"]["name"] == "Ann"
    assert found["author"]["id"] == ann.session()["user"]["id"] != other


def test_only_the_author_deletes_a_post(ann: Visitor, ben: Visitor, stranger: Visitor) -> None:
    post = {"id": new_post(ann, "Mine")}
    nothing = {"id": "00000000-0000-4000-8000-000000000000"}

    def refusal(visitor: Visitor, which: dict[str, str]) -> tuple[int, str]:
        answer = visitor.call("post.delete", which)
        return answer.status, error(answer)["code"]

    assert refusal(stranger, post) == (401, "UNAUTHORIZED")
    assert refusal(ben, post) == (403, "FORBIDDEN")
    assert refusal(ann, nothing) == (404, "NOT_FOUND")
    assert ann.call("post.delete", post).status == 200
    assert stranger.query("post.byId", post).status == 404
    assert refusal(ann, post) == (404, "NOT_FOUND")


def test_only_the_author_changes_a_post(ann: Visitor, ben: Visitor, stranger: Visitor) -> None:
    change = {"id": new_post(ann, "Before"), "title": "After"}

    assert stranger.call("post.update", change).status == 401
    assert ben.call("post.update", change).status == 403
    assert ann.call("post.update", {"id": change["id"]}).status == 400
    assert ann.call("post.update", change).status == 200
    assert data(stranger.query("post.byId", {"id": change["id"]}))["title"] == "After"


def test_a_request_holds_twenty_calls_at_most(stranger: Visitor) -> None:
    def ask(calls: int) -> int:
        return stranger.server.get(f"/api/trpc/{','.join(['tag.all'] * calls)}?batch=1&input=%7B%7D").status

    assert ask(20) == 200
    assert ask(21) == 400


def test_comments_belong_to_a_post_and_are_listed_oldest_first(ann: Visitor, ben: Visitor, stranger: Visitor) -> None:
    post = {"postId": new_post(ann, "To be discussed")}
    nothing = {"postId": "00000000-0000-4000-8000-000000000000"}

    assert stranger.call("comment.create", {**post, "content": "I, too"}).status == 401
    assert ben.call("comment.create", {**nothing, "content": "Lost"}).status == 404
    for visitor, content in ((ben, "Well said"), (ann, "Thank you")):
        assert visitor.call("comment.create", {**post, "content": content}).status == 200
    listed = data(stranger.query("comment.byPost", post))

    assert [(comment["author"]["name"], comment["content"]) for comment in listed] == [
        ("Ben", "Well said"),
        ("Ann", "Thank you"),
    ]


def test_tags_are_shared_by_posts_and_set_by_the_author(ann: Visitor, ben: Visitor, stranger: Visitor) -> None:
    one, two = new_post(ann, "Tagged"), new_post(ben, "Tagged too")

    assert stranger.call("post.setTags", {"id": one, "tags": ["sea"]}).status == 401
    assert ben.call("post.setTags", {"id": one, "tags": ["sea"]}).status == 403
    assert ann.call("post.setTags", {"id": one, "tags": ["Sea", "sky", "sea"]}).status == 200
    assert ben.call("post.setTags", {"id": two, "tags": ["sea"]}).status == 200
    assert data(stranger.query("post.byId", {"id": one}))["tags"] == ["sea", "sky"]
    assert {"name": "sea", "posts": 2} in data(stranger.query("tag.all"))
    assert ann.call("post.setTags", {"id": one, "tags": ["sky"]}).status == 200
    assert data(stranger.query("post.byId", {"id": one}))["tags"] == ["sky"]
    assert {"name": "sea", "posts": 1} in data(stranger.query("tag.all"))


def test_no_e_mail_address_is_public(ann: Visitor, ben: Visitor, stranger: Visitor) -> None:
    post = new_post(ann, "By somebody")
    ben.call("comment.create", {"postId": post, "content": "By somebody else"})
    answers = [
        stranger.query("post.all"),
        stranger.query("post.byId", {"id": post}),
        stranger.query("comment.byPost", {"postId": post}),
        stranger.query("tag.all"),
        stranger.server.get("/"),
    ]

    assert [answer.status for answer in answers] == [200] * len(answers)
    assert b"Ann" in answers[0].body
    assert b"Ben" in answers[2].body
    assert [answer.body for answer in answers if b"@example.com" in answer.body] == []


# --- browser --------------------------------------------------------------------------------------------------------


def test_a_browser_goes_through_the_application(built: Project, chromium: str) -> None:
    environment = {"PLAYWRIGHT_CHROMIUM_PATH": chromium, "PORT": str(free_port())}
    printed = built.script("test:e2e", environment=environment)

    assert re.search(r"\b[1-9]\d* passed", printed)
    assert "skipped" not in printed
    assert built.changed() == []
