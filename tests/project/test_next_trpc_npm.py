"""The blueprint `next-trpc` from nothing to green, as a new owner would do it: npm, no environment, no terminal."""

import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
import urllib.error
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from proof import Answer, ProofError, Server, free_port, run, serving

from .conftest import Project

pytestmark = pytest.mark.project


# --- the whole cycle ------------------------------------------------------------------------------------------------


def test_the_agent_is_in_place_byte_for_byte(npm_project: Project) -> None:
    placed = npm_project.path / ".claude/agents/backend-developer.md"

    assert placed.read_bytes() == npm_project.agent.read_bytes()


@pytest.mark.parametrize("script", ["typecheck", "lint", "format:check", "test:coverage", "build"])
def test_each_gate_is_green(npm_project: Project, script: str) -> None:
    npm_project.script(script)


def test_coverage_is_enforced(npm_project: Project) -> None:
    with pytest.raises(ProofError, match="threshold"):
        run(npm_project.path, ["npx", "vitest", "run", "--coverage", "tests/env.test.ts"])


def test_building_leaves_the_repository_clean(npm_project: Project) -> None:
    changed = npm_project.git("status", "--porcelain").splitlines()

    assert [line for line in changed if not line.endswith("package-lock.json")] == []


def test_a_frozen_install_accepts_the_lock_file(npm_project: Project) -> None:
    run(npm_project.path, ["npm", "ci", "--dry-run", "--no-audit", "--no-fund"])


def test_the_tests_pass_on_a_real_postgresql(npm_project: Project, postgres_url: str) -> None:
    printed = npm_project.script("test", environment={"TEST_DATABASE_URL": postgres_url})

    assert "passed" in printed


@pytest.mark.parametrize("script", ["format", "db:generate", "db:migrate", "db:push", "db:seed", "bench"])
def test_the_other_scripts_run_without_a_terminal(npm_project: Project, script: str) -> None:
    npm_project.script(script)


def test_generating_migrations_finds_nothing_new(npm_project: Project) -> None:
    npm_project.script("db:generate")

    assert npm_project.git("status", "--porcelain", "drizzle", "src") == ""


def test_the_database_scripts_work_on_a_real_postgresql(npm_project: Project, empty_database: str) -> None:
    for script in ("db:migrate", "db:seed", "db:push"):
        npm_project.script(script, environment={"DATABASE_URL": empty_database})


# --- the running service --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(npm_project: Project) -> Iterator[Server]:
    with serving(npm_project.path, ["npm", "start"]) as running:
        yield running


def call(server: Server, procedure: str, value: object, user: str | None = None, **headers: str) -> Answer:
    identity = {"authorization": f"Dev {user}"} if user else {}
    return server.post(f"/api/trpc/{procedure}", {"json": value}, {**identity, **headers})


def query(server: Server, procedure: str, value: object = None) -> Answer:
    from urllib.parse import quote

    return server.get(f"/api/trpc/{procedure}?input={quote(json.dumps({'json': value}))}")


def log_lines(server: Server) -> list[dict[str, object]]:
    return [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]


def own_database(folder: Path) -> dict[str, str]:
    """A second server at the same time needs an embedded database of its own: one process has one."""
    return {"DATABASE_URL": f"pglite://{folder / 'pglite'}"}


def data(answer: Answer) -> dict[str, object]:
    found = json.loads(answer.body)
    return found["result"]["data"]["json"]  # type: ignore[no-any-return]


def error(answer: Answer) -> dict[str, object]:
    found = json.loads(answer.body)
    return found["error"]["json"]["data"]  # type: ignore[no-any-return]


def test_an_empty_environment_says_so(server: Server) -> None:
    deadline = time.monotonic() + 10
    while not (warnings := [line for line in log_lines(server) if line["level"] == "warn"]):
        assert time.monotonic() < deadline, server.log()
        time.sleep(0.1)

    warning = warnings[0]
    assert (warning["database"], warning["identity"]) == ("embedded", "development")
    assert "local use only" in str(warning["msg"])


def test_health_ready_and_metrics(server: Server) -> None:
    assert server.get("/api/health").status == 200
    assert server.get("/api/ready").status == 200
    metrics = server.get("/api/metrics")
    assert metrics.headers["content-type"].startswith("text/plain")
    assert b"posts_created_total" in metrics.body


