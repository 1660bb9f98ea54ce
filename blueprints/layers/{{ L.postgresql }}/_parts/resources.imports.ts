import { database } from "{{ imports.db }}/client";
