import { z } from "zod";

import { ListSchema } from "./list";
import { text } from "./text";

export const CommentContent = text(2_000);

export const CommentIdSchema = z.object({ id: z.uuid() });

export const ListCommentsSchema = ListSchema.extend({ postId: z.uuid() });
