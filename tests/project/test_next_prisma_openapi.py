"""What /api/openapi.json of the blueprint `next-prisma` promises: a client believes it, and a fuzzer does not."""

import itertools
from collections import Counter
from collections.abc import Iterator

import pytest
from proof import Answer, Server

from .fuzzing import PNG, Attempt, attempts, drawn
from .openapi import Client, Document, Operation
from .projects import Project, only
from .strangers import Visitor, own_database, seeded_admin

pytestmark = [pytest.mark.project, only("next-prisma")]

EXAMPLES = 50
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
VALIDATE = """
import { Validator } from "@seriousme/openapi-schema-validator";
const document = await (await fetch(process.argv[1])).json();
const { valid, errors } = await new Validator().validate(document);
console.log(valid ? `valid ${document.openapi}` : JSON.stringify(errors));
"""


@pytest.fixture(scope="module")
def server(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Seeded; behind a proxy that names the addresses, with room for as many requests as a fuzzer makes."""
    database = own_database(tmp_path_factory.mktemp("server"))
    built.script("db:seed", environment=database)
    with built.start({**database, "TRUSTED_PROXY_HOPS": "1", "RATE_LIMIT_PER_MINUTE": "100000"}) as running:
        yield running


@pytest.fixture(scope="module")
def document(server: Server) -> Document:
    raw = server.get("/api/openapi.json").json()
    assert isinstance(raw, dict)
    return Document(raw)


@pytest.fixture(scope="module")
def admin(server: Server) -> Visitor:
    return seeded_admin(server)


def test_the_document_is_valid_openapi_3_1(built: Project, server: Server) -> None:
    command = ["node", "--input-type=module", "--eval", VALIDATE, f"{server.base}/api/openapi.json"]

    assert built.run(command).startswith("valid 3.1.")


def test_each_path_has_the_methods_that_the_document_says_and_refuses_the_others(
    server: Server, document: Document, admin: Visitor
) -> None:
    assert len(document.methods) > 9
    for path, methods in document.methods.items():
        url = path.replace("{id}", "00000000-0000-4000-8000-000000000000")
        for method in METHODS:
            answer = admin.ask(method, url)
            assert (answer.status == 405) == (method not in methods), (method, path, answer.status)
            if answer.status == 405:
                assert {*answer.headers["allow"].split(", ")} - {"HEAD"} == methods


def test_each_route_that_is_built_is_in_the_document(built: Project, document: Document) -> None:
    folder = built.app / "src" / "app" / "api"
    found = {f"/api/{path.parent.relative_to(folder)}".replace("[id]", "{id}") for path in folder.rglob("route.ts")}
    beside = {f"/api/{name}" for name in ("auth/[...all]", "[[...path]]", "health", "ready", "metrics", "openapi.json")}

    assert found - beside == {*document.methods}


def test_a_client_made_from_the_document_calls_every_operation(
    server: Server, document: Document, admin: Visitor
) -> None:
    author, reader = (Visitor(server, name) for name in ("Author", "Reader"))
    author.sign_up()
    reader.sign_up()
    called: set[str] = set()
    chief, writer, guest = (Client(document, visitor, called) for visitor in (admin, author, reader))

    category = chief("createCategory", {"slug": "sea", "name": "The sea"})
    chief("updateCategory", {"name": "Sea"}, id=category["id"])
    assert guest("getCategory", id=category["id"])["name"] == "Sea"
    assert category["id"] in {one["id"] for one in guest("listCategories", limit=100)["items"]}

    post = writer("createPost", {"title": "Tides", "content": "Words", "status": "PUBLISHED", "categories": ["sea"]})
    assert writer("updatePost", {"title": "Low tide"}, id=post["id"])["categories"][0]["slug"] == "sea"
    assert guest("getPost", id=post["id"])["title"] == "Low tide"
    assert [one["id"] for one in guest("listPosts", category="sea", page=1)["items"]] == [post["id"]]

    comment = guest("createComment", {"content": "Well said"}, id=post["id"])
    guest("updateComment", {"content": "Very well said"}, id=comment["id"])
    assert guest("getComment", id=comment["id"])["content"] == "Very well said"
    assert guest("listComments", id=post["id"], page=1)["total"] == 1
    writer("listNotifications", limit=1)

    file = writer("uploadAttachment", PNG, id=post["id"])
    assert guest("listAttachments", id=post["id"])["items"] == [file]
    assert guest("downloadAttachment", id=file["id"]) == PNG

    user = chief("createUser", {"name": "New", "email": "new@example.com", "password": "long enough"})
    assert chief("updateUser", {"role": "ADMIN"}, id=user["id"])["role"] == "ADMIN"
    assert guest("getUser", id="me")["name"] == "Reader"
    assert user["id"] in {one["id"] for one in guest("listUsers")["items"]}

    for name, thing in (("Attachment", file), ("Comment", comment), ("Post", post)):
        writer(f"delete{name}", id=thing["id"])
    for name, thing in (("Category", category), ("User", user)):
        chief(f"delete{name}", id=thing["id"])
    assert called == document.operations.keys()


def test_no_request_at_random_breaks_it_or_gets_an_answer_that_is_not_described(
    server: Server, document: Document, admin: Visitor
) -> None:
    """Always the same requests: nothing here depends on the clock or on chance."""
    known = things(document, server, admin)
    owner = Visitor(server, "Owner")
    owner.sign_up()
    people = {"nobody": Visitor(server, "Nobody"), "user": owner, "admin": admin}
    turns = ("admin", "user", "admin", "nobody")
    wrong: list[str] = []
    seen: Counter[tuple[str, int]] = Counter()

    for operation in sorted(document.operations.values(), key=lateness):
        ids = known[operation.path.split("/")[2]]
        tried = drawn(attempts(document, operation, ids), EXAMPLES)
        for who, attempt in zip(itertools.cycle(turns), tried, strict=False):
            answer = people[who].ask(operation.method, attempt.url, attempt.data, **attempt.headers)
            seen.update([(operation.id, answer.status), (operation.id, answer.status // 100)])
            judged = judge(document, operation, attempt, answer, who=who)
            wrong += [f"{found}: {who} {attempt} {answer.body!r}"[:500] for found in judged]

    assert wrong == [], "\n".join(wrong)
    assert {name for name in document.operations if not seen[name, 2]} == set()
    assert {name for name in document.operations if not seen[name, 4]} == set()
    assert sum(count for (_, status), count in seen.items() if status == 429) == 0
    assert server.get("/api/ready").status == 200


def judge(document: Document, operation: Operation, attempt: Attempt, answer: Answer, *, who: str) -> list[str]:
    """What is wrong with this answer."""
    if answer.status >= 500:
        return [f"{answer.status}"]
    if answer.status < 300 and not attempt.valid:
        return [f"{answer.status} for what the document does not allow"]
    if answer.status < 300 and operation.secured and who == "nobody":
        return [f"{answer.status} for nobody"]
    return document.disagreements(operation, answer)


def lateness(operation: Operation) -> tuple[bool, bool, str]:
    """Deleting takes away what the others need, and whoever changes users may change who they are."""
    return operation.id in ("updateUser", "deleteUser"), operation.method == "DELETE", operation.id


def things(document: Document, server: Server, admin: Visitor) -> dict[str, list[str]]:
    """Ids of what exists, by the first part of the path."""
    client = Client(document, admin)
    posts = [one["id"] for one in client("listPosts", limit=5)["items"]]
    return {
        "posts": posts,
        "categories": [one["id"] for one in client("listCategories")["items"]],
        "users": ["me", *(client("createUser", person(number))["id"] for number in range(5))],
        "comments": [client("createComment", {"content": "Words"}, id=posts[0])["id"] for _ in range(5)],
        "attachments": [client("uploadAttachment", PNG, id=posts[0])["id"] for _ in range(5)],
        "notifications": posts,
    }


def person(number: int) -> dict[str, str]:
    return {"name": f"Person {number}", "email": f"person-{number}@example.com", "password": "long enough"}
