import path from "node:path";

import { PGlite } from "@electric-sql/pglite";
import { Pool } from "pg";

import type { ConnectOptions, DatabaseConnection } from "./connect";
import { EmbeddedSocket } from "./embedded-socket";
import { lockFolder } from "./folder-lock";
import { migrate } from "./migrate";
import { createPrismaClient } from "./prisma";
import { REPOSITORY } from "./repository";

export interface EmbeddedOptions extends Pick<ConnectOptions, "onQuery"> {
  /** In memory if there is none. */
  folder?: string;
  /** A dump to start from. */
  snapshot?: Blob;
}

/** PostgreSQL inside this process. */
export async function openEmbedded(options: EmbeddedOptions = {}): Promise<DatabaseConnection> {
  const folder = options.folder && path.resolve(REPOSITORY, options.folder);
  const unlock = folder ? lockFolder(folder) : undefined;
  const server = await PGlite.create({ dataDir: folder, loadDataDir: options.snapshot });
  const pool = new Pool({
    stream: () => new EmbeddedSocket(server),
    user: "postgres",
    database: "postgres",
    // There is one session: whoever asks during a transaction waits for its end.
    max: 1,
    idleTimeoutMillis: 0,
  });
  const db = createPrismaClient(pool, options);
  return {
    db,
    migrate: () => migrate(pool),
    close: async () => {
      await db.$disconnect();
      await pool.end();
      await server.close();
      unlock?.();
    },
  };
}
