import { EMBEDDED_DATABASE_URL, isServerUrl } from "{{ imports.db }}/url";

