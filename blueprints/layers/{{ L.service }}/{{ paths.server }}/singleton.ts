/**
 * One value per process. Next.js bundles the proxy, the routes and the instrumentation separately, so a plain
 * module variable can exist several times.
 */
export function singleton<T>(name: string, create: () => T): T {
  const key = Symbol.for(`app.${name}`);
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  return (store[key] ??= create());
}
