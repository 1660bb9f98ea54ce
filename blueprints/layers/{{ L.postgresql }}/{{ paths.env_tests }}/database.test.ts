import { describe, expect, it } from "vitest";

import { loadEnv, production } from "./support/load-env";

describe("DATABASE_URL", () => {
  it("is an embedded database if it is empty", async () => {
    const env = await loadEnv({ DATABASE_URL: "" });

    expect(env.DATABASE_URL).toBe("pglite://.data/pglite");
  });

  it("is refused for a server that is not PostgreSQL", async () => {
    await expect(loadEnv({ DATABASE_URL: "mysql://localhost/app" })).rejects.toThrow(
      "DATABASE_URL: must start with postgres://",
    );
  });

  it("must name a server in production", async () => {
    await expect(loadEnv({ ...production, DATABASE_URL: "pglite://.data" })).rejects.toThrow(
      "DATABASE_URL: must name a PostgreSQL server",
    );
  });
});
