import { ClerkProvider } from "@clerk/nextjs";
import type { ReactNode } from "react";

import { env } from "@/env";

/** Makes the session known to client components. */
export function AuthProvider({ children }: { children: ReactNode }) {
  return env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY ? (
    <ClerkProvider>{children}</ClerkProvider>
  ) : (
    children
  );
}
