      // A Prisma query runs only when it is awaited, and it is a thenable, not a Promise.
      "@typescript-eslint/no-floating-promises": ["error", { checkThenables: true }],
