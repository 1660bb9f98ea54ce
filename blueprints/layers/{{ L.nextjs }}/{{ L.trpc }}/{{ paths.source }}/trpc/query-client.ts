import { QueryClient } from "@tanstack/react-query";
import superjson from "superjson";

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      // What the server has just rendered need not be fetched again at once.
      queries: { staleTime: 30_000 },
      // Dates survive the way from the server into the browser.
      dehydrate: { serializeData: superjson.serialize },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
