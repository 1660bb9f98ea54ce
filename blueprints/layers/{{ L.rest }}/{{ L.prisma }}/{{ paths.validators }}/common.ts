import { z } from "zod";

/** PostgreSQL stores every character but NUL. */
export const text = (maxLength: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maxLength)
    .refine((value) => !value.includes("\0"), { error: "Must not contain a NUL character" });

/** A Date here, a text in ISO 8601 on the wire. */
export const moment = z.codec(z.iso.datetime(), z.date(), {
  decode: (text) => new Date(text),
  encode: (date) => date.toISOString(),
});

export const idParams = z.object({ id: z.uuid() });

/** For PATCH: something has to be in it. */
export function changesOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .object(shape)
    .partial()
    .refine((changes) => Object.values(changes).some((value) => value !== undefined), {
      error: `Change at least one of: ${Object.keys(shape).join(", ")}`,
    });
}
