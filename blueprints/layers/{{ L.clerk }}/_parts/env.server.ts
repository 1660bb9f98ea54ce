
    CLERK_SECRET_KEY: z.string().startsWith("sk_").optional(),
    // Env files and dashboards often hold a PEM key on one line, with \n written out.
    CLERK_JWT_KEY: z
      .string()
      .transform((key) => key.replaceAll("\\n", "\n"))
      .refine((key) => key.startsWith("-----BEGIN PUBLIC KEY-----"), {
        error: "must be a public key in PEM format",
      })
      .optional(),
