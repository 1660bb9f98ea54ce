"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { useTRPC } from "@/trpc/react";

export function PostList({ userId }: { userId: string | undefined }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { data: posts, error } = useQuery(trpc.post.all.queryOptions());
  const deletion = useMutation(
    trpc.post.delete.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.post.all.queryFilter()),
    }),
  );

  if (error) return <p role="alert">The posts could not be loaded: {error.message}</p>;
  if (!posts) return <p>Loading…</p>;
  if (posts.length === 0) return <p>There are no posts yet.</p>;
  return (
    <>
      {deletion.error && (
        <p role="alert">The post could not be deleted: {deletion.error.message}</p>
      )}
      {posts.map(({ id, title, content, author, tags }) => (
        <article key={id}>
          <h2>{title}</h2>
          <p>{content}</p>
          <p>
            By {author.name}
            {tags.map((tag) => ` #${tag}`)}
          </p>
          {author.id === userId && (
            <button
              type="button"
              disabled={deletion.isPending}
              aria-label={`Delete “${title}”`}
              onClick={() => {
                deletion.mutate({ id });
              }}
            >
              Delete
            </button>
          )}
        </article>
      ))}
    </>
  );
}
