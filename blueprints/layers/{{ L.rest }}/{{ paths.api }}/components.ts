import { z } from "zod";

/** The schemas that have a name in the OpenAPI document. */
export const components = z.registry<{ id: string }>();

export function named<Schema extends z.ZodType>(id: string, schema: Schema): Schema {
  // Where a module is evaluated twice (by the development server), the latter counts.
  const old = components._idmap.get(id);
  if (old) components.remove(old);
  components.add(schema, { id });
  return schema;
}
