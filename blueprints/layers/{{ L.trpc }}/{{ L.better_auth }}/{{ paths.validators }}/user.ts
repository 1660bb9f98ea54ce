import { z } from "zod";

import { text } from "./text";

/** What people say about themselves, and everybody sees. */
export const ProfileSchema = z.looseObject({
  name: text(100).optional(),
  image: z
    .url({ protocol: /^https$/ })
    .max(2000)
    .nullish(),
});
