import type { Endpoint } from "./endpoint";
import { methodNotAllowed } from "./method-not-allowed";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Method = (typeof METHODS)[number];

/** The exports of a `route.ts`: the methods that it has, and refusals for the others. HEAD is made from GET. */
export function route<const Endpoints extends Partial<Record<Method, Endpoint>>>(
  endpoints: Endpoints,
) {
  const present = METHODS.filter((method) => endpoints[method]);
  const allow = [...present, ...(endpoints.GET ? ["HEAD"] : [])].join(", ");
  const refuse = methodNotAllowed(allow);
  const all = Object.fromEntries(METHODS.map((method) => [method, endpoints[method] ?? refuse]));
  return {
    ...(all as Record<Method, typeof refuse> & Endpoints),
    OPTIONS: () => new Response(null, { status: 204, headers: { allow } }),
  };
}
