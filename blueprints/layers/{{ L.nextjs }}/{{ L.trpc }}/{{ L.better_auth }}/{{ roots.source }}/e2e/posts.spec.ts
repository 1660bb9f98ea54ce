import { randomUUID } from "node:crypto";

import { expect, test } from "@playwright/test";

test("somebody signs up, writes a post, deletes it and signs out", async ({ page }) => {
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("request", (request) => {
    if (new URL(request.url()).hostname !== "localhost") problems.push(request.url());
  });
  const post = page.getByRole("article").filter({ hasText: "My first post" });

  await page.goto("/");
  await page.getByRole("button", { name: "I have no account yet" }).click();
  await page.getByLabel("Name").fill("Alice");
  await page.getByLabel("E-mail").fill(`${randomUUID()}@example.com`);
  await page.getByLabel("Password").fill("correct horse");
  await page.getByRole("button", { name: "Sign up" }).click();
  await expect(page.getByText("Signed in as Alice")).toBeVisible();

  await page.getByLabel("Title").fill("My first post");
  await page.getByLabel("Content").fill("Hello, world");
  await page.getByRole("button", { name: "Create" }).click();
  await expect(post).toContainText("Hello, world");
  await expect(page.getByLabel("Title")).toBeEmpty();

  await page.reload();
  await expect(post).toContainText("By Alice");

  await post.getByRole("button", { name: "Delete" }).click();
  await expect(post).toBeHidden();

  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
  expect(problems).toEqual([]);
});

test("a wrong password is answered with a message", async ({ page }) => {
  await page.goto("/");
  await page.getByLabel("E-mail").fill("nobody@example.com");
  await page.getByLabel("Password").fill("wrong password");
  await page.getByRole("button", { name: "Sign in" }).click();

  await expect(page.getByRole("alert").filter({ hasText: "Invalid email" })).toBeVisible();
});
