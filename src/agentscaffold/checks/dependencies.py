"""By which dependencies a manifest shows that a technology is used.

Recognising a name in prose is another matter: the catalogue holds the words for that. `@clerk/*` is a whole scope; a Go
module may be followed by its major version. What stands after `|` shows the technology and has versions of its own.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import get_args

from agentscaffold.survey import Ecosystem, Manifest, Survey

_TABLE = """
npm     nextjs           next
npm     nestjs           @nestjs/core @nestjs/common
npm     express          express
npm     fastify          fastify
npm     hono             hono
npm     koa              koa
npm     adonis           @adonisjs/core
npm     remix            @remix-run/* | react-router
npm     tanstack-start   @tanstack/react-start @tanstack/solid-start @tanstack/start
npm     sveltekit        @sveltejs/kit
npm     nuxt             nuxt
npm     nitro            nitropack nitro
npm     elysia           elysia
npm     trpc             @trpc/server @trpc/client
npm     orpc             @orpc/server @orpc/client
npm     drizzle          drizzle-orm
npm     prisma           @prisma/client prisma
npm     kysely           kysely
npm     typeorm          typeorm
npm     sequelize        sequelize
npm     mongoose         mongoose
npm     mikro-orm        @mikro-orm/core
npm     knex             knex
npm     supabase-js      @supabase/supabase-js | @supabase/ssr
npm     better-auth      better-auth
npm     clerk            @clerk/*
npm     next-auth        next-auth | @auth/core
npm     lucia            lucia lucia-auth
npm     auth0            @auth0/* auth0
npm     passport         passport | @nestjs/passport
npm     supabase-auth    @supabase/supabase-js | @supabase/ssr @supabase/auth-helpers-nextjs
npm     workos           @workos-inc/*
npm     kinde            @kinde-oss/*
npm     bullmq           bullmq | bull @nestjs/bullmq @nestjs/bull
npm     inngest          inngest
npm     trigger-dev      @trigger.dev/*
npm     qstash           @upstash/qstash
npm     pg-boss          pg-boss
npm     zod              zod
npm     yup              yup
npm     joi              joi
npm     valibot          valibot
npm     typebox          @sinclair/typebox typebox
npm     class-validator  class-validator
npm     arktype          arktype
npm     vitest           vitest
npm     jest             jest @jest/globals | ts-jest jest-expo react-scripts
npm     mocha            mocha
npm     typescript       typescript
npm     postgresql       pg | postgres @electric-sql/pglite @neondatabase/serverless @vercel/postgres
npm     mysql            mysql2 | mysql
npm     mongodb          mongodb | mongoose
npm     sqlite           better-sqlite3 | sqlite3 @libsql/client
npm     redis            ioredis | redis @upstash/redis
npm     upstash          @upstash/*
npm     playwright       @playwright/test playwright
npm     cypress          cypress
npm     supertest        supertest
python  fastapi          fastapi
python  django           django
python  flask            flask
python  litestar         litestar
python  sqlalchemy       sqlalchemy | sqlmodel flask-sqlalchemy
python  sqlmodel         sqlmodel
python  tortoise         tortoise-orm
python  peewee           peewee
python  asyncpg          asyncpg
python  pydantic         pydantic | fastapi pydantic-settings sqlmodel
python  marshmallow      marshmallow
python  pytest           pytest | pytest-django pytest-asyncio
python  celery           celery | django-celery-beat
python  dramatiq         dramatiq
python  arq              arq
python  allauth          django-allauth
python  postgresql       psycopg | psycopg2 psycopg2-binary asyncpg psycopg-binary
python  redis            redis | django-redis
go      gin              github.com/gin-gonic/gin
go      echo             github.com/labstack/echo
go      fiber            github.com/gofiber/fiber
go      chi              github.com/go-chi/chi
go      gorm             gorm.io/gorm
go      pgx              github.com/jackc/pgx
go      sqlx             github.com/jmoiron/sqlx
go      ent              entgo.io/ent
go      testify          github.com/stretchr/testify
go      redis            github.com/redis/go-redis
rust    axum             axum
rust    actix            actix-web
rust    rocket           rocket
rust    diesel           diesel | diesel-async
rust    sqlx             sqlx
rust    sea-orm          sea-orm
ruby    rails            rails
ruby    sinatra          sinatra
ruby    devise           devise
ruby    sidekiq          sidekiq
ruby    rspec            rspec | rspec-rails
ruby    solid-queue      solid_queue
php     laravel          laravel/framework
php     sanctum          laravel/sanctum
php     symfony          symfony/framework-bundle
php     doctrine         doctrine/orm | doctrine/doctrine-bundle
php     phpunit          phpunit/phpunit | pestphp/pest
php     pest             pestphp/pest
"""


def technologies() -> frozenset[str]:
    """The ids of all technologies that can be looked up."""
    return frozenset(_patterns())


def ecosystems_of(technology: str) -> frozenset[Ecosystem]:
    """In which ecosystems the technology comes as a package."""
    return frozenset(_patterns().get(technology, {}))


def is_package_of(name: str, technology: str) -> bool:
    """Whether a dependency of this name shows that the technology is used."""
    return any(pattern.fullmatch(name) is not None for pattern in _patterns().get(technology, {}).values())


def main_use(technology: str, survey: Survey) -> tuple[str, Manifest] | None:
    """The dependency that shows the technology best, in the order of the table, and a manifest that has it."""
    used = where_used(technology, survey)
    for name in _ordered().get(technology, ()):
        pattern = re.compile(re.escape(name).replace(r"\*", r"[\w.-]+"))
        found = next((each for each in used if pattern.fullmatch(each[0])), None)
        if found is not None:
            return found
    return used[0] if used else None


def where_used(technology: str, survey: Survey) -> tuple[tuple[str, Manifest], ...]:
    """The dependencies that show the technology, each with one manifest of the workspace that has it."""
    patterns = _patterns().get(technology, {})
    return tuple(
        (name, manifest)
        for name, manifests in sorted(survey.dependencies.items())
        for manifest in manifests[:1]
        if manifest.ecosystem in patterns and patterns[manifest.ecosystem].fullmatch(name)
    )


def versioned_by(technology: str, survey: Survey) -> tuple[str, ...]:
    """The dependencies whose version is the one of the technology; not FastAPI for Pydantic, which it brings along."""
    patterns = _patterns(own=True).get(technology, {})
    return tuple(
        name
        for name, manifest in where_used(technology, survey)
        if manifest.ecosystem in patterns and patterns[manifest.ecosystem].fullmatch(name)
    )


@cache
def _ordered() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in _TABLE.strip().split("\n"):
        _, technology, *names = line.replace("|", " ").split()
        found[technology] = (*found.get(technology, ()), *names)
    return found


@cache
def _patterns(*, own: bool = False) -> Mapping[str, Mapping[Ecosystem, re.Pattern[str]]]:
    found: dict[str, dict[Ecosystem, re.Pattern[str]]] = {}
    for line in _TABLE.split("\n"):
        words = line.partition("|")[0].split() if own else line.replace("|", " ").split()
        for ecosystem in get_args(Ecosystem):
            if words[:1] == [ecosystem]:
                names = (re.escape(name).replace(r"\*", r"[\w.-]+") for name in words[2:])
                version = r"(?:/v\d+)?" if ecosystem == "go" else ""
                found.setdefault(words[1], {})[ecosystem] = re.compile(f"(?:{'|'.join(names)}){version}")
    return found
