import { relations } from "drizzle-orm";
import { index, pgTable, text, timestamp, uuid } from "drizzle-orm/pg-core";

/** Milliseconds, as in a JavaScript Date: a cursor made from a row points exactly at that row. */
const moment = () => timestamp({ withTimezone: true, precision: 3 }).notNull().defaultNow();

export const posts = pgTable(
  "posts",
  {
    id: uuid().primaryKey().defaultRandom(),
    authorId: text().notNull(),
    /** The organization that the author was acting for. */
    orgId: text(),
    title: text().notNull(),
    content: text().notNull(),
    createdAt: moment(),
    updatedAt: moment().$onUpdate(() => new Date()),
  },
  (table) => [
    // Read backwards for “newest first”; the id decides between posts of the same moment.
    index("posts_created_at_id_idx").on(table.createdAt, table.id),
    index("posts_org_id_created_at_id_idx").on(table.orgId, table.createdAt, table.id),
  ],
);

/** What a post said before each change. */
export const postRevisions = pgTable(
  "post_revisions",
  {
    id: uuid().primaryKey().defaultRandom(),
    postId: uuid()
      .notNull()
      .references(() => posts.id, { onDelete: "cascade" }),
    title: text().notNull(),
    content: text().notNull(),
    replacedBy: text().notNull(),
    replacedAt: moment(),
  },
  (table) => [index("post_revisions_post_id_replaced_at_idx").on(table.postId, table.replacedAt)],
);

export const postsRelations = relations(posts, ({ many }) => ({
  revisions: many(postRevisions),
}));

export const postRevisionsRelations = relations(postRevisions, ({ one }) => ({
  post: one(posts, { fields: [postRevisions.postId], references: [posts.id] }),
}));
