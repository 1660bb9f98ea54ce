import path from "node:path";

import { PGlite } from "@electric-sql/pglite";
import { drizzle } from "drizzle-orm/pglite";
import { migrate } from "drizzle-orm/pglite/migrator";

import type { DatabaseConnection } from "./connect";
import { lockFolder } from "./folder-lock";
import { MIGRATIONS_FOLDER, REPOSITORY } from "./repository";
import * as schema from "./schema";

export interface EmbeddedOptions {
  /** In memory if there is none. */
  folder?: string;
  /** A dump to start from. */
  snapshot?: Blob;
}

/** PostgreSQL inside this process. */
export async function openEmbedded(options: EmbeddedOptions = {}): Promise<DatabaseConnection> {
  const folder = options.folder && path.resolve(REPOSITORY, options.folder);
  const unlock = folder ? lockFolder(folder) : undefined;
  const client = await PGlite.create({ dataDir: folder, loadDataDir: options.snapshot });
  const db = drizzle({ client, schema, casing: "snake_case" });
  return {
    db,
    migrate: () => migrate(db, { migrationsFolder: MIGRATIONS_FOLDER }),
    close: async () => {
      await client.close();
      unlock?.();
    },
  };
}
