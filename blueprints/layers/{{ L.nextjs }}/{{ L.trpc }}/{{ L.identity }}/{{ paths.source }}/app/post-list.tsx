"use client";

import { useInfiniteQuery } from "@tanstack/react-query";

import { useTRPC } from "@/trpc/react";

import { postPages } from "./post-pages";

export function PostList() {
  const { data, error, hasNextPage, isFetching, fetchNextPage } = useInfiniteQuery(
    postPages(useTRPC()),
  );
  const posts = data?.pages.flatMap((page) => page.items);

  if (error) return <p role="alert">The posts could not be loaded: {error.message}</p>;
  if (!posts) return <p>Loading…</p>;
  if (posts.length === 0) return <p>There are no posts yet.</p>;
  return (
    <>
      {posts.map((post) => (
        <article key={post.id}>
          <h2>{post.title}</h2>
          <p>{post.content}</p>
        </article>
      ))}
      {hasNextPage && (
        <button type="button" disabled={isFetching} onClick={() => void fetchNextPage()}>
          Load more
        </button>
      )}
    </>
  );
}
