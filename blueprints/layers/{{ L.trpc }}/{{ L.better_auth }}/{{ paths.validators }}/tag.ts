import { z } from "zod";

import { text } from "./text";

export const TagName = text(30).toLowerCase();

/** A set: sorted, and each name once. */
export const TagNames = z
  .array(TagName)
  .max(10)
  .transform((names) => [...new Set(names)].sort());
