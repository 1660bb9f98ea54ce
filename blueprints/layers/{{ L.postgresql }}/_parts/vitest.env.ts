      DATABASE_URL: "pglite://",
