import { vi } from "vitest";

import type { Database } from "../connect";

/** A database without a database: each test says what it answers. */
export const mockDb = {
  query: {
    Post: { findMany: vi.fn(), findFirst: vi.fn() },
    Comment: { findMany: vi.fn(), findFirst: vi.fn() },
  },
  insert: vi.fn(),
  update: vi.fn(),
  delete: vi.fn(),
};

/** The same for whoever takes a whole database. */
export const db = mockDb as unknown as Database;

/** Stands in for what `db.insert(…)` and the like return: every step is recorded, and awaiting it gives the rows. */
export function mockQuery(rows: unknown[] = []) {
  const query = {
    values: vi.fn(() => query),
    set: vi.fn(() => query),
    where: vi.fn(() => query),
    returning: vi.fn(() => query),
    then: (resolve: (rows: unknown[]) => unknown) => Promise.resolve(rows).then(resolve),
  };
  return query;
}
