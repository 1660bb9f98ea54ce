import { beforeEach, describe, expect, it, vi } from "vitest";

async function load(variables: Record<string, string>) {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
  return (await import("@/env")).env;
}

const production = {
  APP_ENV: "production",
  DATABASE_URL: "postgres://app@db.example.com/app",
  CLERK_SECRET_KEY: "sk_live_x",
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_live_x",
};

beforeEach(() => {
  vi.resetModules();
});

describe("environment", () => {
  it("needs nothing for local use", async () => {
    const env = await load({ APP_ENV: "", DATABASE_URL: "", LOG_LEVEL: "", CORS_ORIGINS: "" });

    expect(env).toMatchObject({
      APP_ENV: "development",
      DATABASE_URL: "pglite://.data/pglite",
      LOG_LEVEL: "info",
      CORS_ORIGINS: [],
    });
  });

  it.each([
    ["DATABASE_URL", "mysql://localhost/app"],
    ["LOG_LEVEL", "loud"],
    ["RATE_LIMIT_PER_MINUTE", "0"],
    ["MAX_BODY_BYTES", "20000000"],
    ["CORS_ORIGINS", "https://app.example.com/path"],
    ["METRICS_TOKEN", "short"],
    ["CLERK_SECRET_KEY", "pk_test_x"],
  ])("names %s when it is wrong", async (name, value) => {
    await expect(load({ [name]: value })).rejects.toThrow(name);
  });

  it("takes a list of origins", async () => {
    const env = await load({ CORS_ORIGINS: "https://a.example.com, http://localhost:3001" });

    expect(env.CORS_ORIGINS).toEqual(["https://a.example.com", "http://localhost:3001"]);
  });

  it("wants all of Clerk's keys or none", async () => {
    await expect(load({ CLERK_JWT_KEY: "key" })).rejects.toThrow(
      /CLERK_SECRET_KEY: .*\n.*NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: /,
    );
  });

  it("takes a PEM key that was written on one line", async () => {
    const env = await load({ ...production, CLERK_JWT_KEY: "-----BEGIN\\nkey\\nEND-----" });

    expect(env.CLERK_JWT_KEY).toBe("-----BEGIN\nkey\nEND-----");
  });
});

describe("environment in production", () => {
  it("starts when everything is there", async () => {
    expect(await load(production)).toMatchObject({ APP_ENV: "production" });
  });

  it.each(["DATABASE_URL", "CLERK_SECRET_KEY", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"])(
    "refuses to start without %s",
    async (name) => {
      await expect(load({ ...production, [name]: "" })).rejects.toThrow(name);
    },
  );

  it("refuses the embedded database", async () => {
    await expect(load({ ...production, DATABASE_URL: "pglite://.data" })).rejects.toThrow(
      "DATABASE_URL: must name a PostgreSQL server",
    );
  });

  it("is built without secrets", async () => {
    const env = await load({ APP_ENV: "production", NEXT_PHASE: "phase-production-build" });

    expect(env.APP_ENV).toBe("production");
  });
});
