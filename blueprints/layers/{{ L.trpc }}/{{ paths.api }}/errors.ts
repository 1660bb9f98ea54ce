import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";
import { TRPC_ERROR_CODES_BY_KEY, type TRPC_ERROR_CODE_KEY } from "@trpc/server/rpc";
import superjson from "superjson";

export class RateLimitExceeded extends Error {
  override name = "RateLimitExceeded";

  constructor(readonly retryAfter: number) {
    super(`Too many requests: try again in ${retryAfter} s`);
  }
}

/** Errors that no procedure raised (an unknown route, a full proxy) look like those that one did. */
export function errorResponse(
  code: TRPC_ERROR_CODE_KEY,
  message: string,
  { requestId, headers }: { requestId: string; headers?: HeadersInit },
): Response {
  const httpStatus = getHTTPStatusCodeFromError(new TRPCError({ code }));
  const error = {
    message,
    code: TRPC_ERROR_CODES_BY_KEY[code],
    data: { code, httpStatus, requestId, zodError: null },
  };
  return Response.json({ error: superjson.serialize(error) }, { status: httpStatus, headers });
}
