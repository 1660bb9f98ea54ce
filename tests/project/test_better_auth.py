"""Signing up, in and out with Better Auth, in every blueprint that has it."""

from collections.abc import Iterator

import pytest
from proof import Answer, Server

from .projects import Project, only
from .strangers import BETTER_AUTH, POST, Api, Visitor, own_database

pytestmark = [pytest.mark.project, only("t3-turbo", "next-prisma")]


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


@pytest.fixture
def stranger(server: Server) -> Visitor:
    return Visitor(server, "Nobody")


def post(api: Api, visitor: Visitor) -> Answer:
    return api.create_post(visitor.server, POST, visitor.headers)


def test_signing_up_is_being_signed_in(server: Server) -> None:
    visitor = Visitor(server, "Eve")
    answer = visitor.sign_up()

    assert visitor.session()["user"]["email"] == visitor.email
    assert any("httponly" in cookie.lower() and "samesite=lax" in cookie.lower() for cookie in answer.cookies)


def test_an_address_signs_up_once(stranger: Visitor) -> None:
    stranger.sign_up()
    person = {"name": "Again", "email": stranger.email, "password": "another password"}

    assert 400 <= stranger.auth("/sign-up/email", person).status < 500


def test_signing_in_needs_the_right_password(server: Server, api: Api) -> None:
    visitor = new_visitor(server, "Fay")
    visitor.cookies.clear()

    assert visitor.sign_in("a wrong password").status == 401
    assert visitor.session() is None
    assert post(api, visitor).status == 401
    assert visitor.sign_in().status == 200
    assert visitor.session()["user"]["name"] == "Fay"
    assert post(api, visitor).status == api.created


def test_signing_out_ends_the_session_for_good(server: Server, api: Api) -> None:
    visitor = new_visitor(server, "Gus")
    kept = dict(visitor.cookies)

    assert visitor.sign_out().status == 200
    assert visitor.cookies == {}
    visitor.cookies = kept
    assert visitor.session() is None
    assert post(api, visitor).status == 401


def test_a_changed_cookie_is_nobody(server: Server, stranger: Visitor, api: Api) -> None:
    cookies = new_visitor(server, "Ann").cookies
    stranger.cookies = {name: f"{value[:-8]}AAAAAA%3D" for name, value in cookies.items()}

    assert stranger.session() is None
    assert post(api, stranger).status == 401


def test_a_page_of_elsewhere_signs_nobody_in_or_out(server: Server) -> None:
    visitor = new_visitor(server, "Hal")
    visitor.origin = "https://elsewhere.test"

    assert visitor.sign_in().status == 403
    assert visitor.sign_out().status == 403
    visitor.origin = server.base
    assert visitor.session()["user"]["name"] == "Hal"


def test_guessing_passwords_is_slow(server: Server) -> None:
    visitor = new_visitor(server, "Ida")
    answers = [visitor.sign_in(f"guess number {number}") for number in range(4)]

    assert [answer.status for answer in answers] == [401, 401, 401, 429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_bad_requests_to_sign_in_are_the_senders_fault(stranger: Visitor, api: Api) -> None:
    malformed = stranger.auth("/sign-in/email", b"{nope")
    large = stranger.auth("/sign-in/email", {"email": stranger.email, "password": "x" * 3_000_000})
    unknown = stranger.auth("/no-such-thing", {})

    assert malformed.status == 400
    assert b"node_modules" not in malformed.body
    assert large.status == 413
    assert unknown.status == 404
    assert unknown.headers["content-type"].startswith("application/json")
    assert api.refusal(unknown).code == "NOT_FOUND"


def test_neither_passwords_nor_sessions_are_in_the_log(server: Server, api: Api) -> None:
    visitor = new_visitor(server, "Jan")
    post(api, visitor)
    visitor.sign_in()
    visitor.sign_in("a wrong s3cr3t")
    tokens = [value.split(".")[0] for value in visitor.cookies.values()]

    assert api.posts.rsplit("/", 1)[1] in server.log()
    assert all(len(token) > 16 for token in tokens)
    for secret in (visitor.password, "a wrong s3cr3t", visitor.email, *visitor.cookies.values(), *tokens):
        assert secret not in server.log()


def test_sessions_of_production_are_for_https_only(built: Project, empty_database: str) -> None:
    database = {"DATABASE_URL": empty_database, "DATABASE_AUTO_MIGRATE": "true"}
    environment = {"APP_ENV": "production", **database, **BETTER_AUTH}
    with built.start(environment) as running:
        visitor = Visitor(running, "Kim", origin=BETTER_AUTH["AUTH_URL"])
        answer = visitor.sign_up()
        visitor.origin = running.base
        elsewhere = visitor.sign_in()

    assert answer.cookies != ()
    assert all("secure" in cookie.lower().split("; ") for cookie in answer.cookies)
    assert all(name.startswith("__Secure-") for name in visitor.cookies)
    assert elsewhere.status == 403
