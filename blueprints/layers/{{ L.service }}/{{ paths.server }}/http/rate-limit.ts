import { singleton } from "../singleton";

export interface RateLimitResult {
  allowed: boolean;
  /** How long to wait, in whole seconds, as `Retry-After` wants it. */
  retryAfter: number;
}

interface Window {
  count: number;
  endsAt: number;
}

const WINDOW_MS = 60_000;
const MAX_KEYS = 50_000;

/** Counts calls per key and minute. Every process counts for itself; a shared store would answer asynchronously, too. */
export class RateLimiter {
  readonly #windows = new Map<string, Window>();

  constructor(private readonly now: () => number = Date.now) {}

  hit(key: string, limit: number): Promise<RateLimitResult> {
    const now = this.now();
    const current = this.#windows.get(key);
    const window =
      current && current.endsAt > now
        ? current
        : this.#open(key, { count: 0, endsAt: now + WINDOW_MS });
    window.count += 1;
    return Promise.resolve({
      allowed: window.count <= limit,
      retryAfter: Math.ceil((window.endsAt - now) / 1000),
    });
  }

  /** Re-inserting keeps the map ordered by age, so that the oldest window is the one to forget. */
  #open(key: string, window: Window): Window {
    this.#windows.delete(key);
    for (const [oldest, { endsAt }] of this.#windows) {
      if (endsAt > this.now() && this.#windows.size < MAX_KEYS) break;
      this.#windows.delete(oldest);
    }
    this.#windows.set(key, window);
    return window;
  }
}

export const rateLimiter = singleton("rate-limiter", () => new RateLimiter());
