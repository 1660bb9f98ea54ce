"""The REST API of the blueprint `next-prisma`, as its tests ask it."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from proof import Answer
from urllib3 import encode_multipart_formdata

from .strangers import Visitor

NOTHING = "00000000-0000-4000-8000-000000000000"
"""The id of no thing at all."""

_numbers = itertools.count(1)


def found(answer: Answer, status: int = 200) -> Any:
    """The body of an answer that is expected to have this status."""
    assert answer.status == status, answer
    return answer.json() if answer.body else None


def refused(answer: Answer) -> tuple[int, str]:
    """Status and code of an error, which has the one shape that all errors have."""
    error = found(answer, answer.status)["error"]
    assert error.keys() - {"fields"} == {"code", "message", "requestId"}
    assert error["requestId"] == answer.headers["x-request-id"]
    assert b"node_modules" not in answer.body
    return answer.status, error["code"]


def wrong_fields(answer: Answer) -> set[str]:
    assert refused(answer) == (400, "BAD_REQUEST")
    fields: Mapping[str, list[str]] = found(answer, 400)["error"]["fields"]
    assert all(messages and all(messages) for messages in fields.values())
    return {*fields}


def new_post(author: Visitor, **changed: object) -> str:
    post = {"title": "A title", "content": "Words", "status": "PUBLISHED", **changed}
    return str(found(author.ask("POST", "/api/posts", post), 201)["id"])


def new_comment(author: Visitor, post: str, content: str = "Words") -> str:
    return str(found(author.ask("POST", f"/api/posts/{post}/comments", {"content": content}), 201)["id"])


def new_category(admin: Visitor, **changed: object) -> dict[str, Any]:
    number = next(_numbers)
    category = {"slug": f"category-{number}", "name": f"Category {number}", **changed}
    created: dict[str, Any] = found(admin.ask("POST", "/api/categories", category), 201)
    return created


def upload(visitor: Visitor, post: str, content: bytes, name: str = "a.png", kind: str = "image/png") -> Answer:
    data, form = encode_multipart_formdata({"file": (name, content, kind)})
    return visitor.ask("POST", f"/api/posts/{post}/attachments", data, **{"content-type": form})


@dataclass(frozen=True)
class Resource:
    """Where things of a kind are, and what its owner sends."""

    collection: Callable[[Visitor], str]
    item: str
    body: Mapping[str, object]
    changes: Mapping[str, object]
    by_admin: bool = False


RESOURCES = {
    "posts": Resource(
        lambda _: "/api/posts",
        "/api/posts",
        {"title": "Before", "content": "Words", "status": "PUBLISHED", "categories": ["news", "guides"]},
        {"title": "After", "categories": ["news"]},
    ),
    "comments": Resource(
        lambda author: f"/api/posts/{new_post(author)}/comments",
        "/api/comments",
        {"content": "Before"},
        {"content": "After"},
    ),
    "categories": Resource(
        lambda _: "/api/categories",
        "/api/categories",
        {"slug": "before", "name": "Before"},
        {"slug": "after", "name": "After"},
        by_admin=True,
    ),
    "users": Resource(
        lambda _: "/api/users",
        "/api/users",
        {"name": "Before", "email": "life@example.com", "password": "long enough"},
        {"name": "After", "image": "https://example.com/a.png", "role": "ADMIN"},
        by_admin=True,
    ),
}
