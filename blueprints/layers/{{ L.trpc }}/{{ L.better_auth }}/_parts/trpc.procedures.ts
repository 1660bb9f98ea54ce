/** In development, calls take as long as over a network: a page that makes one after the other shows that. */
const delayed = t.middleware(async ({ next }) => {
  if (t._config.isDev && process.env.NODE_ENV === "development") {
    const waitMs = Math.floor(Math.random() * 400) + 100;
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  return next();
});

export const createTRPCRouter = t.router;
export const createCallerFactory = t.createCallerFactory;

/** Anyone; the session may be null. */
export const publicProcedure = t.procedure.use(delayed).use(observed).use(rateLimited);

/** Whoever is signed in. */
export const protectedProcedure = publicProcedure.use(({ ctx: { session }, next }) => {
  if (!session) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in first" });
  return next({ ctx: { session } });
});
