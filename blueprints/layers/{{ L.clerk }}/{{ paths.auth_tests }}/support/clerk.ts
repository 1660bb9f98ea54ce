import { createSign, generateKeyPairSync } from "node:crypto";

const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });

/** An instance that exists nowhere, with a signing key of our own: Clerk then verifies without a network. */
export const clerkEnv = {
  NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: `pk_test_${btoa("example.clerk.accounts.dev$")}`,
  CLERK_SECRET_KEY: "sk_test_made_up",
  CLERK_JWT_KEY: publicKey.export({ type: "spki", format: "pem" }).toString(),
  CLERK_TELEMETRY_DISABLED: "1",
  NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED: "1",
};

export interface SessionOptions {
  userId: string;
  organization?: { id: string; role: string };
  expiresInSeconds?: number;
}

/** A session token as Clerk issues it (version 2). */
export function sessionToken({ userId, organization, expiresInSeconds = 60 }: SessionOptions) {
  const now = Math.floor(Date.now() / 1000);
  const header = { alg: "RS256", typ: "JWT", kid: "ins_test" };
  const claims = {
    v: 2,
    iss: "https://example.clerk.accounts.dev",
    sub: userId,
    sid: "sess_test",
    sts: "active",
    fva: [0, -1],
    iat: now - 120,
    nbf: now - 120,
    exp: now + expiresInSeconds,
    o: organization && {
      id: organization.id,
      rol: organization.role,
      slg: "test",
      per: "",
      fpm: "",
    },
  };
  const unsigned = `${base64url(header)}.${base64url(claims)}`;
  const signature = createSign("RSA-SHA256").update(unsigned).sign(privateKey, "base64url");
  return `${unsigned}.${signature}`;
}

function base64url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString("base64url");
}
