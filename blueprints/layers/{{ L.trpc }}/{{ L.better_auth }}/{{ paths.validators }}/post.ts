import { z } from "zod";

import { ListSchema } from "./list";
import { TagNames } from "./tag";
import { text } from "./text";

export const PostTitle = text(200);
export const PostContent = text(20_000);

export const PostIdSchema = z.object({ id: z.uuid() });

export const ListPostsSchema = ListSchema.prefault({});

export const SetTagsSchema = PostIdSchema.extend({ tags: TagNames });
