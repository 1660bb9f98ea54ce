/** Every way in which a request can fail, and its HTTP status. */
export const STATUS_OF = {
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_SUPPORTED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  TOO_MANY_REQUESTS: 429,
  INTERNAL_SERVER_ERROR: 500,
} as const;

export type ErrorCode = keyof typeof STATUS_OF;

/** What is wrong with which field; the path of a nested one is joined by dots. */
export type FieldErrors = Record<string, string[]>;

/** An error that the client may see. Services throw these; they know nothing of HTTP beyond the code. */
export class AppError extends Error {
  override name = "AppError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly fields?: FieldErrors,
  ) {
    super(message);
  }
}

export class ValidationError extends AppError {
  constructor(fields: FieldErrors) {
    super("BAD_REQUEST", "Invalid input", fields);
  }
}

export class UnauthorizedError extends AppError {
  constructor() {
    super("UNAUTHORIZED", "Sign in first");
  }
}

export class ForbiddenError extends AppError {
  constructor(message: string) {
    super("FORBIDDEN", message);
  }
}

export class NotFoundError extends AppError {
  constructor(what: string) {
    super("NOT_FOUND", `No such ${what}`);
  }
}

export class ConflictError extends AppError {
  constructor(message: string, fields?: FieldErrors) {
    super("CONFLICT", message, fields);
  }
}

export class RateLimitExceeded extends AppError {
  constructor(readonly retryAfter: number) {
    super("TOO_MANY_REQUESTS", `Too many requests: try again in ${retryAfter} s`);
  }
}
