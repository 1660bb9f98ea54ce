import { database } from "{{ imports.db }}";
