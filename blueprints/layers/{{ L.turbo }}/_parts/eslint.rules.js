      // Turborepo hides variables that turbo.json does not name, and its cache ignores them.
      "turbo/no-undeclared-env-vars": "error",
