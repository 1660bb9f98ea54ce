import { Pool } from "pg";

import type { ConnectOptions, DatabaseConnection } from "./connect";
import { migrate } from "./migrate";
import { createPrismaClient } from "./prisma";

/** A pool of connections to a PostgreSQL server. */
export function connectServer(url: string, options: ConnectOptions = {}): DatabaseConnection {
  const pool = new Pool({
    connectionString: url,
    max: options.poolMax,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
  });
  // Without a listener, a connection that the server closes would end this process.
  pool.on("error", (error) => options.onIdleError?.(error));

  const db = createPrismaClient(pool, options);
  return {
    db,
    migrate: () => migrate(pool),
    close: async () => {
      await db.$disconnect();
      await pool.end();
    },
  };
}
