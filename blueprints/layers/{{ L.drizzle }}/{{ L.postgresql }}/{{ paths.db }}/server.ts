import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import { Pool } from "pg";

import type { ConnectOptions, DatabaseConnection } from "./connect";
import { MIGRATIONS_FOLDER } from "./repository";
import * as schema from "./schema";

/** Any number that nothing else in this database locks. */
const MIGRATION_LOCK = 726_337;

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

  return {
    db: drizzle({ client: pool, schema, casing: "snake_case" }),
    migrate: () => migrateAlone(pool),
    close: () => pool.end(),
  };
}

/** Several instances can start at once; the first migrates and the others wait for it. */
async function migrateAlone(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query("select pg_advisory_lock($1)", [MIGRATION_LOCK]);
    await migrate(drizzle({ client }), { migrationsFolder: MIGRATIONS_FOLDER });
  } finally {
    // Ends the session, and with it the lock.
    client.release(true);
  }
}
