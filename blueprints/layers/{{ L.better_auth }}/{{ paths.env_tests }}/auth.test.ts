import { describe, expect, it } from "vitest";

import { loadEnv, production } from "./load-env";

describe("AUTH_SECRET", () => {
  it("must be long", async () => {
    await expect(loadEnv({ AUTH_SECRET: "short" })).rejects.toThrow("AUTH_SECRET");
  });

  it("must not be the one that everybody knows in production", async () => {
    const { AUTH_SECRET } = await loadEnv({ AUTH_SECRET: "" });

    await expect(loadEnv({ ...production, AUTH_SECRET })).rejects.toThrow(
      "AUTH_SECRET: is required",
    );
  });
});

describe("AUTH_URL", () => {
  it("is the local address if it is empty", async () => {
    const env = await loadEnv({ AUTH_URL: "", PORT: "4000" });

    expect(env.AUTH_URL).toBe("http://localhost:4000");
  });

  it("must be encrypted in production", async () => {
    await expect(loadEnv({ ...production, AUTH_URL: "http://app.example.com" })).rejects.toThrow(
      "AUTH_URL: must begin with https://",
    );
  });

  it.each(["app.example.com", "ftp://app.example.com"])("is not “%s”", async (AUTH_URL) => {
    await expect(loadEnv({ AUTH_URL })).rejects.toThrow("AUTH_URL");
  });
});

describe.each(["DISCORD", "GOOGLE"])("credentials of %s", (provider) => {
  it.each([
    ["ID", "SECRET"],
    ["SECRET", "ID"],
  ])("are refused with the %s alone", async (given, missing) => {
    await expect(loadEnv({ [`AUTH_${provider}_${given}`]: "value" })).rejects.toThrow(
      `AUTH_${provider}_${missing}: is required`,
    );
  });
});

describe("sign-in in production", () => {
  const noProvider = { ...production, AUTH_DISCORD_ID: "", AUTH_DISCORD_SECRET: "" };

  it("needs a way", async () => {
    await expect(loadEnv(noProvider)).rejects.toThrow("AUTH_EMAIL_PASSWORD: must be true");
  });

  it("can be with e-mail and password", async () => {
    const env = await loadEnv({ ...noProvider, AUTH_EMAIL_PASSWORD: "true" });

    expect(env.AUTH_EMAIL_PASSWORD).toBe(true);
  });

  it("can be with a provider only", async () => {
    const env = await loadEnv({ ...production, AUTH_EMAIL_PASSWORD: "false" });

    expect(env.AUTH_EMAIL_PASSWORD).toBe(false);
  });
});
