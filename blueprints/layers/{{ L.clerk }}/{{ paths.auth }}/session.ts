import { auth } from "@clerk/nextjs/server";

import { env } from "@/env";

import { developmentPrincipal } from "./development";
import type { Principal } from "./principal";

/** Reads what clerkMiddleware (in ./proxy) verified; without Clerk's keys, the development identity. */
export async function getPrincipal(headers: Headers): Promise<Principal | null> {
  if (!env.CLERK_SECRET_KEY) return developmentPrincipal(headers);

  const { userId, orgId, orgRole } = await auth();
  if (!userId) return null;
  return {
    userId,
    organization: orgId ? { id: orgId, role: orgRole === "org:admin" ? "admin" : "member" } : null,
  };
}

/** For the log line at the start. */
export const identityProvider = env.CLERK_SECRET_KEY ? "clerk" : "development";
