"""What only the blueprint `next-prisma` has, asked over HTTP: resources with owners, lists, files, a cache."""

import http.client
from collections.abc import Iterator

import pytest
from proof import Answer, Server
from urllib3 import encode_multipart_formdata

from .fuzzing import PNG
from .projects import Project, only
from .rest import NOTHING, RESOURCES, found, new_category, new_comment, new_post, refused, upload, wrong_fields
from .strangers import Visitor, own_database, seeded_admin

pytestmark = [pytest.mark.project, only("next-prisma")]


@pytest.fixture(scope="module")
def server(built: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Seeded; behind a proxy that names the addresses, so that every visitor has limits of their own."""
    database = own_database(tmp_path_factory.mktemp("server"))
    built.script("db:seed", environment=database)
    with built.start({**database, "TRUSTED_PROXY_HOPS": "1"}) as running:
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
    return Visitor(server, "Stranger")


@pytest.fixture(scope="module")
def admin(server: Server) -> Visitor:
    return seeded_admin(server)


# --- the life of each resource --------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RESOURCES)
def test_a_thing_is_made_found_listed_changed_and_deleted(ann: Visitor, admin: Visitor, name: str) -> None:
    resource = RESOURCES[name]
    owner = admin if resource.by_admin else ann
    collection = resource.collection(owner)

    answer = owner.ask("POST", collection, resource.body)
    created = found(answer, 201)
    path = answer.headers["location"]
    assert path == f"{resource.item}/{created['id']}"
    assert found(owner.ask("GET", path)) == created
    assert created in found(owner.ask("GET", collection))["items"]

    changed = found(owner.ask("PATCH", path, resource.changes))
    assert changed != created
    assert {
        key: changed[key] for key in ("name", "title", "slug") if key in changed
    }.items() <= resource.changes.items()
    assert found(owner.ask("GET", path)) == changed
    assert changed in found(owner.ask("GET", collection))["items"]

    deleted = owner.ask("DELETE", path)
    assert (deleted.status, deleted.body) == (204, b"")
    for method, body in (("GET", None), ("PATCH", resource.changes), ("DELETE", None)):
        assert refused(owner.ask(method, path, body)) == (404, "NOT_FOUND")
    assert changed not in found(owner.ask("GET", collection))["items"]


@pytest.mark.parametrize("name", RESOURCES)
def test_what_is_wrong_is_named(ann: Visitor, admin: Visitor, name: str) -> None:
    resource = RESOURCES[name]
    owner = admin if resource.by_admin else ann
    collection = resource.collection(owner)
    one, *_ = found(owner.ask("GET", f"{resource.collection(owner)}?limit=1"))["items"] or [{"id": NOTHING}]
    nothing_changed = {"content"} if name == "comments" else {""}
    texts = {field for field, value in resource.body.items() if isinstance(value, str) and field != "status"}

    assert wrong_fields(owner.ask("POST", collection, {})) == texts
    assert wrong_fields(owner.ask("POST", collection, dict.fromkeys(resource.body, 7))) == {*resource.body}
    assert wrong_fields(
        owner.ask("POST", collection, {**resource.body, "name": "a\0b", "title": "a\0b", "content": "\0"})
    )
    assert refused(owner.ask("POST", collection, b'{"title": ')) == (400, "BAD_REQUEST")
    assert refused(owner.ask("POST", collection, b"")) == (400, "BAD_REQUEST")
    assert wrong_fields(owner.ask("PATCH", f"{resource.item}/{one['id']}", {})) == nothing_changed
    assert wrong_fields(owner.ask("GET", f"{resource.item}/not-an-id")) == {"id"}
    assert wrong_fields(owner.ask("PATCH", f"{resource.item}/not-an-id", resource.changes)) == {"id"}


@pytest.mark.parametrize("name", RESOURCES)
def test_bodies_are_json_and_of_a_size(ann: Visitor, admin: Visitor, name: str) -> None:
    resource = RESOURCES[name]
    owner = admin if resource.by_admin else ann
    collection = resource.collection(owner)

    text = owner.ask("POST", collection, b"title=a", **{"content-type": "application/x-www-form-urlencoded"})
    assert refused(text) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert refused(owner.ask("POST", collection, {"content": "x" * 2_000_000})) == (413, "PAYLOAD_TOO_LARGE")


# --- who may do what ------------------------------------------------------------------------------------------------


def test_signing_up_is_enough_to_write_at_once(server: Server) -> None:
    visitor = new_visitor(server, "Cleo")
    post = found(visitor.ask("POST", "/api/posts", {"title": "At once", "content": "Words"}), 201)

    assert post["author"]["name"] == "Cleo"
    assert post["status"] == "DRAFT"
    assert found(visitor.ask("GET", "/api/users/me"))["email"] == visitor.email


def test_a_client_without_cookies_sends_the_token_of_its_sign_in(server: Server) -> None:
    visitor = new_visitor(server, "Dora")
    token = visitor.sign_in().headers["set-auth-token"]
    visitor.cookies.clear()

    assert refused(visitor.ask("GET", "/api/users/me")) == (401, "UNAUTHORIZED")
    assert found(visitor.ask("GET", "/api/users/me", authorization=f"Bearer {token}"))["name"] == "Dora"
    broken = visitor.ask("GET", "/api/users/me", authorization=f"Bearer {token[:-6]}AAAAA=")
    assert refused(broken) == (401, "UNAUTHORIZED")


def test_only_owners_and_administrators_change_things(
    ann: Visitor, ben: Visitor, admin: Visitor, stranger: Visitor
) -> None:
    post = new_post(ann)
    comment = new_comment(ann, post)
    user = found(ann.ask("GET", "/api/users/me"))["id"]
    for path, changes in (
        (f"/api/posts/{post}", {"title": "Changed"}),
        (f"/api/comments/{comment}", {"content": "Changed"}),
        (f"/api/users/{user}", {"name": "Ann"}),
    ):
        for method, body in (("PATCH", changes), ("DELETE", None)):
            assert refused(stranger.ask(method, path, body)) == (401, "UNAUTHORIZED")
            assert refused(ben.ask(method, path, body)) == (403, "FORBIDDEN")
        assert found(admin.ask("PATCH", path, changes)).items() >= changes.items()


def test_an_author_deletes_what_others_say_below_their_post(ann: Visitor, ben: Visitor) -> None:
    post = new_post(ann)
    comment = new_comment(ben, post)

    assert refused(ann.ask("PATCH", f"/api/comments/{comment}", {"content": "Twisted"})) == (403, "FORBIDDEN")
    assert ann.ask("DELETE", f"/api/comments/{comment}").status == 204


def test_what_only_administrators_may(ann: Visitor, stranger: Visitor) -> None:
    person = {"name": "New", "email": "never@example.com", "password": "long enough"}
    for path, body in (("/api/categories", {"slug": "never", "name": "Never"}), ("/api/users", person)):
        assert refused(stranger.ask("POST", path, body)) == (401, "UNAUTHORIZED")
        assert refused(ann.ask("POST", path, body)) == (403, "FORBIDDEN")
    assert refused(ann.ask("PATCH", "/api/users/me", {"role": "ADMIN"})) == (403, "FORBIDDEN")
    signing_up = stranger.auth("/sign-up/email", {**person, "role": "ADMIN"})
    assert signing_up.status != 200 or found(stranger.ask("GET", "/api/users/me"))["role"] == "USER"


def test_a_draft_is_nobody_elses_business(ann: Visitor, ben: Visitor, admin: Visitor, stranger: Visitor) -> None:
    draft = new_post(ann, status="DRAFT", title="Not yet")

    for visitor in (ben, stranger):
        for path in (f"/api/posts/{draft}", f"/api/posts/{draft}/comments", f"/api/posts/{draft}/attachments"):
            assert refused(visitor.ask("GET", path)) == (404, "NOT_FOUND")
    assert refused(ben.ask("PATCH", f"/api/posts/{draft}", {"title": "Mine"})) == (404, "NOT_FOUND")
    assert refused(ben.ask("POST", f"/api/posts/{draft}/comments", {"content": "Hm"})) == (404, "NOT_FOUND")
    assert refused(stranger.ask("GET", "/api/posts?status=DRAFT")) == (401, "UNAUTHORIZED")
    assert "Not yet" not in str(found(ben.ask("GET", "/api/posts?status=DRAFT&limit=100")))
    assert "Not yet" in str(found(ann.ask("GET", "/api/posts?status=DRAFT&limit=100")))
    assert found(admin.ask("GET", f"/api/posts/{draft}"))["title"] == "Not yet"


def test_no_e_mail_address_is_shown_to_others(ann: Visitor, ben: Visitor, stranger: Visitor) -> None:
    post = new_post(ann)
    new_comment(ben, post)
    user = found(ann.ask("GET", "/api/users/me"))["id"]
    answers = [ben.ask("GET", path) for path in ("/api/users?limit=100", f"/api/users/{user}")]
    public = ("/api/posts", f"/api/posts/{post}/comments", "/api/categories", "/")
    answers += [stranger.ask("GET", path) for path in public]

    assert ann.email in str(found(ann.ask("GET", f"/api/users/{user}")))
    assert [answer.status for answer in answers] == [200] * len(answers)
    assert [answer for answer in answers if ann.email.encode() in answer.body] == []
    assert refused(stranger.ask("GET", "/api/users")) == (401, "UNAUTHORIZED")


# --- conflicts, limits ----------------------------------------------------------------------------------------------


def test_what_there_can_be_only_once_is_a_conflict(ann: Visitor, admin: Visitor, stranger: Visitor) -> None:
    category, other = new_category(admin), new_category(admin)
    same = {"slug": category["slug"], "name": "The same"}
    person = {"name": "Ann again", "email": ann.email.upper(), "password": "long enough"}

    assert refused(admin.ask("POST", "/api/categories", same)) == (409, "CONFLICT")
    assert refused(admin.ask("PATCH", f"/api/categories/{other['id']}", same)) == (409, "CONFLICT")
    assert refused(admin.ask("POST", "/api/users", person)) == (409, "CONFLICT")
    assert 400 <= stranger.auth("/sign-up/email", person).status < 500


def test_a_post_names_categories_that_exist(ann: Visitor) -> None:
    post = {"title": "A title", "content": "Words", "categories": ["news", "no-such-category"]}

    assert wrong_fields(ann.ask("POST", "/api/posts", post)) == {"categories"}


def test_each_writer_and_each_operation_has_a_limit(server: Server, ann: Visitor) -> None:
    eager = new_visitor(server, "Eager")
    path = f"/api/posts/{new_post(ann)}/comments"
    answers = [eager.ask("POST", path, {"content": "Again"}) for _ in range(61)]

    assert [answer.status for answer in answers] == [201] * 60 + [429]
    assert refused(answers[-1]) == (429, "TOO_MANY_REQUESTS")
    assert 0 < int(answers[-1].headers["retry-after"]) <= 60
    assert eager.ask("GET", path).status == 200
    assert new_post(eager)
    assert new_comment(ann, path.split("/")[3])


# --- lists ----------------------------------------------------------------------------------------------------------


def ids(answer: Answer) -> list[str]:
    return [one["id"] for one in found(answer)["items"]]


def test_a_cursor_finds_everything_once_while_others_write(ann: Visitor, admin: Visitor, stranger: Visitor) -> None:
    slug = new_category(admin)["slug"]
    posts = [new_post(ann, categories=[slug]) for _ in range(5)]
    seen: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = stranger.ask("GET", f"/api/posts?category={slug}&limit=2{cursor and f'&cursor={cursor}'}")
        seen += ids(answer)
        cursor = found(answer)["nextCursor"]
        new_post(ann, categories=[slug])

    assert seen == posts[::-1]


def test_a_page_has_a_number_and_the_count(ann: Visitor, admin: Visitor, stranger: Visitor) -> None:
    slug = new_category(admin)["slug"]
    newest_first = [new_post(ann, categories=[slug]) for _ in range(5)][::-1]
    pages = [found(stranger.ask("GET", f"/api/posts?category={slug}&limit=2&page={page}")) for page in (1, 2, 3, 4)]

    assert [[one["id"] for one in page["items"]] for page in pages] == [
        newest_first[:2],
        newest_first[2:4],
        newest_first[4:],
        [],
    ]
    assert {(page["total"], page["pageCount"]) for page in pages} == {(5, 3)}
    assert "total" not in found(stranger.ask("GET", f"/api/posts?category={slug}"))


def test_posts_are_filtered_by_author(ann: Visitor, ben: Visitor, stranger: Visitor) -> None:
    mine, other = new_post(ann), new_post(ben)
    author = found(ann.ask("GET", "/api/users/me"))["id"]
    listed = ids(stranger.ask("GET", f"/api/posts?author={author}&limit=100"))

    assert mine in listed
    assert other not in listed


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=many", "limit"),
        ("page=0", "page"),
        ("page=1.5", "page"),
        ("page=99999999999", "page"),
        ("cursor=first", "cursor"),
        (f"cursor={NOTHING}&page=1", "page"),
        ("status=HIDDEN", "status"),
        ("author=ann", "author"),
        ("category=%00", "category"),
    ],
)
def test_a_list_refuses_what_it_does_not_know(stranger: Visitor, asked: str, field: str) -> None:
    assert wrong_fields(stranger.ask("GET", f"/api/posts?{asked}")) == {field}


# --- files ----------------------------------------------------------------------------------------------------------


def test_a_file_comes_back_as_it_was(ann: Visitor, stranger: Visitor) -> None:
    post = new_post(ann)
    content = PNG + bytes(range(256)) * 200
    answer = upload(ann, post, content, "../holiday\u202egnp.png")
    created = found(answer, 201)
    loaded = stranger.ask("GET", answer.headers["location"])

    assert (created["mediaType"], created["size"]) == ("image/png", len(content))
    assert "/" not in created["name"]
    assert found(stranger.ask("GET", f"/api/posts/{post}/attachments"))["items"] == [created]
    assert (loaded.status, loaded.body) == (200, content)
    assert loaded.headers["content-type"] == "image/png"
    assert loaded.headers["content-disposition"].startswith("attachment;")
    assert loaded.headers["x-content-type-options"] == "nosniff"


def test_a_file_is_what_its_content_says(ann: Visitor) -> None:
    post = new_post(ann)

    assert found(upload(ann, post, b"%PDF-1.7 ", "a.png"), 201)["mediaType"] == "application/pdf"
    assert refused(upload(ann, post, b"<script>alert(1)</script>")) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert refused(upload(ann, post, b"Plain words", "a.txt", "text/plain")) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert wrong_fields(upload(ann, post, b"")) == {"file"}


def test_an_upload_is_a_form_of_a_size(ann: Visitor) -> None:
    path = f"/api/posts/{new_post(ann)}/attachments"
    other, form = encode_multipart_formdata({"picture": ("a.png", PNG)})

    assert refused(ann.ask("POST", path, PNG, **{"content-type": "image/png"})) == (415, "UNSUPPORTED_MEDIA_TYPE")
    assert wrong_fields(ann.ask("POST", path, other, **{"content-type": form})) == {"file"}
    assert refused(ann.ask("POST", path, b"no form at all", **{"content-type": form})) == (400, "BAD_REQUEST")
    assert refused(upload(ann, path.split("/")[3], PNG + bytes(2_000_000))) == (413, "PAYLOAD_TOO_LARGE")


def test_an_upload_that_does_not_tell_its_size_is_counted(server: Server, ann: Visitor) -> None:
    path = f"/api/posts/{new_post(ann)}/attachments"
    data, form = encode_multipart_formdata({"file": ("a.png", PNG + bytes(2_000_000))})
    connection = http.client.HTTPConnection(server.base.removeprefix("http://"), timeout=30)
    pieces = (data[at : at + 65536] for at in range(0, len(data), 65536))
    headers = {**ann.headers, "content-type": form, "transfer-encoding": "chunked"}
    connection.request("POST", path, pieces, headers, encode_chunked=True)

    assert connection.getresponse().status == 413
    connection.close()


def test_only_authors_add_files_and_only_owners_delete_them(
    ann: Visitor, ben: Visitor, admin: Visitor, stranger: Visitor
) -> None:
    post = new_post(ann)
    file = f"/api/attachments/{found(upload(ann, post, PNG), 201)['id']}"

    assert refused(upload(stranger, post, PNG)) == (401, "UNAUTHORIZED")
    assert refused(upload(ben, post, PNG)) == (403, "FORBIDDEN")
    assert refused(upload(ann, NOTHING, PNG)) == (404, "NOT_FOUND")
    assert refused(stranger.ask("DELETE", file)) == (401, "UNAUTHORIZED")
    assert refused(ben.ask("DELETE", file)) == (403, "FORBIDDEN")
    assert admin.ask("DELETE", file).status == 204
    assert refused(ann.ask("GET", file)) == (404, "NOT_FOUND")


# --- what is remembered ---------------------------------------------------------------------------------------------


def test_what_is_cached_is_fresh_after_every_change(server: Server, admin: Visitor, stranger: Visitor) -> None:
    author = new_visitor(server, "Fleeting")

    def listed(key: str) -> object:
        """The list is read before every change, so that there is something to forget."""
        categories = found(stranger.ask("GET", "/api/categories?limit=100"))["items"]
        return next((one[key] for one in categories if one["id"] == category["id"]), None)

    category = new_category(admin)
    assert listed("name") == category["name"]
    admin.ask("PATCH", f"/api/categories/{category['id']}", {"name": "Renamed"})
    assert listed("name") == "Renamed"
    post = new_post(author, status="DRAFT", categories=[category["slug"]])
    assert listed("postCount") == 0
    author.ask("PATCH", f"/api/posts/{post}", {"status": "PUBLISHED"})
    assert listed("postCount") == 1
    new_post(author, categories=[category["slug"]])
    assert listed("postCount") == 2
    author.ask("DELETE", f"/api/posts/{post}")
    assert listed("postCount") == 1
    assert author.ask("DELETE", "/api/users/me").status == 204
    assert listed("postCount") == 0
    admin.ask("DELETE", f"/api/categories/{category['id']}")
    assert listed("name") is None
