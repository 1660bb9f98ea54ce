const callerOf = ({ principal, clientAddress }: Context) =>
  principal ? `user:${principal.userId}` : `address:${clientAddress}`;
