import { createHash, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import type { Pool, PoolClient } from "pg";

import { MIGRATIONS_FOLDER } from "./repository";

/** The lock that `prisma migrate` takes, too. */
const MIGRATION_LOCK = 72_707_369;

// Prisma's own table, as Prisma makes it.
const LOG = `
  create table if not exists _prisma_migrations (
    id varchar(36) primary key not null,
    checksum varchar(64) not null,
    finished_at timestamptz,
    migration_name varchar(255) not null,
    logs text,
    rolled_back_at timestamptz,
    started_at timestamptz not null default now(),
    applied_steps_count integer not null default 0
  )`;

/**
 * What `prisma migrate deploy` does, for where its command line tool is not: the embedded database, the tests and the
 * Docker image. Both keep the same log, so they can take turns. Several instances can start at once; the first
 * migrates and the others wait for it.
 */
export async function migrate(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await client.query(LOG);
    const applied = await readLog(client);
    for (const name of await readMigrations()) {
      if (!applied.has(name)) await apply(client, name);
    }
  } finally {
    // Ends the session, and with it the lock; but the embedded database has only one.
    await client.query("select pg_advisory_unlock_all()").catch(() => undefined);
    client.release();
  }
}

async function readLog(client: PoolClient): Promise<Set<string>> {
  const { rows } = await client.query<{ name: string; finished: boolean }>(
    `select migration_name as name, finished_at is not null as finished
       from _prisma_migrations where rolled_back_at is null`,
  );
  const failed = rows.find(({ finished }) => !finished);
  if (failed) {
    throw new Error(
      `The migration ${failed.name} failed half-way: see \`npx prisma migrate resolve --help\``,
    );
  }
  return new Set(rows.map(({ name }) => name));
}

async function readMigrations(): Promise<string[]> {
  const names = await readdir(MIGRATIONS_FOLDER);
  return names.filter((name) => existsSync(scriptOf(name))).sort();
}

const scriptOf = (name: string) => path.join(MIGRATIONS_FOLDER, name, "migration.sql");

/** All of it or nothing, together with its line in the log. */
async function apply(client: PoolClient, name: string): Promise<void> {
  const script = await readFile(scriptOf(name));
  const checksum = createHash("sha256").update(script).digest("hex");
  try {
    await client.query("begin");
    await client.query(script.toString());
    await client.query(
      `insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw new Error(`The migration ${name} failed`, { cause: error });
  }
}
