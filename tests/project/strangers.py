"""How strangers use a running service: requests, and what differs between the blueprints when they sign in."""

import itertools
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol
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


def own_database(folder: Path) -> dict[str, str]:
    """A second server at the same time needs an embedded database of its own: one process has one."""
    return {"DATABASE_URL": f"pglite://{folder / 'pglite'}"}


# --- the blueprints -------------------------------------------------------------------------------------------------


class Api(Protocol):
    """What a stranger has to know about the service of one blueprint."""

    posts: str
    """The procedure that lists the posts."""

    production: Mapping[str, str]
    """What production needs beside a database."""

    disbelieved: Headers
    """What must not sign anybody in in production."""

    def sign_in(self, server: Server, name: str) -> Headers:
        """The headers of somebody of this name on a server without configuration."""

    def sign_in_in_production(self, server: Server) -> Headers:
        """The headers of somebody on a server with `production`."""


class NextTrpcApi:
    """Clerk: the identity of development is a header, the one of production a signed token."""

    posts = "post.list"

    def __init__(self) -> None:
        self.production: Mapping[str, str] = clerk()["environment"]
        self.disbelieved: Headers = {"authorization": "Dev alice"}

    def sign_in(self, server: Server, name: str) -> Headers:
        return {"authorization": f"Dev {name}"}

    def sign_in_in_production(self, server: Server) -> Headers:
        return {"authorization": f"Bearer {clerk()['member']}"}


class T3TurboApi:
    """Better Auth: sessions are cookies, and everybody signs up first."""

    posts = "post.all"

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


APIS: Mapping[str, type[NextTrpcApi] | type[T3TurboApi]] = {"next-trpc": NextTrpcApi, "t3-turbo": T3TurboApi}


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
