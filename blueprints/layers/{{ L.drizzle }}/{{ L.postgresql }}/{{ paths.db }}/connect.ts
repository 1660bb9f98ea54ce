import type { DatabaseConnection } from "./connection";
import { embeddedFolder, isServerUrl } from "./url";

export interface ConnectOptions {
  poolMax?: number;
  onIdleError?: (error: Error) => void;
}

/** Only the driver that is used gets loaded. */
export async function connect(
  url: string,
  options: ConnectOptions = {},
): Promise<DatabaseConnection> {
  if (isServerUrl(url)) {
    const { connectServer } = await import("./server");
    return connectServer(url, options);
  }
  const { openEmbedded } = await import("./embedded");
  return openEmbedded({ folder: embeddedFolder(url) });
}
