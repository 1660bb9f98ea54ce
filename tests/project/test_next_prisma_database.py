"""What the blueprint `next-prisma` does with a real PostgreSQL: migrations and schema, jobs, two processes."""

import json
import os
import re
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from proof import ProofError, Server

from .projects import Project, only
from .strangers import Visitor, until_ready

pytestmark = [pytest.mark.project, only("next-prisma")]

DIFF = ["migrate", "diff", "--exit-code", "--from-config-datasource", "--to-schema", "prisma/schema.prisma"]


def sql(url: str, command: str) -> str:
    asked = ["psql", url, "--no-password", "--quiet", "--tuples-only", "--no-align", "--command", command]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


def prisma(project: Project, database: str, *arguments: str) -> str:
    """Prisma's own command line, as it is: not one of our scripts."""
    return project.run(["npx", "--no-install", "prisma", *arguments], environment={"DATABASE_URL": database})


# --- migrations -----------------------------------------------------------------------------------------------------


def test_the_engine_of_these_tests_is_that_of_the_project(project: Project) -> None:
    wanted = json.loads(project.text("node_modules/@prisma/engines-version/package.json"))["version"]
    installed = Path(project.engine["SCHEMA_ENGINE_PACKAGES"], "node_modules/@prisma/schema-engine-wasm/package.json")

    assert json.loads(installed.read_text(encoding="utf-8"))["version"] == wanted


def test_migrations_and_schema_say_the_same(project: Project, empty_database: str) -> None:
    project.script("db:migrate", environment={"DATABASE_URL": empty_database})

    assert "No difference detected" in prisma(project, empty_database, *DIFF)
    sql(empty_database, "alter table posts drop column title")
    with pytest.raises(ProofError, match=r"ended with 2:(?s:.)+title"):
        prisma(project, empty_database, *DIFF)


def test_prisma_believes_what_our_script_has_migrated_and_the_other_way_round(
    project: Project, empty_database: str
) -> None:
    environment = {"DATABASE_URL": empty_database}
    project.script("db:migrate", environment=environment)
    assert "up to date" in prisma(project, empty_database, "migrate", "status")
    assert "No pending migrations" in prisma(project, empty_database, "migrate", "deploy")

    sql(empty_database, "drop schema public cascade; create schema public")
    assert "successfully applied" in prisma(project, empty_database, "migrate", "deploy")
    before = sql(empty_database, "select * from _prisma_migrations")
    project.script("db:migrate", environment=environment)
    assert sql(empty_database, "select * from _prisma_migrations") == before


def test_names_in_the_database_are_snake_case_and_each_reference_has_an_index(
    project: Project, empty_database: str
) -> None:
    project.script("db:migrate", environment={"DATABASE_URL": empty_database})
    columns = sql(
        empty_database,
        "select table_name || '.' || column_name from information_schema.columns where table_schema = 'public'",
    ).split()
    without_index = sql(
        empty_database,
        "select conrelid::regclass || '.' || conname from pg_constraint where contype = 'f' and not exists ("
        " select from pg_index where indrelid = conrelid and indkey[0] = conkey[1])",
    )

    assert {"posts.author_id", "comments.post_id", "users.email_verified", "jobs.run_at"} <= {*columns}
    assert [column for column in columns if not re.fullmatch(r"[a-z_]+\.[a-z_]+", column)] == []
    assert without_index == ""


def test_two_instances_that_start_at_once_migrate_once(built: Project, empty_database: str) -> None:
    environment = {"DATABASE_URL": empty_database, "DATABASE_AUTO_MIGRATE": "true"}
    with built.start(environment) as one, built.start(environment) as other:
        assert [until_ready(server) for server in (one, other)] == [200, 200]

    made = sql(empty_database, "select migration_name from _prisma_migrations order by 1").split()
    assert made == sorted(path.parent.name for path in (built.app / "prisma" / "migrations").glob("*/migration.sql"))


# --- the server -----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(built: Project, shared_database: str) -> Iterator[Server]:
    with serving(built, shared_database) as running:
        yield running


@contextmanager
def serving(project: Project, database: str) -> Iterator[Server]:
    environment = {"DATABASE_URL": database, "DATABASE_AUTO_MIGRATE": "true", "TRUSTED_PROXY_HOPS": "1"}
    with project.start(environment) as running:
        assert until_ready(running) == 200
        yield running


def signed_up(server: Server, name: str) -> Visitor:
    visitor = Visitor(server, name)
    visitor.sign_up()
    return visitor


def sent(visitor: Visitor, path: str, body: object) -> str:
    answer = visitor.ask("POST", path, body)
    assert answer.status == 201, answer.body
    created = answer.json()
    assert isinstance(created, dict)
    return str(created["id"])


def new_post(author: Visitor) -> str:
    return sent(author, "/api/posts", {"title": "A title", "content": "Words", "status": "PUBLISHED"})


def notified(visitor: Visitor) -> list[str]:
    """The comments that somebody is told of."""
    answer = visitor.ask("GET", "/api/notifications?limit=100").json()
    assert isinstance(answer, dict)
    return [one["comment"]["id"] for one in answer["items"]]


def wait_for(visitor: Visitor, comments: set[str], seconds: float = 20) -> list[str]:
    deadline = time.monotonic() + seconds
    while {*(told := notified(visitor))} != comments and time.monotonic() < deadline:
        time.sleep(0.1)
    return told


def at(visitor: Visitor, server: Server) -> Visitor:
    """The same person, at another process."""
    other = Visitor(server, visitor.name)
    other.cookies, other.email = dict(visitor.cookies), visitor.email
    return other


