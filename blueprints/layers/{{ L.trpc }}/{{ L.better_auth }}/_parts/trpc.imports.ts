import type { Auth } from "{{ imports.auth }}";
import { getDb } from "{{ imports.db }}/client";
import { clientAddress } from "{{ imports.server }}/http/client-address";
import { acceptRequestId, REQUEST_ID_HEADER } from "{{ imports.server }}/http/request-id";
import { logger } from "{{ imports.server }}/telemetry/logger";
