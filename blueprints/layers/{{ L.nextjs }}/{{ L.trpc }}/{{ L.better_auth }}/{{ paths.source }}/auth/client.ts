import { createAuthClient } from "better-auth/react";

/** Signs in and out from the browser. */
export const authClient = createAuthClient();

interface Answer {
  error: { message?: string | undefined; statusText: string } | null;
}

/** For `useMutation`, which expects a failure to be thrown. */
export function orThrow({ error }: Answer): void {
  if (error) throw new Error(error.message ?? error.statusText);
}
