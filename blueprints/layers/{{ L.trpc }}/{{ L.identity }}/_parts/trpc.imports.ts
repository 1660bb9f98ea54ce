import { hasRole, type Role } from "{{ imports.auth }}/principal";
