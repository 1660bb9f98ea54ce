  DATABASE_URL: "postgres://app@db.example.com/app",
