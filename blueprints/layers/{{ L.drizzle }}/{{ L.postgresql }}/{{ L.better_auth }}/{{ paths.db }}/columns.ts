import { timestamp } from "drizzle-orm/pg-core";

/** Milliseconds, as in a JavaScript Date: a position made from a row points exactly at that row. */
export const moment = () => timestamp({ withTimezone: true, precision: 3 });
