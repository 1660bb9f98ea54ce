import { REQUEST_ID_HEADER } from "./request-id";

/** Nothing is shared with other origins unless they are on the list. */
export function corsHeaders(origin: string | null, allowed: readonly string[]): Headers {
  const headers = new Headers({ vary: "Origin" });
  if (origin && allowed.includes(origin)) {
    headers.set("access-control-allow-origin", origin);
    headers.set("access-control-expose-headers", `${REQUEST_ID_HEADER}, retry-after`);
  }
  return headers;
}

export function isPreflight(request: Request): boolean {
  return (
    request.method === "OPTIONS" &&
    request.headers.has("origin") &&
    request.headers.has("access-control-request-method")
  );
}

/** The answer to an allowed preflight; null if the origin is not on the list. */
export function answerPreflight(request: Request, allowed: readonly string[]): Response | null {
  const origin = request.headers.get("origin");
  if (!origin || !allowed.includes(origin)) return null;
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, POST, PUT, PATCH, DELETE",
      "access-control-allow-headers": request.headers.get("access-control-request-headers") ?? "",
      "access-control-max-age": "600",
    },
  });
}
