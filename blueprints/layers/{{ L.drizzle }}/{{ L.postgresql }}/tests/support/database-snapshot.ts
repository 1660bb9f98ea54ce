import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    databaseSnapshot: string;
  }
}

/** Migrates one embedded database for all test files; a copy of it is much faster than a new one for each. */
export default async function setup(project: TestProject) {
  const folder = await mkdtemp(path.join(tmpdir(), "database-snapshot-"));
  const file = path.join(folder, "migrated.tar");
  project.provide("databaseSnapshot", file);

  if (!process.env.TEST_DATABASE_URL) {
    const client = await PGlite.create();
    await migrate(drizzle({ client }), { migrationsFolder: "drizzle" });
    await writeFile(file, (await client.dumpDataDir("none")).stream());
    await client.close();
  }
  return () => rm(folder, { recursive: true });
}
