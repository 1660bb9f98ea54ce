"""What only the blueprint `next-trpc` has: organisations and their roles, and Clerk."""

from pathlib import Path

import pytest
from proof import Answer, Server

from .clerk import clerk
from .projects import Project, only
from .strangers import call, data, own_database, query

pytestmark = [pytest.mark.project, only("next-trpc")]


def dev(user: str) -> dict[str, str]:
    return {"authorization": f"Dev {user}"}


def test_the_owner_and_an_admin_of_the_organisation_may_change(server: Server) -> None:
    created = data(call(server, "post.create", {"title": "Mine", "content": "x"}, dev("alice:acme:member")))

    def change(user: str | None) -> Answer:
        changed = {"id": created["id"], "title": "Changed"}
        return call(server, "post.update", changed, dev(user) if user else None)

    assert change(None).status == 401
    assert change("bob").status == 403
    assert change("bob:acme:member").status == 403
    assert change("eve:other:admin").status == 403
    assert change("carol:acme:admin").status == 200
    assert change("dave:acme:org:admin").status == 200
    assert data(query(server, "post.byId", {"id": created["id"]}))["title"] == "Changed"
    assert call(server, "post.delete", {"id": created["id"]}, dev("bob")).status == 403
    assert call(server, "post.delete", {"id": created["id"]}, dev("alice:acme:member")).status == 200
    assert query(server, "post.byId", {"id": created["id"]}).status == 404


def test_real_clerk_sessions_are_verified_without_the_network(built: Project, tmp_path: Path) -> None:
    environment = {**own_database(tmp_path), **clerk()["environment"]}
    with built.start(environment) as running:

        def create(authorization: str) -> int:
            post = {"title": "Signed", "content": "x"}
            return call(running, "post.create", post, {"authorization": authorization}).status

        assert create(f"Bearer {clerk()['member']}") == 200
        assert create(f"Bearer {clerk()['admin']}") == 200
        assert create(f"Bearer {clerk()['expired']}") == 401
        assert create(f"Bearer {clerk()['member'][:-8]}AAAAAAAA") == 401
        assert create("Dev alice") == 401
