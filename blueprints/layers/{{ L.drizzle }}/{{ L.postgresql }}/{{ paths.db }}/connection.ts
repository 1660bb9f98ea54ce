import type { PgDatabase, PgQueryResultHKT } from "drizzle-orm/pg-core";

import type * as schema from "./schema";

/** The same for the embedded database, a server, and a transaction on either. */
export type Database = PgDatabase<PgQueryResultHKT, typeof schema>;

export interface DatabaseConnection {
  db: Database;
  migrate: () => Promise<void>;
  close: () => Promise<void>;
}
