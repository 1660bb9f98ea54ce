  AUTH_SECRET: "a secret of 32 characters or more",
  AUTH_URL: "https://app.example.com",
  AUTH_DISCORD_ID: "discord-id",
  AUTH_DISCORD_SECRET: "discord-secret",
