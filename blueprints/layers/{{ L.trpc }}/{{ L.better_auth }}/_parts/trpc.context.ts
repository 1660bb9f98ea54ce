export const createTRPCContext = async (opts: { headers: Headers; auth: Auth }) => {
  // Only /api/auth makes a session last longer, because its answers can make the cookie last as long.
  const query = { disableRefresh: true };
  const session = await opts.auth.api.getSession({ headers: opts.headers, query });
  const requestId = acceptRequestId(opts.headers.get(REQUEST_ID_HEADER));
  return {
    authApi: opts.auth.api,
    session,
    db: await getDb(),
    requestId,
    clientAddress: clientAddress(opts.headers),
    logger: logger.child({ requestId, userId: session?.user.id }),
  };
};

export type Context = Awaited<ReturnType<typeof createTRPCContext>>;

const callerOf = ({ session, clientAddress }: Context) =>
  session ? `user:${session.user.id}` : `address:${clientAddress}`;