def test_anyone_may_read_and_only_the_signed_in_may_create(server: Server) -> None:
    post = {"title": "First", "content": "Words"}

    assert query(server, "post.list", {}).status == 200
    assert call(server, "post.create", post).status == 401
    assert call(server, "post.create", post, "alice").status == 200


def test_the_owner_and_an_admin_of_the_organisation_may_change(server: Server) -> None:
    created = data(call(server, "post.create", {"title": "Mine", "content": "x"}, "alice:acme:member"))
    change = {"id": created["id"], "title": "Changed"}

    assert call(server, "post.update", change).status == 401
    assert call(server, "post.update", change, "bob").status == 403
    assert call(server, "post.update", change, "bob:acme:member").status == 403
    assert call(server, "post.update", change, "eve:other:admin").status == 403
    assert call(server, "post.update", change, "carol:acme:admin").status == 200
    assert call(server, "post.update", change, "dave:acme:org:admin").status == 200
    assert data(query(server, "post.byId", {"id": created["id"]}))["title"] == "Changed"
    assert call(server, "post.delete", {"id": created["id"]}, "bob").status == 403
    assert call(server, "post.delete", {"id": created["id"]}, "alice:acme:member").status == 200
    assert query(server, "post.byId", {"id": created["id"]}).status == 404


def test_bad_input_names_the_fields(server: Server) -> None:
    answer = call(server, "post.create", {"title": ""}, "alice")

    assert answer.status == 400
    found = error(answer)
    assert found["code"] == "BAD_REQUEST"
    assert set(found["zodError"]["fieldErrors"]) == {"title", "content"}  # type: ignore[index]


def test_malformed_json_is_a_bad_request_without_a_stack(server: Server) -> None:
    answer = server.post("/api/trpc/post.create", b"{nope", {"authorization": "Dev alice"})

    assert answer.status == 400
    assert b"node_modules" not in answer.body
    assert b"    at " not in answer.body


