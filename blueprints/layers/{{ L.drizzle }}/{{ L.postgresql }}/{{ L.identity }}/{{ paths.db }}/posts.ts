import { and, count, countDistinct, desc, eq, sql } from "drizzle-orm";

import type { Database } from "./connect";
import { postRevisions, posts } from "./schema";

export type Post = typeof posts.$inferSelect;
export type NewPost = Pick<Post, "authorId" | "orgId" | "title" | "content">;
export type PostChanges = Partial<Pick<Post, "title" | "content">>;

export interface PostListOptions {
  limit: number;
  /** The last row of the page before. */
  after?: Pick<Post, "createdAt" | "id"> | null;
  orgId?: string;
}

/**
 * Newest first, continued from a row instead of from a number of rows: posts that are added or deleted meanwhile
 * make no other post appear twice or not at all.
 */
export function listPosts(db: Database, { limit, after, orgId }: PostListOptions) {
  return db
    .select()
    .from(posts)
    .where(
      and(
        orgId === undefined ? undefined : eq(posts.orgId, orgId),
        after ? isBelow(after) : undefined,
      ),
    )
    .orderBy(desc(posts.createdAt), desc(posts.id))
    .limit(limit);
}

/** A comparison of rows, which the index on these two columns answers. */
function isBelow({ createdAt, id }: Pick<Post, "createdAt" | "id">) {
  const moment = sql.param(createdAt, posts.createdAt);
  return sql`(${posts.createdAt}, ${posts.id}) < (${moment}, ${id})`;
}

export function findPost(db: Database, id: string): Promise<Post | undefined> {
  return db.query.posts.findFirst({ where: eq(posts.id, id) });
}

export function findPostWithRevisions(db: Database, id: string) {
  return db.query.posts.findFirst({
    where: eq(posts.id, id),
    with: { revisions: { orderBy: desc(postRevisions.replacedAt), limit: 50 } },
  });
}

export async function insertPost(db: Database, values: NewPost): Promise<Post> {
  const [post] = await db.insert(posts).values(values).returning();
  if (!post) throw new Error("INSERT returned no row");
  return post;
}

/** Throws to refuse a change. It sees the post as it is while nobody else can change it. */
type Check = (post: Post) => void;

/** Undefined if there is no such post. */
export function updatePost(
  db: Database,
  { id, changes, replacedBy }: { id: string; changes: PostChanges; replacedBy: string },
  check: Check,
): Promise<Post | undefined> {
  return db.transaction(async (tx) => {
    const post = await lockPost(tx, id);
    if (!post) return undefined;
    check(post);

    const { title, content } = post;
    await tx.insert(postRevisions).values({ postId: id, title, content, replacedBy });
    const [updated] = await tx.update(posts).set(changes).where(eq(posts.id, id)).returning();
    return updated;
  });
}

/** Undefined if there is no such post. */
export function deletePost(db: Database, id: string, check: Check): Promise<Post | undefined> {
  return db.transaction(async (tx) => {
    const post = await lockPost(tx, id);
    if (!post) return undefined;
    check(post);

    await tx.delete(posts).where(eq(posts.id, id));
    return post;
  });
}

/** The row stays as it was read until the transaction ends. */
async function lockPost(tx: Database, id: string): Promise<Post | undefined> {
  const [post] = await tx.select().from(posts).where(eq(posts.id, id)).for("update");
  return post;
}

export async function countPosts(db: Database, orgId: string) {
  const [totals] = await db
    .select({ posts: count(), authors: countDistinct(posts.authorId) })
    .from(posts)
    .where(eq(posts.orgId, orgId));
  return totals ?? { posts: 0, authors: 0 };
}
