"use client";

import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";

import { authClient, orThrow } from "@/auth/client";

import { textsOf } from "./form-texts";

interface Credentials {
  name: string;
  email: string;
  password: string;
}

export function SignIn(props: { emailAndPassword: boolean; providers: string[] }) {
  const signIn = useMutation({
    mutationFn: async (provider: string) => {
      orThrow(await authClient.signIn.social({ provider, callbackURL: "/" }));
    },
  });
  return (
    <section aria-label="Sign in">
      {props.emailAndPassword && <EmailForm />}
      {props.providers.map((provider) => (
        <button
          key={provider}
          type="button"
          disabled={signIn.isPending}
          onClick={() => {
            signIn.mutate(provider);
          }}
        >
          Sign in with {provider}
        </button>
      ))}
      {signIn.error && <p role="alert">{signIn.error.message}</p>}
    </section>
  );
}

function EmailForm() {
  const router = useRouter();
  const [isNew, setIsNew] = useState(false);
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: async (credentials: Credentials) => {
      const { email, password } = credentials;
      if (isNew) orThrow(await authClient.signUp.email(credentials));
      else orThrow(await authClient.signIn.email({ email, password }));
    },
    onSuccess: () => {
      router.refresh();
    },
  });
  return (
    // With this method, no password gets into an address while the script is not there yet.
    <form
      method="post"
      onSubmit={(event) => {
        event.preventDefault();
        const { name = "", email = "", password = "" } = textsOf(event.currentTarget);
        mutate({ name, email, password });
      }}
    >
      <h2>{isNew ? "Sign up" : "Sign in"}</h2>
      {isNew && (
        <p>
          <label>
            Name <input name="name" autoComplete="name" required maxLength={100} />
          </label>
        </p>
      )}
      <p>
        <label>
          E-mail <input name="email" type="email" autoComplete="email" required />
        </label>
      </p>
      <p>
        <label>
          Password{" "}
          <input
            name="password"
            type="password"
            autoComplete={isNew ? "new-password" : "current-password"}
            required
            minLength={8}
            maxLength={128}
          />
        </label>
      </p>
      {error && <p role="alert">{error.message}</p>}
      <button type="submit" disabled={isPending}>
        {isNew ? "Sign up" : "Sign in"}
      </button>{" "}
      <button
        type="button"
        onClick={() => {
          reset();
          setIsNew(!isNew);
        }}
      >
        {isNew ? "I have an account" : "I have no account yet"}
      </button>
    </form>
  );
}
