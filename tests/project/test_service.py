"""The built service as strangers meet it, well-meaning or not. Holds for every blueprint."""

import http.client
import json
import threading
import time
import urllib.error
from pathlib import Path

import pytest
from proof import Server, free_port, request

from .projects import Project
from .strangers import POST, Api, Refusal, log_lines, own_database, until_ready

pytestmark = pytest.mark.project


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
    assert until_ready(server) == 200
    metrics = server.get("/api/metrics")
    assert metrics.headers["content-type"].startswith("text/plain")
    assert b"posts_created_total" in metrics.body


def test_anyone_may_read_and_only_the_signed_in_may_create(server: Server, api: Api) -> None:
    assert api.list_posts(server).status == 200
    assert api.create_post(server, POST).status == 401
    assert api.create_post(server, POST, api.sign_in(server, "alice")).status == api.created


def test_bad_input_names_the_fields(server: Server, api: Api) -> None:
    answer = api.create_post(server, {"title": ""}, api.sign_in(server, "alice"))

    assert answer.status == 400
    assert api.refusal(answer) == Refusal("BAD_REQUEST", frozenset({"title", "content"}))


def test_malformed_json_is_a_bad_request_without_a_stack(server: Server, api: Api) -> None:
    answer = server.post(api.posts, b"{nope", api.sign_in(server, "alice"))

    assert answer.status == 400
    assert b"node_modules" not in answer.body
    assert b"    at " not in answer.body


def test_a_large_body_is_refused_with_and_without_its_length(server: Server, api: Api) -> None:
    headers = {"content-type": "application/json", **api.sign_in(server, "alice")}
    body = json.dumps(api.body({"title": "big", "content": "x" * 3_000_000})).encode()
    assert server.post(api.posts, body, headers).status == 413

    connection = http.client.HTTPConnection(server.base.removeprefix("http://"), timeout=30)
    pieces = (body[i : i + 65536] for i in range(0, len(body), 65536))
    chunked = {**headers, "transfer-encoding": "chunked"}
    connection.request("POST", api.posts, pieces, chunked, encode_chunked=True)
    assert connection.getresponse().status == 413
    connection.close()


@pytest.mark.parametrize("path", ["/api/health", "/api/ready", "/api/metrics", "posts"])
def test_a_method_that_a_route_does_not_have_is_json_405(server: Server, api: Api, path: str) -> None:
    url = server.base + (api.posts if path == "posts" else path)
    answer = request(url, data=b"{}", method="PUT", headers={"content-type": "application/json"})

    assert answer.status == 405
    assert "GET" in answer.headers["allow"]
    assert api.refusal(answer).code == "METHOD_NOT_SUPPORTED"


def test_an_unknown_route_is_json_404(server: Server, api: Api) -> None:
    answer = server.get("/api/nowhere")

    assert answer.status == 404
    assert answer.headers["content-type"].startswith("application/json")
    assert api.refusal(answer).code == "NOT_FOUND"


def test_a_request_id_is_kept_or_made_and_stands_in_the_log(server: Server, api: Api) -> None:
    kept = api.list_posts(server, {"x-request-id": "req-kept-12345678"})
    made = server.get("/api/nowhere", {"x-request-id": "bad id\twith spaces"})

    assert kept.headers["x-request-id"] == "req-kept-12345678"
    assert made.headers["x-request-id"] not in ("", "bad id\twith spaces")
    assert any(line.get("requestId") == "req-kept-12345678" for line in log_lines(server))


def test_secrets_stay_out_of_the_log(server: Server, api: Api) -> None:
    identity = api.sign_in(server, "s3cr3t-user")
    cookies = "; ".join([*([identity["cookie"]] if "cookie" in identity else []), "session=s3cr3t-cookie"])
    answer = api.create_post(server, POST, {**identity, "cookie": cookies})
    proofs = [identity[name] for name in ("authorization", "cookie") if name in identity]

    assert answer.status == api.created
    assert proofs != []
    assert [proof for proof in proofs if proof in server.log()] == []
    assert "s3cr3t-cookie" not in server.log()


def test_cors_denies_by_default(server: Server, api: Api) -> None:
    answer = api.list_posts(server, {"origin": "https://elsewhere.test"})

    assert "access-control-allow-origin" not in answer.headers


def test_security_headers(server: Server) -> None:
    headers = server.get("/").headers

    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "x-powered-by" not in headers


def test_the_page_shows_what_the_api_holds(server: Server, api: Api) -> None:
    api.create_post(server, {**POST, "title": "Seen on the page"}, api.sign_in(server, "alice"))

    assert b"Seen on the page" in server.get("/").body


def test_too_many_requests_wait(server: Server, api: Api) -> None:
    """Last on this server: the limit of this user is spent afterwards."""
    identity = api.sign_in(server, "eager")
    for _ in range(400):
        answer = api.create_post(server, POST, identity)
        if answer.status == 429:
            break

    assert answer.status == 429
    assert int(answer.headers["retry-after"]) > 0
    assert "x-request-id" in answer.headers


def test_cors_allows_what_the_environment_lists(built: Project, api: Api, tmp_path: Path) -> None:
    allowed = {**own_database(tmp_path), "CORS_ORIGINS": "https://app.test"}
    with built.start(allowed) as running:
        answer = api.list_posts(running, {"origin": "https://app.test"})

    assert answer.status == 200
    assert answer.headers["access-control-allow-origin"] == "https://app.test"


def test_a_lost_database_makes_it_unready_and_names_the_part(built: Project, api: Api) -> None:
    nowhere = {"DATABASE_URL": f"postgres://nobody@127.0.0.1:{free_port()}/none"}
    with built.start(nowhere) as running:
        answer = running.get("/api/ready")
        failed = api.list_posts(running)

    assert answer.status == 503
    assert b"database" in answer.body
    assert failed.status == 500
    assert b"select" not in failed.body.lower()
    assert b"ECONNREFUSED" not in failed.body


def test_the_same_service_on_a_real_postgresql(built: Project, api: Api, empty_database: str) -> None:
    environment = {"DATABASE_URL": empty_database}
    built.script("db:migrate", environment=environment)
    with built.start(environment) as running:
        post = {**POST, "title": "On a server"}
        assert until_ready(running) == 200
        assert api.create_post(running, post, api.sign_in(running, "alice")).status == api.created
        assert b"On a server" in api.list_posts(running).body


def test_sigterm_finishes_what_is_in_flight(built: Project, api: Api, tmp_path: Path) -> None:
    environment = {**own_database(tmp_path), "RATE_LIMIT_PER_MINUTE": "100000"}
    answers: list[int | str] = []
    stopping = threading.Event()

    def ask() -> None:
        while not stopping.is_set():
            try:
                answers.append(api.list_posts(running).status)
            except urllib.error.URLError as refused:
                if isinstance(refused.reason, ConnectionRefusedError):
                    return  # no longer accepting: that is what stopping means
                answers.append(repr(refused.reason))
                return
            except (ConnectionError, OSError) as broken:
                answers.append(repr(broken))
                return

    with built.start(environment) as running:
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
