import { z } from "zod";

import { named } from "./components";

/** For `?cursor=` or for `?page=`. Filters of one list are added by `.safeExtend()`. */
export const listQuery = z
  .object({
    limit: z.coerce.number().int().min(1).max(100).default(20),
    cursor: z.uuid().optional().meta({ description: "`nextCursor` of the page before" }),
    page: z.coerce
      .number()
      .int()
      .min(1)
      .max(1000)
      .optional()
      .meta({ description: "A page by its number: for jumping; rows may shift while you read" }),
  })
  .refine(({ cursor, page }) => cursor === undefined || page === undefined, {
    path: ["page"],
    error: "Give a cursor or a page, not both",
  });

export type ListQuery = z.output<typeof listQuery>;

export const pageOf = <Item extends z.ZodType>(name: string, item: Item) =>
  named(
    name,
    z.object({
      items: z.array(item),
      nextCursor: z.uuid().nullable(),
      total: z.int().optional().meta({ description: "Only when a page was asked by its number" }),
      pageCount: z.int().optional(),
    }),
  );

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
  total?: number;
  pageCount?: number;
}

interface Row {
  id: string;
}

interface List<Item extends Row> {
  /** Newest first. `where` goes into the query as it is. */
  find: (window: {
    where: { id?: { lt: string } };
    orderBy: { id: "desc" };
    take: number;
    skip?: number;
  }) => Promise<Item[]>;
  count: () => Promise<number>;
}

/**
 * One page of a list. With a cursor it is continued from a row instead of from a number of rows: what is added or
 * deleted meanwhile makes nothing else appear twice or not at all. Nothing is counted unless a page number is given.
 */
export async function paginate<Item extends Row>(
  { limit, cursor, page }: ListQuery,
  { find, count }: List<Item>,
): Promise<Page<Item>> {
  const orderBy = { id: "desc" } as const;
  if (page === undefined) {
    // One row more than asked for tells whether there is another page.
    const rows = await find({
      where: cursor ? { id: { lt: cursor } } : {},
      orderBy,
      take: limit + 1,
    });
    return cut(rows, limit);
  }
  const skip = (page - 1) * limit;
  const [total, rows] = await Promise.all([
    count(),
    find({ where: {}, orderBy, take: limit + 1, skip }),
  ]);
  return { ...cut(rows, limit), total, pageCount: Math.ceil(total / limit) };
}

function cut<Item extends Row>(rows: Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
