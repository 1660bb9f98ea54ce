import { dehydrate, HydrationBoundary, noop } from "@tanstack/react-query";

import { getQueryClient, trpc } from "@/trpc/server";

import { PostList } from "./post-list";
import { postPages } from "./post-pages";

export default async function HomePage() {
  const queryClient = getQueryClient();
  // If this fails, the list is rendered without posts and asks again in the browser.
  await queryClient.infiniteQuery(postPages(trpc)).catch(noop);
  return (
    <HydrationBoundary state={dehydrate(queryClient)}>
      <main>
        <h1>Posts</h1>
        <PostList />
      </main>
    </HydrationBoundary>
  );
}
