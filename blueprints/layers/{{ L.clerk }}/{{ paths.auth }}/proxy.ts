import { clerkMiddleware } from "@clerk/nextjs/server";
import type { NextProxy, NextRequest, NextResponse } from "next/server";

import { env } from "@/env";

/** Verifies the session before the handler runs. With CLERK_JWT_KEY that needs no network. */
export function withAuth(handler: (request: NextRequest) => NextResponse): NextProxy {
  if (!env.CLERK_SECRET_KEY) return handler;
  return clerkMiddleware((_auth, request) => handler(request), { jwtKey: env.CLERK_JWT_KEY });
}
