  discord: { clientId: env.AUTH_DISCORD_ID, clientSecret: env.AUTH_DISCORD_SECRET },
