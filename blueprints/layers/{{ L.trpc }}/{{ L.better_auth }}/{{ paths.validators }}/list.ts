import { z } from "zod";

/** What a database and a text both can hold: JavaScript knows dates far beyond. */
const moment = z.date().min(new Date(0)).max(new Date("9999-12-31T23:59:59.999Z"));

/** How much of a list that is sorted by (createdAt, id), and after which of its rows. */
export const ListSchema = z.object({
  limit: z.number().int().min(1).max(100).default(100),
  after: z.object({ createdAt: moment, id: z.uuid() }).optional(),
});

export type Position = NonNullable<z.infer<typeof ListSchema>["after"]>;