def test_a_large_body_is_refused_with_and_without_its_length(server: Server) -> None:
    import http.client

    body = json.dumps({"json": {"title": "big", "content": "x" * 3_000_000}}).encode()
    assert server.post("/api/trpc/post.create", body, {"authorization": "Dev alice"}).status == 413

    host = server.base.removeprefix("http://")
    connection = http.client.HTTPConnection(host, timeout=30)
    pieces = (body[i : i + 65536] for i in range(0, len(body), 65536))
    headers = {"content-type": "application/json", "authorization": "Dev alice", "transfer-encoding": "chunked"}
    connection.request("POST", "/api/trpc/post.create", pieces, headers, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


def test_an_unknown_route_is_json_404(server: Server) -> None:
    answer = server.get("/api/nowhere")

    assert answer.status == 404
    assert answer.headers["content-type"].startswith("application/json")
    assert isinstance(answer.json(), dict)


def test_a_request_id_is_kept_or_made_and_stands_in_the_log(server: Server) -> None:
    kept = server.get("/api/trpc/post.list", {"x-request-id": "req-kept-12345678"})
    made = server.get("/api/nowhere", {"x-request-id": "bad id\twith spaces"})

    assert kept.headers["x-request-id"] == "req-kept-12345678"
    assert made.headers["x-request-id"] not in ("", "bad id\twith spaces")
    assert any(line.get("requestId") == "req-kept-12345678" for line in log_lines(server))


def test_secrets_stay_out_of_the_log(server: Server) -> None:
    call(server, "post.create", {"title": "t", "content": "c"}, "s3cr3t-user", cookie="session=s3cr3t-cookie")

    assert "Dev s3cr3t-user" not in server.log()
    assert "s3cr3t-cookie" not in server.log()


def test_cors_denies_by_default(server: Server) -> None:
    answer = server.get("/api/trpc/post.list", {"origin": "https://elsewhere.test"})

    assert "access-control-allow-origin" not in answer.headers


def test_security_headers(server: Server) -> None:
    headers = server.get("/").headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "x-powered-by" not in headers


def test_the_page_shows_what_the_api_holds(server: Server) -> None:
    call(server, "post.create", {"title": "Seen on the page", "content": "x"}, "alice")

    assert b"Seen on the page" in server.get("/").body


def test_too_many_requests_wait(server: Server) -> None:
    """Last on this server: the limit of this user is spent afterwards."""
    for _ in range(400):
        answer = call(server, "post.create", {"title": "again", "content": "x"}, "eager")
        if answer.status == 429:
            break

    assert answer.status == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "x-request-id" in answer.headers


def test_cors_allows_what_the_environment_lists(npm_project: Project) -> None:
    allowed = {"CORS_ORIGINS": "https://app.test"}
    with serving(npm_project.path, ["npm", "start"], environment=allowed) as running:
        answer = running.get("/api/trpc/post.list", {"origin": "https://app.test"})

    assert answer.headers["access-control-allow-origin"] == "https://app.test"


def test_a_lost_database_makes_it_unready_and_names_the_part(npm_project: Project) -> None:
    nowhere = {"DATABASE_URL": f"postgres://nobody@127.0.0.1:{free_port()}/none"}
    with serving(npm_project.path, ["npm", "start"], environment=nowhere) as running:
        answer = running.get("/api/ready")
        failed = query(running, "post.list", {})

    assert answer.status == 503
    assert b"database" in answer.body
    assert failed.status == 500
    assert b"select" not in failed.body.lower()
    assert b"ECONNREFUSED" not in failed.body


def test_the_same_service_on_a_real_postgresql(npm_project: Project, empty_database: str) -> None:
    environment = {"DATABASE_URL": empty_database}
    npm_project.script("db:migrate", environment=environment)
    with serving(npm_project.path, ["npm", "start"], environment=environment) as running:
        assert running.get("/api/ready").status == 200
        assert call(running, "post.create", {"title": "On a server", "content": "x"}, "alice").status == 200
        assert b"On a server" in query(running, "post.list", {}).body


def test_sigterm_finishes_what_is_in_flight(npm_project: Project, tmp_path: Path) -> None:
    environment = {**own_database(tmp_path), "RATE_LIMIT_PER_MINUTE": "100000"}
    answers: list[int | str] = []
    stopping = threading.Event()

    def ask() -> None:
        while not stopping.is_set():
            try:
                answers.append(query(running, "post.list", {}).status)
            except urllib.error.URLError as refused:
                if isinstance(refused.reason, ConnectionRefusedError):
                    return  # no longer accepting: that is what stopping means
                answers.append(repr(refused.reason))
                return
            except (ConnectionError, OSError) as broken:
                answers.append(repr(broken))
                return

    with serving(npm_project.path, ["npm", "start"], environment=environment) as running:
        clients = [threading.Thread(target=ask) for _ in range(4)]
        for client in clients:
            client.start()
        time.sleep(1.5)
        code = running.terminate()
        stopping.set()
        for client in clients:
            client.join()

    assert code == 0
    assert len(answers) > 10
    assert set(answers) == {200}


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        ({}, ["DATABASE_URL", "CLERK_SECRET_KEY", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"]),
        ({"DATABASE_URL": "pglite://.data/pglite"}, ["DATABASE_URL"]),
    ],
)
def test_production_refuses_development_values_by_name(
    npm_project: Project, environment: dict[str, str], named: list[str]
) -> None:
    with (
        pytest.raises(ProofError) as caught,
        serving(npm_project.path, ["npm", "start"], environment={"APP_ENV": "production", **environment}),
    ):
        pass

    assert "the server ended with" in str(caught.value)
    for name in named:
        assert name in str(caught.value)


CLERK = """
const { createSign, generateKeyPairSync } = require("node:crypto");
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = Math.floor(Date.now() / 1000);
const token = (more) => {
  const body = [
    { alg: "RS256", typ: "JWT", kid: "ins_1" },
    { v: 2, iss: "https://example.clerk.accounts.dev", sub: "user_1", sid: "sess_1", sts: "active", fva: [0, -1],
      iat: now - 5, nbf: now - 5, exp: now + 600, ...more },
  ].map(part).join(".");
  return `${body}.${createSign("RSA-SHA256").update(body).sign(privateKey).toString("base64url")}`;
};
console.log(JSON.stringify({
  environment: {
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_" + Buffer.from("example.clerk.accounts.dev$").toString("base64"),
    CLERK_SECRET_KEY: "sk_test_000000000000000000000000",
    CLERK_JWT_KEY: publicKey.export({ type: "spki", format: "pem" }),
  },
  member: token({}),
  admin: token({ sub: "user_2", o: { id: "org_1", rol: "admin", slg: "acme", per: "", fpm: "" } }),
  expired: token({ exp: now - 120 }),
}));
"""


@pytest.fixture(scope="module")
def clerk(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The environment of a Clerk instance that exists nowhere, and session tokens that it signed."""
    made: dict[str, Any] = json.loads(run(tmp_path_factory.mktemp("clerk"), ["node", "-e", CLERK]))
    return made


def test_real_clerk_sessions_are_verified_without_the_network(
    npm_project: Project, clerk: dict[str, Any], tmp_path: Path
) -> None:
    environment = {**own_database(tmp_path), **clerk["environment"]}
    with serving(npm_project.path, ["npm", "start"], environment=environment) as running:

        def create(authorization: str) -> int:
            post = {"json": {"title": "Signed", "content": "x"}}
            return running.post("/api/trpc/post.create", post, {"authorization": authorization}).status

        assert create(f"Bearer {clerk['member']}") == 200
        assert create(f"Bearer {clerk['admin']}") == 200
        assert create(f"Bearer {clerk['expired']}") == 401
        assert create(f"Bearer {clerk['member'][:-8]}AAAAAAAA") == 401
        assert create("Dev alice") == 401


def test_production_with_everything_it_needs(npm_project: Project, clerk: dict[str, Any], empty_database: str) -> None:
    environment = {**clerk["environment"], "APP_ENV": "production", "DATABASE_URL": empty_database}
    npm_project.script("db:migrate", environment=environment)
    with serving(npm_project.path, ["npm", "start"], environment=environment) as running:
        post = {"title": "In production", "content": "x"}
        by_token = call(running, "post.create", post, authorization=f"Bearer {clerk['member']}")
        page = running.get("/")

        assert by_token.status == 200
        assert call(running, "post.create", post, "alice").status == 401
        assert b"In production" in page.body
        assert "max-age" in page.headers["strict-transport-security"]
        assert not [line for line in log_lines(running) if line["level"] in ("warn", "error") and "local" in str(line)]


def test_studio_starts(npm_project: Project, tmp_path: Path) -> None:
    log = tmp_path / "studio.log"
    with log.open("wb") as output:
        studio = subprocess.Popen(
            ["npm", "run", "db:studio", "--", "--port", str(free_port())],
            cwd=npm_project.path,
            env={**os.environ, **own_database(tmp_path)},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        deadline = time.monotonic() + 30
        while "up and running" not in log.read_text(encoding="utf-8"):
            assert studio.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.2)
    finally:
        if studio.poll() is None:
            os.killpg(studio.pid, signal.SIGTERM)
            studio.wait(20)


def test_what_the_image_runs_works_without_the_sources(
    npm_project: Project, clerk: dict[str, Any], empty_database: str, tmp_path: Path
) -> None:
    """There is no container engine here: the last stages of the Dockerfile, done by hand. Last: it builds anew."""
    dockerfile = (npm_project.path / "Dockerfile").read_text(encoding="utf-8")
    npm_project.script("build", environment={"NEXT_OUTPUT": "standalone"})
    image = tmp_path / "app"
    copied = re.findall(r"COPY --from=build \S+ /app/(\S+) (\S+)", dockerfile)
    for source, target in copied:
        shutil.copytree(npm_project.path / source, image / target, dirs_exist_ok=True, symlinks=True)
    set_by_image = dict(re.findall(r"^(?:ENV| {4})\s*([A-Z_]+)=(\S+)", dockerfile.split(" AS run")[1], re.MULTILINE))
    environment = {
        **set_by_image,
        **clerk["environment"],
        "DATABASE_URL": empty_database,
        "DATABASE_AUTO_MIGRATE": "true",
    }

    with serving(image, ["node", "server.js"], environment=environment) as running:
        health = json.loads(re.findall(r"^\s+CMD (\[.*\])$", dockerfile, re.MULTILINE)[0])
        port = running.base.rsplit(":", 1)[1]
        run(image, health, environment={"PORT": port})
        created = call(
            running, "post.create", {"title": "In the image", "content": "x"}, authorization=f"Bearer {clerk['member']}"
        )
        code = running.terminate()

    assert len(copied) == 2
    assert set_by_image["APP_ENV"] == "production"
    assert created.status == 200
    assert code == 0
    assert not (image / "node_modules" / "typescript").exists()
