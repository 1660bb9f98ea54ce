"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";

import { authClient, orThrow } from "@/auth/client";

export function Account({ name }: { name: string }) {
  authClient.useSession(); // asks /api/auth, so that session and cookie last longer
  const router = useRouter();
  const signOut = useMutation({
    mutationFn: async () => {
      orThrow(await authClient.signOut());
    },
    onSuccess: () => {
      router.refresh();
    },
  });
  return (
    <section aria-label="Account">
      <p>
        Signed in as {name}.{" "}
        <button
          type="button"
          disabled={signOut.isPending}
          onClick={() => {
            signOut.mutate();
          }}
        >
          Sign out
        </button>
      </p>
      {signOut.error && <p role="alert">{signOut.error.message}</p>}
    </section>
  );
}
