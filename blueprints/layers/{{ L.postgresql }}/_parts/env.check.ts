
      if (isProduction && !isServerUrl(values.DATABASE_URL)) {
        refuse("DATABASE_URL", "must name a PostgreSQL server when APP_ENV=production");
      }
