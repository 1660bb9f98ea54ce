import { describe, expect, it } from "vitest";

import { loadEnv, production } from "./support/load-env";

describe("environment", () => {
  it("needs nothing for local use", async () => {
    const env = await loadEnv({ APP_ENV: "", LOG_LEVEL: "", CORS_ORIGINS: "" });

    expect(env).toMatchObject({ APP_ENV: "development", LOG_LEVEL: "info", CORS_ORIGINS: [] });
  });

  it.each([
    ["APP_ENV", "staging"],
    ["LOG_LEVEL", "loud"],
    ["RATE_LIMIT_PER_MINUTE", "0"],
    ["MAX_BODY_BYTES", "20000000"],
    ["CORS_ORIGINS", "https://app.example.com/path"],
    ["METRICS_TOKEN", "short"],
  ])("names %s when it is wrong", async (name, value) => {
    await expect(loadEnv({ [name]: value })).rejects.toThrow(name);
  });

  it("takes a list of origins", async () => {
    const env = await loadEnv({ CORS_ORIGINS: "https://a.example.com, http://localhost:3001" });

    expect(env.CORS_ORIGINS).toEqual(["https://a.example.com", "http://localhost:3001"]);
  });
});

describe("environment in production", () => {
  it("starts when everything is there", async () => {
    expect(await loadEnv(production)).toMatchObject({ APP_ENV: "production" });
  });

  it.each(Object.keys(production).filter((name) => name !== "APP_ENV"))(
    "refuses to start without %s",
    async (name) => {
      await expect(loadEnv({ ...production, [name]: "" })).rejects.toThrow(name);
    },
  );

  it("is built without secrets", async () => {
    const env = await loadEnv({ APP_ENV: "production", NEXT_PHASE: "phase-production-build" });

    expect(env.APP_ENV).toBe("production");
  });
});