# --- jobs -----------------------------------------------------------------------------------------------------------


def test_an_author_is_told_of_the_comments_of_others(server: Server, shared_database: str) -> None:
    author, reader = signed_up(server, "Author"), signed_up(server, "Reader")
    path = f"/api/posts/{new_post(author)}/comments"
    comment = sent(reader, path, {"content": "Well said"})
    sent(author, path, {"content": "Thank you"})

    assert wait_for(author, {comment}) == [comment]
    until_no_jobs(shared_database)
    assert notified(author) == [comment]
    assert notified(reader) == []


def test_a_job_survives_its_process_and_is_not_done_twice(built: Project, empty_database: str) -> None:
    with serving(built, empty_database) as first:
        author, reader = signed_up(first, "Author"), signed_up(first, "Reader")
        path = f"/api/posts/{new_post(author)}/comments"
        with locked(empty_database, "notifications"):
            comment = sent(reader, path, {"content": "Well said"})
            wait_until_claimed(empty_database)
            os.killpg(first.process.pid, signal.SIGKILL)
            first.process.wait(20)
            disconnect_all(empty_database)

    assert sql(empty_database, "select count(*) from notifications") == "0"
    assert sql(empty_database, "select status, attempts from jobs") == "QUEUED|1"
    # The one who died has it for a minute; that minute is over.
    sql(empty_database, "update jobs set run_at = now()")
    with serving(built, empty_database) as second:
        author = at(author, second)
        assert wait_for(author, {comment}) == [comment]
        until_no_jobs(empty_database)

        # Delivered again, as after a crash between doing it and saying so.
        again = f"gen_random_uuid(), 'notify-author', '{{\"commentId\": \"{comment}\"}}'"
        sql(empty_database, f"insert into jobs (id, name, payload) values ({again}), ({again})")
        until_no_jobs(empty_database)
        assert notified(author) == [comment]


def test_two_processes_share_the_jobs_and_do_each_once(built: Project, empty_database: str) -> None:
    with serving(built, empty_database) as one, serving(built, empty_database) as other:
        author, reader = signed_up(one, "Author"), signed_up(one, "Reader")
        path = f"/api/posts/{new_post(author)}/comments"
        readers = (reader, at(reader, other))
        comments = {sent(readers[number % 2], path, {"content": f"{number}"}) for number in range(20)}

        assert sorted(wait_for(author, comments)) == sorted(comments)
        until_no_jobs(empty_database)
        assert sorted(notified(author)) == sorted(comments)
        assert b"job_failures_total 0" in one.get("/api/metrics").body


def test_a_job_that_cannot_be_done_is_kept_and_holds_up_no_other(server: Server, shared_database: str) -> None:
    author, reader = signed_up(server, "Author"), signed_up(server, "Reader")
    sql(
        shared_database,
        "insert into jobs (id, name, payload, attempts) values (gen_random_uuid(), 'no-such-job', '{}', 4)",
    )
    comment = sent(reader, f"/api/posts/{new_post(author)}/comments", {"content": "Well said"})

    assert wait_for(author, {comment}) == [comment]
    until_no_jobs(shared_database)
    assert sql(shared_database, "select name, status, attempts from jobs") == "no-such-job|FAILED|5"
    assert "no-such-job" in sql(shared_database, "select last_error from jobs")


# --- what is remembered ---------------------------------------------------------------------------------------------


def test_a_list_is_remembered_until_something_changes(server: Server, shared_database: str) -> None:
    reader = signed_up(server, "Reader")
    category = "gen_random_uuid(), '{0}', '{0}', now()"
    insert = "insert into categories (id, slug, name, updated_at) values"

    def listed() -> set[str]:
        answer = reader.ask("GET", "/api/categories").json()
        assert isinstance(answer, dict)
        return {one["slug"] for one in answer["items"]}

    sql(shared_database, f"{insert} ({category.format('first')})")
    assert listed() == {"first"}
    sql(shared_database, f"{insert} ({category.format('second')})")
    assert listed() == {"first"}  # from memory: nobody told the process
    new_post(reader)
    assert listed() == {"first", "second"}


# --- PostgreSQL, behind the back of the server ----------------------------------------------------------------------


@contextmanager
def locked(url: str, table: str) -> Iterator[None]:
    """Nobody else can use the table meanwhile."""
    command = ["psql", url, "--no-password", "--quiet", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1"]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert holder.stdin is not None
    assert holder.stdout is not None
    try:
        holder.stdin.write(f"begin; lock table {table} in access exclusive mode; select 'locked';\n")
        holder.stdin.flush()
        assert holder.stdout.readline().strip() == "locked"
        yield
    finally:
        holder.communicate("rollback;\n", timeout=20)


def wait_until_claimed(url: str) -> None:
    """Until somebody has taken the one job."""
    wait_for_sql(url, "select count(*) from jobs where attempts = 1", "1")


def until_no_jobs(url: str) -> None:
    wait_for_sql(url, "select count(*) from jobs where status = 'QUEUED'", "0")


def wait_for_sql(url: str, asked: str, expected: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while (told := sql(url, asked)) != expected:
        assert time.monotonic() < deadline, f"{asked}: {told}"
        time.sleep(0.1)


def disconnect_all(url: str) -> None:
    """A session outlives its client as long as it waits for a lock."""
    sql(
        url,
        "select pg_terminate_backend(pid) from pg_stat_activity"
        " where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = 'Lock'",
    )
