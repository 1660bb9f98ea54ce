import { z } from "zod";

/** PostgreSQL stores every character but NUL. */
export const text = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .refine((value) => !value.includes("\0"), { error: "Must not contain a NUL character" });
