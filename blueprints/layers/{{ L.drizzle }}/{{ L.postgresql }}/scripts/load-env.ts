import { existsSync } from "node:fs";

// Next.js reads .env by itself; the scripts that run outside of it do the same through this import.
if (existsSync(".env")) process.loadEnvFile(".env");
