import type { Context } from "./context";
