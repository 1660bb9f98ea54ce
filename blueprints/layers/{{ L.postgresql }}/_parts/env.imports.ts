import { EMBEDDED_DATABASE_URL, isServerUrl } from "./database-url";

