import type { IncomingMessage } from "node:http";

/**
 * Anyone can send an `x-forwarded-for` header. This replaces it by the one address in it that can be believed: the
 * one that our outermost own proxy saw, or the connection's if there is no proxy.
 */
export function fixForwardedFor(request: IncomingMessage, trustedHops: number): void {
  const claimed = [request.headers["x-forwarded-for"] ?? []].flat().join(",").split(",");
  const chain = [...claimed, request.socket.remoteAddress ?? ""].map((part) => part.trim());
  const address = chain.filter(Boolean).at(-1 - trustedHops);
  request.headers["x-forwarded-for"] = address ?? request.socket.remoteAddress ?? "unknown";
}

/** Reads what `fixForwardedFor` (or the hosting platform) wrote. */
export function clientAddress(headers: Headers): string {
  return headers.get("x-forwarded-for")?.split(",")[0]?.trim() ?? "unknown";
}
