export type Role = "member" | "admin";

/** Who is asking, whichever provider verified it. */
export interface Principal {
  userId: string;
  /** The organization they are acting for at the moment, if any. */
  organization: { id: string; role: Role } | null;
}

export function hasRole(principal: Principal, role: Role): boolean {
  return principal.organization?.role === "admin" || principal.organization?.role === role;
}
