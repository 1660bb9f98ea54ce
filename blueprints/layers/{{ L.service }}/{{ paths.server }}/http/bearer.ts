import { createHash, timingSafeEqual } from "node:crypto";

/** Compares in constant time, so that the answer's delay tells nothing about the token. */
export function hasBearerToken(request: Request, token: string): boolean {
  const given = request.headers.get("authorization") ?? "";
  return timingSafeEqual(digest(given), digest(`Bearer ${token}`));
}

function digest(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}
