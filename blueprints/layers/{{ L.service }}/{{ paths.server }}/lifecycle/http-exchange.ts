import { subscribe } from "node:diagnostics_channel";
import type { IncomingMessage, Server, ServerResponse } from "node:http";

export interface HttpExchange {
  request: IncomingMessage;
  response: ServerResponse;
  server: Server;
}

/**
 * Calls the listener for every HTTP request of this process, before anything else sees it. Node.js announces them
 * itself, which spares a custom server around the framework's own.
 */
export function onHttpExchange(listener: (exchange: HttpExchange) => void): void {
  subscribe("http.server.request.start", (message) => {
    listener(message as HttpExchange);
  });
}
