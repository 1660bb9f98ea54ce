"""How strangers use a running service: requests, and what differs between the blueprints when they sign in."""

import itertools
import json
import re
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from proof import Answer, Server, request

from .clerk import clerk

Headers = Mapping[str, str]
POST = {"title": "First", "content": "Words"}
BETTER_AUTH = {
    "AUTH_URL": "https://shop.test",
    "AUTH_SECRET": "known only to this test and to nobody else",
    "AUTH_EMAIL_PASSWORD": "true",
}
"""What production needs to sign people in with nothing but an address and a password."""


# --- requests -------------------------------------------------------------------------------------------------------


def call(server: Server, procedure: str, value: object, headers: Headers | None = None) -> Answer:
    return server.post(f"/api/trpc/{procedure}", {"json": value}, headers)


def query(server: Server, procedure: str, value: object = None, headers: Headers | None = None) -> Answer:
    given = "" if value is None else f"?input={quote(json.dumps({'json': value}))}"
    return server.get(f"/api/trpc/{procedure}{given}", headers)


def data(answer: Answer) -> Any:
    """What a procedure returned."""
    return json.loads(answer.body)["result"]["data"]["json"]


def error(answer: Answer) -> dict[str, Any]:
    """What a refusal says for programs."""
    found: dict[str, Any] = json.loads(answer.body)["error"]["json"]["data"]
    return found


def log_lines(server: Server) -> list[dict[str, object]]:
    return [json.loads(line) for line in server.log().splitlines() if line.startswith("{")]


def until_ready(server: Server, seconds: float = 30) -> int:
    """The status of /api/ready, once that is 200 or has had enough time: a database may be slow to open."""
    deadline = time.monotonic() + seconds
    while (status := server.get("/api/ready").status) != 200 and time.monotonic() < deadline:
        time.sleep(0.2)
    return status


def own_database(folder: Path) -> dict[str, str]:
    """A second server at the same time needs an embedded database of its own: one process has one."""
    return {"DATABASE_URL": f"pglite://{folder / 'pglite'}"}


# --- the blueprints -------------------------------------------------------------------------------------------------


class Refusal(NamedTuple):
    """What an error says for programs; `fields` are those of the input that are wrong."""

    code: str
    fields: frozenset[str]


class Api(Protocol):
    """What a stranger has to know about the service of one blueprint."""

    posts: str
    """The path to which new posts are sent."""

    created: int
    """The status that answers a new post."""

    production: Mapping[str, str]
    """What production needs beside a database."""

    disbelieved: Headers
    """What must not sign anybody in in production."""

    def body(self, post: Mapping[str, str]) -> object:
        """What is sent to `posts` to create one that everybody sees."""

    def create_post(self, server: Server, post: Mapping[str, str], headers: Headers | None = None) -> Answer:
        """A new post."""

    def list_posts(self, server: Server, headers: Headers | None = None) -> Answer:
        """The first page of all posts."""

    def refusal(self, answer: Answer) -> Refusal:
        """What an error of the API says."""

    def sign_in(self, server: Server, name: str) -> Headers:
        """The headers of somebody of this name on a server without configuration."""

    def sign_in_in_production(self, server: Server) -> Headers:
        """The headers of somebody on a server with `production`."""


class _Trpc:
    posts = "/api/trpc/post.create"
    created = 200
    listing: str

    def body(self, post: Mapping[str, str]) -> object:
        return {"json": post}

    def create_post(self, server: Server, post: Mapping[str, str], headers: Headers | None = None) -> Answer:
        return server.post(self.posts, self.body(post), headers)

    def list_posts(self, server: Server, headers: Headers | None = None) -> Answer:
        return query(server, self.listing, {}, headers)

    def refusal(self, answer: Answer) -> Refusal:
        found = error(answer)
        return Refusal(found["code"], frozenset((found.get("zodError") or {}).get("fieldErrors", {})))


class _Rest:
    posts = "/api/posts"
    created = 201

    def body(self, post: Mapping[str, str]) -> object:
        return {**post, "status": "PUBLISHED"}

    def create_post(self, server: Server, post: Mapping[str, str], headers: Headers | None = None) -> Answer:
        return server.post(self.posts, self.body(post), headers)

    def list_posts(self, server: Server, headers: Headers | None = None) -> Answer:
        return server.get(self.posts, headers)

    def refusal(self, answer: Answer) -> Refusal:
        found = json.loads(answer.body)["error"]
        return Refusal(found["code"], frozenset(found.get("fields", {})))


