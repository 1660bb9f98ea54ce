
      const clerkKeys = ["CLERK_SECRET_KEY", "NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY"] as const;
      const usesClerk = clerkKeys.some((name) => values[name]) || values.CLERK_JWT_KEY;
      for (const name of clerkKeys) {
        if (values[name]) continue;
        if (isProduction) refuse(name, "is required when APP_ENV=production");
        else if (usesClerk) refuse(name, "is required when another Clerk key is given");
      }
