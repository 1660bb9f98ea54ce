export const REQUEST_ID_HEADER = "x-request-id";

/** Keeps the caller's id if it is harmless in headers and logs; makes one otherwise. */
export function acceptRequestId(given: string | null): string {
  return given && /^[\w.-]{1,128}$/.test(given) ? given : crypto.randomUUID();
}
