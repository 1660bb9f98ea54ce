    globalSetup: ["tests/support/database-snapshot.ts"],
