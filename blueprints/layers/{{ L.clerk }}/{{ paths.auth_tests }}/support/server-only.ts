import { createRequire } from "node:module";

// `server-only` throws outside of Next.js's server bundle, and Clerk requires it: put an empty module in its place.
const require = createRequire(import.meta.url);
const id = require.resolve("server-only");
require.cache[id] = { id, filename: id, loaded: true, exports: {} } as NodeJS.Module;
