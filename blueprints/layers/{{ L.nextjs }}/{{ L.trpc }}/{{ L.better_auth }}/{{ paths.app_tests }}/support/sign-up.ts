import { randomUUID } from "node:crypto";

import { POST } from "@/app/api/auth/[...all]/route";

export const authRequest = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  new Request(`http://localhost:3000/api/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: "http://localhost:3000", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/** The headers of somebody new who is signed in. */
export async function signUp(name: string): Promise<Record<string, string>> {
  const person = { name, email: `${randomUUID()}@example.com`, password: "correct horse" };
  const response = await POST(authRequest("/sign-up/email", person));
  return { cookie: response.headers.getSetCookie().join("; ") };
}
