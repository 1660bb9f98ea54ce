
    DATABASE_URL: z
      .string()
      .regex(/^(pglite:\/\/|postgres(ql)?:\/\/.)/, {
        error: "must start with postgres://, or with pglite:// for the embedded database",
      })
      .default(EMBEDDED_DATABASE_URL),
    DATABASE_POOL_MAX: z.coerce.number().int().positive().default(10),
    DATABASE_AUTO_MIGRATE: z.stringbool().optional(),
