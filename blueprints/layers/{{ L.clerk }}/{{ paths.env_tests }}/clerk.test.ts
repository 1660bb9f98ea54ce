import { describe, expect, it } from "vitest";

import { loadEnv, production } from "./support/load-env";

describe("Clerk's keys", () => {
  it("are told apart by how they begin", async () => {
    await expect(loadEnv({ CLERK_SECRET_KEY: "pk_test_x" })).rejects.toThrow("CLERK_SECRET_KEY");
  });

  it.each([
    ["NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY", "pk_test_nonsense"],
    ["CLERK_JWT_KEY", "nonsense"],
  ])("are refused when %s cannot be one", async (name, value) => {
    await expect(loadEnv({ ...production, [name]: value })).rejects.toThrow(name);
  });

  it("are given all or none", async () => {
    await expect(loadEnv({ CLERK_JWT_KEY: "key" })).rejects.toThrow(
      /CLERK_SECRET_KEY: .*\n.*NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: /,
    );
  });

  it("may be a PEM text that was written on one line", async () => {
    const env = await loadEnv({ ...production, CLERK_JWT_KEY: "-----BEGIN PUBLIC KEY-----\\nkey" });

    expect(env.CLERK_JWT_KEY).toBe("-----BEGIN PUBLIC KEY-----\nkey");
  });
});
