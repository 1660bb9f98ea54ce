export interface ErrorDescription {
  type: string;
  message: string;
  code?: string;
  stack?: string;
  cause?: ErrorDescription;
}

/** What a log line says about an error: no extra properties, and no values that were bound to a query. */
export function describeError(error: unknown): ErrorDescription {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  return {
    type: error.name,
    message: withoutParameters(error.message),
    ...("code" in error && { code: String(error.code) }),
    stack: framesOf(error),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}

/** The stack without the message in front of it; some errors have no frames. */
function framesOf({ stack = "" }: Error): string | undefined {
  const start = stack.search(/^ {4}at /m);
  return start === -1 ? undefined : stack.slice(start);
}

/** Database libraries append them to the message, and they can be anything: a text, a token, an address. */
function withoutParameters(message: string): string {
  return message.replace(/\nparams:[\s\S]*$/, "");
}
