import { z } from "zod";

/** What a database and a text both can hold: JavaScript knows dates far beyond. */
const moment = z.date().min(new Date(0)).max(new Date("9999-12-31T23:59:59.999Z"));

const position = z.object({ createdAt: moment, id: z.uuid() });
type Position = z.infer<typeof position>;

/** A place in a list that is sorted by (createdAt, id). Opaque to clients, so that it may change. */
const cursor = z.codec(z.string().max(200), position, {
  encode: ({ createdAt, id }) => Buffer.from(`${createdAt.getTime()}.${id}`).toString("base64url"),
  decode: (text) => {
    const [time = "", id = ""] = Buffer.from(text, "base64url").toString().split(".");
    return { createdAt: new Date(time === "" ? NaN : Number(time)), id };
  },
});

export const pageInput = z
  .object({
    cursor: cursor.nullish(),
    limit: z.number().int().min(1).max(100).default(20),
  })
  .prefault({});

export const pageOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Cuts a page off the rows. There must be one row more than the limit if there are more pages. */
export function toPage<Row extends Position>(rows: Row[], limit: number) {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && rows.length > limit ? cursor.encode(last) : null };
}
