/** Attempts per key in a sliding window, kept in memory: guessing is slowed per process, and a restart forgets. */
export interface RateLimit {
  /** Counts an attempt. Returns 0 when it may go on, else the seconds to wait. */
  take(key: string, nowUs: number): number;
  /** Forgets a key, after a success. */
  forget(key: string): void;
  /** Takes the latest attempt back: it was no guess. */
  refund(key: string): void;
}

export interface RateLimitParams {
  /** Attempts allowed in one window. */
  readonly attempts: number;
  readonly windowUs: number;
  /** Keys remembered at most; the oldest is forgotten first, so memory stays bounded. */
  readonly maxKeys: number;
}

export function createRateLimit(params: RateLimitParams): RateLimit {
  const attemptsByKey = new Map<string, number[]>();
  return {
    take(key, nowUs) {
      const recent = (attemptsByKey.get(key) ?? []).filter((atUs) => nowUs - atUs < params.windowUs);
      attemptsByKey.delete(key);
      const allowed = recent.length < params.attempts;
      if (allowed) recent.push(nowUs);
      attemptsByKey.set(key, recent);
      if (attemptsByKey.size > params.maxKeys) attemptsByKey.delete(attemptsByKey.keys().next().value as string);
      return allowed ? 0 : Math.max(1, Math.ceil((recent[0] + params.windowUs - nowUs) / 1_000_000));
    },
    forget(key) {
      attemptsByKey.delete(key);
    },
    refund(key) {
      attemptsByKey.get(key)?.pop();
    },
  };
}
