import { getAuth } from "./instance";
import type { Principal } from "./principal";

/** Reads the session from the cookie, or from `Authorization: Bearer <token>`. */
export async function getPrincipal(headers: Headers): Promise<Principal | null> {
  // Whoever sends neither is nobody, without asking the database.
  if (!headers.has("cookie") && !headers.has("authorization")) return null;

  const auth = await getAuth();
  const session = await auth.api.getSession({ headers, query: { disableRefresh: true } });
  return session && { userId: session.user.id, role: session.user.role };
}
