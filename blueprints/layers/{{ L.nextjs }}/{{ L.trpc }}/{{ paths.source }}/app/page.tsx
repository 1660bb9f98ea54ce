import { dehydrate, HydrationBoundary, noop } from "@tanstack/react-query";

import { PostList } from "@/app/post-list";
import { postPages } from "@/app/post-pages";
import { getQueryClient, trpc } from "@/trpc/server";

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
