    // The address of the Clerk instance in base64, closed by a dollar sign.
    NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: z
      .string()
      .regex(/^pk_(test|live)_[A-Za-z0-9+/]+=*$/)
      .refine((key) =>
        Buffer.from(key.split("_")[2] ?? "", "base64")
          .toString()
          .endsWith("$"),
      )
      .optional(),
