  // Read from disk at run time, so the bundler cannot see that they are needed.
  outputFileTracingIncludes: {
    "/*": ["./drizzle/**/*", "./node_modules/@electric-sql/pglite/dist/*.{wasm,data}"],
  },
