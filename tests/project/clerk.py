"""A Clerk instance that exists nowhere: its environment, and session tokens that it signed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from proof import run

_MADE = """
const { createSign, generateKeyPairSync } = require("node:crypto");
const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
const now = Math.floor(Date.now() / 1000);
const token = (more) => {
  const body = [
    { alg: "RS256", typ: "JWT", kid: "ins_1" },
    { v: 2, iss: "https://example.clerk.accounts.dev", sub: "user_1", sid: "sess_1", sts: "active", fva: [0, -1],
      iat: now - 5, nbf: now - 5, exp: now + 3600, ...more },
  ].map(part).join(".");
  return `${body}.${createSign("RSA-SHA256").update(body).sign(privateKey).toString("base64url")}`;
};
console.log(JSON.stringify({
  environment: {
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: "pk_test_" + Buffer.from("example.clerk.accounts.dev$").toString("base64"),
    CLERK_SECRET_KEY: "sk_test_000000000000000000000000",
    CLERK_JWT_KEY: publicKey.export({ type: "spki", format: "pem" }),
  },
  member: token({}),
  admin: token({ sub: "user_2", o: { id: "org_1", rol: "admin", slg: "acme", per: "", fpm: "" } }),
  expired: token({ exp: now - 120 }),
}));
"""


@cache
def clerk() -> dict[str, Any]:
    """`environment`, and the tokens `member`, `admin` and `expired`."""
    made: dict[str, Any] = json.loads(run(Path.cwd(), ["node", "-e", _MADE]))
    return made
