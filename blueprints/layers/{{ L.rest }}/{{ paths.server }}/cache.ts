import { singleton } from "./singleton";

interface Entry {
  value: Promise<unknown>;
  expiresAt: number;
}

const MAX_ENTRIES = 1000;

/**
 * Remembers what was read, for a while or until it is forgotten. Every process remembers for itself: another one may
 * answer with the old value until its time is over.
 */
export class ReadCache {
  readonly #entries = new Map<string, Entry>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Whoever asks while it is being read waits for the same reading. */
  get<Value>(key: string, ttlMs: number, read: () => Promise<Value>): Promise<Value> {
    const known = this.#entries.get(key);
    if (known && known.expiresAt > this.now()) return known.value as Promise<Value>;

    const entry: Entry = { value: read(), expiresAt: this.now() + ttlMs };
    this.#add(key, entry);
    // A failure is for those who waited, not for those who ask next.
    entry.value.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
    return entry.value as Promise<Value>;
  }

  /** Call it after the change is committed: what is read before would be remembered as it was. */
  forget(prefix: string): void {
    for (const key of this.#entries.keys()) {
      if (key.startsWith(prefix)) this.#entries.delete(key);
    }
  }

  #add(key: string, entry: Entry): void {
    this.#entries.delete(key);
    for (const oldest of this.#entries.keys()) {
      if (this.#entries.size < MAX_ENTRIES) break;
      this.#entries.delete(oldest);
    }
    this.#entries.set(key, entry);
  }
}

export const readCache = singleton("read-cache", () => new ReadCache());
