const withDb = t.middleware(async ({ ctx, next }) => next({ ctx: { db: await ctx.openDb() } }));

export const createRouter = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Anyone. */
export const publicProcedure = t.procedure.use(observed).use(rateLimited).use(withDb);

/** Whoever is signed in. */
export const protectedProcedure = publicProcedure.use(({ ctx: { principal }, next }) => {
  if (!principal) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first" });
  return next({ ctx: { principal } });
});

/** Whoever acts for an organization and has the role in it; an admin may do whatever a member may. */
const organizationProcedure = (role: Role) =>
  protectedProcedure.use(({ ctx: { principal }, next }) => {
    const { organization } = principal;
    if (!organization || !hasRole(principal, role)) {
      throw new TRPCError({ code: "FORBIDDEN", message: `Only for an organization's ${role}s` });
    }
    return next({ ctx: { organization } });
  });

export const memberProcedure = organizationProcedure("member");
export const adminProcedure = organizationProcedure("admin");
