import { env } from "@/env";

import type { Principal, Role } from "./principal";

const CREDENTIALS = /^Dev ([\w.@-]+)(?::([\w.-]+)(?::(?:org:)?(admin|member))?)?$/i;

/**
 * `Authorization: Dev <user>[:<organization>[:<role>]]` is believed as it stands, so that the API can be used
 * without an account anywhere. Never in production.
 */
export function developmentPrincipal(headers: Headers): Principal | null {
  if (env.APP_ENV === "production") return null;

  const [, userId, organizationId, role = "member"] =
    CREDENTIALS.exec(headers.get("authorization") ?? "") ?? [];
  if (!userId) return null;
  return {
    userId,
    organization: organizationId ? { id: organizationId, role: role.toLowerCase() as Role } : null,
  };
}
