import { APIError, createAuthMiddleware } from "better-auth/api";

/** PostgreSQL stores every character but NUL. */
export const refuseNul = createAuthMiddleware(({ body }) => {
  JSON.stringify(body, (_key, value: unknown) => {
    if (typeof value === "string" && value.includes("\0")) {
      throw new APIError("BAD_REQUEST", {
        code: "VALIDATION_ERROR",
        message: "Must not contain a NUL character",
      });
    }
    return value;
  });
  return Promise.resolve();
});
