import pino, { type DestinationStream, type Logger } from "pino";

import { env } from "@/env";

import { describeError } from "./describe-error";

export type { Logger };

const SECRETS = ["authorization", "cookie", "password", "secret", "token"];

/** JSON lines on standard output. Secrets are removed by name, up to two objects deep. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: describeError },
      redact: {
        paths: ["", "*.", "*.*."].flatMap((prefix) =>
          [...SECRETS, "set-cookie"].map((name) => `${prefix}["${name}"]`.replace('.["', '["')),
        ),
        censor: "[redacted]",
      },
    },
    destination ?? pino.destination(1),
  );
}

export const logger = createLogger(env.LOG_LEVEL);
