"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";

import { useTRPC } from "@/trpc/react";

import { textsOf } from "./form-texts";

export function NewPost() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { mutate, error, isPending } = useMutation(
    trpc.post.create.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.post.all.queryFilter()),
    }),
  );
  return (
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        const { title = "", content = "" } = textsOf(form);
        mutate(
          { title, content },
          {
            onSuccess: () => {
              form.reset();
            },
          },
        );
      }}
    >
      <h2>New post</h2>
      <p>
        <label>
          Title <input name="title" required maxLength={200} />
        </label>
      </p>
      <p>
        <label>
          Content <textarea name="content" required maxLength={20_000} />
        </label>
      </p>
      {error && <p role="alert">The post could not be created: {error.message}</p>}
      <button type="submit" disabled={isPending}>
        Create
      </button>
    </form>
  );
}