class _Clerk:
    """The identity of development is a header, the one of production a signed token."""

    def __init__(self) -> None:
        self.production: Mapping[str, str] = clerk()["environment"]
        self.disbelieved: Headers = {"authorization": "Dev alice"}

    def sign_in(self, server: Server, name: str) -> Headers:
        return {"authorization": f"Dev {name}"}

    def sign_in_in_production(self, server: Server) -> Headers:
        return {"authorization": f"Bearer {clerk()['member']}"}


class _BetterAuth:
    """Sessions are cookies, and everybody signs up first."""

    def __init__(self) -> None:
        self.production: Mapping[str, str] = BETTER_AUTH
        self.disbelieved: Headers = {
            "cookie": "better-auth.session_token=made.up; __Secure-better-auth.session_token=made.up",
            "authorization": "Dev alice",
        }
        self._known: dict[tuple[str, str], Headers] = {}

    def sign_in(self, server: Server, name: str) -> Headers:
        """Signs up once: three attempts in ten seconds are all that an address has."""
        if (server.base, name) not in self._known:
            visitor = Visitor(server, name)
            visitor.sign_up()
            self._known[server.base, name] = visitor.headers
        return self._known[server.base, name]

    def sign_in_in_production(self, server: Server) -> Headers:
        visitor = Visitor(server, "Alice", origin=self.production["AUTH_URL"])
        visitor.sign_up()
        return visitor.headers


class NextTrpcApi(_Clerk, _Trpc):
    listing = "post.list"


class T3TurboApi(_BetterAuth, _Trpc):
    listing = "post.all"


class NextPrismaApi(_BetterAuth, _Rest):
    pass


APIS: Mapping[str, type[NextTrpcApi | T3TurboApi | NextPrismaApi]] = {
    "next-trpc": NextTrpcApi,
    "t3-turbo": T3TurboApi,
    "next-prisma": NextPrismaApi,
}


class Visitor:
    """Somebody in a browser: keeps cookies, tells the origin of the page, and has an address of their own.

    The address counts where the server trusts a proxy to name it (`TRUSTED_PROXY_HOPS=1`).
    """

    password = "correct horse battery"
    _numbers = itertools.count(1)

    def __init__(self, server: Server, name: str, *, origin: str | None = None) -> None:
        number = next(self._numbers)
        self.server = server
        self.name = name
        self.email = f"{name.lower()}-{number}@example.com"
        self.address = f"198.51.100.{number % 250 + 1}"
        self.origin = origin or server.base
        self.cookies: dict[str, str] = {}

    @property
    def headers(self) -> Headers:
        """What the browser sends with every request."""
        cookie = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        return {"origin": self.origin, "x-forwarded-for": self.address, **(cookie if self.cookies else {})}

    def auth(self, path: str, body: object | None = None, **headers: str) -> Answer:
        """A request to /api/auth: with a body it is a POST."""
        url = f"{self.server.base}/api/auth{path}"
        sent = {**self.headers, "content-type": "application/json", **headers}
        encoded = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        answer = request(url, data=encoded, headers=sent)
        for cookie in answer.cookies:
            self._keep(cookie)
        return answer

    def sign_up(self) -> Answer:
        person = {"name": self.name, "email": self.email, "password": self.password}
        answer = self.auth("/sign-up/email", person)
        assert answer.status == 200, answer.body
        return answer

    def sign_in(self, password: str | None = None) -> Answer:
        return self.auth("/sign-in/email", {"email": self.email, "password": password or self.password})

    def sign_out(self) -> Answer:
        return self.auth("/sign-out", {})

    def session(self) -> Any:
        answer = self.auth("/get-session")
        assert answer.status == 200, answer.body
        return answer.json()

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        """Any request; a body that is not bytes is sent as JSON."""
        data = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        typed = {} if data is None else {"content-type": "application/json"}
        sent = {**self.headers, **typed, **headers}
        return request(self.server.base + path, data=data, method=method, headers=sent)

    def call(self, procedure: str, value: object) -> Answer:
        return call(self.server, procedure, value, self.headers)

    def query(self, procedure: str, value: object = None) -> Answer:
        return query(self.server, procedure, value, self.headers)

    def _keep(self, cookie: str) -> None:
        """As browsers do: a cookie without a value or with an age of zero is gone."""
        name, value = cookie.split(";", maxsplit=1)[0].split("=", 1)
        if not value or re.search(r"max-age=0\b", cookie, re.IGNORECASE):
            self.cookies.pop(name, None)
        else:
            self.cookies[name] = value


def seeded_admin(server: Server) -> Visitor:
    """The administrator that `db:seed` makes, signed in."""
    visitor = Visitor(server, "Carol")
    visitor.email = "carol@example.com"
    answer = visitor.sign_in("correct horse")
    assert answer.status == 200, answer.body
    return visitor
