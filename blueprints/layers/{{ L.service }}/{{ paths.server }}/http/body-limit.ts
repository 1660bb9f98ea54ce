export class BodyTooLargeError extends Error {
  override name = "BodyTooLargeError";

  constructor(limit: number) {
    super(`The request body is over the limit of ${limit} bytes`);
  }
}

/** True if the request says so itself; a chunked body has to be counted by `readBody`. */
export function declaresTooLarge(request: Request, limit: number): boolean {
  return Number(request.headers.get("content-length") ?? 0) > limit;
}

/** The same request with its body in memory, or a `BodyTooLargeError` as soon as it is over the limit. */
export async function readBody(request: Request, limit: number): Promise<Request> {
  if (!request.body) return request;
  if (declaresTooLarge(request, limit)) throw new BodyTooLargeError(limit);

  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > limit) throw new BodyTooLargeError(limit);
    chunks.push(chunk);
  }
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body: Buffer.concat(chunks),
    signal: request.signal,
  });
}
