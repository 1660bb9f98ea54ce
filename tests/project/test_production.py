"""`APP_ENV=production`: what it refuses, what it needs, and what the image runs. Holds for every blueprint."""

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from proof import ProofError, run, serving

from .projects import Project
from .strangers import BETTER_AUTH, POST, Api, log_lines

pytestmark = pytest.mark.project

SERVER = "postgres://app@127.0.0.1:1/app"
"""A server that nobody asks: the environment is judged before anything is opened."""


CLERK_KEYS = ["CLERK_SECRET_KEY", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"]


def better_auth(**changed: str) -> dict[str, str]:
    return {"DATABASE_URL": SERVER, **BETTER_AUTH, **changed}


BETTER_AUTH_REFUSALS: list[tuple[dict[str, str], list[str]]] = [
    ({}, ["DATABASE_URL", "AUTH_SECRET", "AUTH_URL", "AUTH_EMAIL_PASSWORD"]),
    (better_auth(DATABASE_URL="pglite://.data/pglite"), ["DATABASE_URL"]),
    (better_auth(AUTH_SECRET=""), ["AUTH_SECRET"]),
    (better_auth(AUTH_URL="http://shop.test"), ["AUTH_URL"]),
    (better_auth(AUTH_EMAIL_PASSWORD=""), ["AUTH_EMAIL_PASSWORD"]),
]


@pytest.mark.parametrize(
    ("project", "environment", "named"),
    [
        ("next-trpc", {}, ["DATABASE_URL", *CLERK_KEYS]),
        ("next-trpc", {"DATABASE_URL": "pglite://.data/pglite"}, ["DATABASE_URL", *CLERK_KEYS]),
        ("next-trpc", {"DATABASE_URL": SERVER}, CLERK_KEYS),
        *(("t3-turbo", *refused) for refused in BETTER_AUTH_REFUSALS),
        *(("next-prisma", *refused) for refused in BETTER_AUTH_REFUSALS),
    ],
    indirect=["project"],
)
def test_production_refuses_development_values_by_name(
    built: Project, environment: dict[str, str], named: list[str]
) -> None:
    with pytest.raises(ProofError) as caught, built.start({"APP_ENV": "production", **environment}):
        pass

    assert "the server ended with" in str(caught.value)
    assert set(re.findall(r"^ +([A-Z_]+): ", str(caught.value), re.MULTILINE)) == set(named)


def test_production_with_everything_it_needs(built: Project, api: Api, empty_database: str) -> None:
    environment = {**api.production, "APP_ENV": "production", "DATABASE_URL": empty_database}
    built.script("db:migrate", environment=environment)
    with built.start(environment) as running:
        post = {**POST, "title": "In production"}
        believed = api.create_post(running, post, api.sign_in_in_production(running))
        page = running.get("/")

        assert believed.status == api.created
        assert api.create_post(running, post, api.disbelieved).status == 401
        assert b"In production" in page.body
        assert "max-age" in page.headers["strict-transport-security"]
        assert not [line for line in log_lines(running) if line["level"] in ("warn", "error") and "local" in str(line)]


def test_what_the_image_runs_works_without_the_sources(
    built: Project, api: Api, empty_database: str, tmp_path: Path
) -> None:
    """There is no container engine here: the stages of the Dockerfile, done by hand."""
    dockerfile = built.text("Dockerfile")
    sources, image = tmp_path / "sources", tmp_path / "app"
    left_out = shutil.ignore_patterns(".git", ".next", ".data", "*.log")
    shutil.copytree(built.path, sources, symlinks=True, ignore=left_out, copy_function=os.link)
    run(sources, built.command("build"), environment={**built.environment, "NEXT_OUTPUT": "standalone"})
    opened_by_build = (sources / ".data").exists()
    copied = re.findall(r"COPY --from=build \S+ /app/(\S+) (\S+)", dockerfile)
    for source, target in copied:
        shutil.copytree(sources / source, image / target, dirs_exist_ok=True, symlinks=True)
    shutil.rmtree(sources)
    set_by_image = dict(re.findall(r"^(?:ENV| {4})\s*([A-Z_]+)=(\S+)", dockerfile.split(" AS run")[1], re.MULTILINE))
    health, start = (json.loads(found) for found in re.findall(r"^\s*CMD (\[.*\])$", dockerfile, re.MULTILINE))
    environment = {
        **set_by_image,
        **api.production,
        "DATABASE_URL": empty_database,
        "DATABASE_AUTO_MIGRATE": "true",
    }

    with serving(image, start, environment=environment) as running:
        port = running.base.rsplit(":", 1)[1]
        run(image, health, environment={"PORT": port})
        post = {**POST, "title": "In the image"}
        created = api.create_post(running, post, api.sign_in_in_production(running))
        code = running.terminate()

    assert not opened_by_build  # the embedded database would be there
    assert len(copied) == 2
    assert set_by_image["APP_ENV"] == "production"
    assert created.status == api.created
    assert code == 0
    assert [*image.rglob("node_modules/typescript")] == []
