import { defineConfig } from "@playwright/test";

const PORT = process.env.PORT ?? "4290";
const address = `http://localhost:${PORT}`;

/** Tests the built application, with a database that lives as long as its process. */
export default defineConfig({
  testDir: "e2e",
  forbidOnly: Boolean(process.env.CI),
  reporter: "list",
  use: {
    baseURL: address,
    screenshot: "only-on-failure",
    trace: "retain-on-failure",
    launchOptions: { executablePath: process.env.PLAYWRIGHT_CHROMIUM_PATH },
  },
  webServer: {
    command: "node scripts/start.js",
    url: `${address}/api/ready`,
    env: {
      PORT,
      APP_ENV: "test",
      LOG_LEVEL: "warn",
      DATABASE_URL: "pglite://",
      AUTH_URL: address,
      AUTH_EMAIL_PASSWORD: "true",
    },
  },
});
