export const EMBEDDED_DATABASE_URL = "pglite://.data/pglite";

const EMBEDDED_PROTOCOL = "pglite://";

export function isServerUrl(url: string): boolean {
  return !url.startsWith(EMBEDDED_PROTOCOL);
}

/** The folder of an embedded database; undefined for one that lives in memory (`pglite://`). */
export function embeddedFolder(url: string): string | undefined {
  return url.slice(EMBEDDED_PROTOCOL.length) || undefined;
}

/** For scripts, which need nothing else of the environment. */
export function databaseUrl(): string {
  const url = process.env.DATABASE_URL?.trim();
  if (url) return url;
  if (process.env.APP_ENV === "production") {
    throw new Error("DATABASE_URL must name a PostgreSQL server when APP_ENV=production");
  }
  return EMBEDDED_DATABASE_URL;
}
