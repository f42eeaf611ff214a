/** The part of Web Locks that leadership needs. */
export interface Locks {
  request(name: string, options: { signal?: AbortSignal; ifAvailable?: boolean }, run: (lock: unknown) => Promise<void>): Promise<unknown>;
}

/**
 * Runs `lead` in one tab at a time. A tab that closes or crashes lets the next one lead; `lead` gets a promise that settles when
 * leadership shall end. Without Web Locks every tab leads: requests are idempotent, so that costs traffic and harms nothing.
 */
export function leadAlone(locks: Locks | undefined, name: string, lead: () => void): () => void {
  if (locks === undefined) {
    lead();
    return () => undefined;
  }
  const abort = new AbortController();
  let release = () => abort.abort();
  locks
    .request(name, { signal: abort.signal }, () => {
      lead();
      return new Promise<void>((resolve) => {
        release = resolve;
      });
    })
    .catch(() => undefined);
  return () => release();
}

/** Holds a lock for as long as the returned function is not called; null when another tab has it, and still has it after `waitMs`. */
export async function holdLock(locks: Locks | undefined, name: string, waitMs = 0): Promise<(() => void) | null> {
  if (locks === undefined) return () => undefined;
  return new Promise((resolve) => {
    locks
      .request(name, waitMs > 0 ? { signal: AbortSignal.timeout(waitMs) } : { ifAvailable: true }, (lock) => {
        if (lock === null) {
          resolve(null);
          return Promise.resolve();
        }
        return new Promise<void>((release) => resolve(release));
      })
      .catch(() => resolve(null));
  });
}
