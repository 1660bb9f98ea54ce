import { z } from "zod";

export const organizationSummary = z.object({
  posts: z.number().int(),
  authors: z.number().int(),
});
