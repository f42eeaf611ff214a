import type { Deps } from '#server/deps.ts';

export interface Background extends Readonly<Deps['background']> {
  /** Resolves when nothing is being worked on. */
  idle(): Promise<void>;
  /** Finishes the step at hand; what is left waits in the database for the next start. */
  close(): Promise<void>;
}

/**
 * Works through what is due, one step after the other, whenever it is woken. `step` answers false when there is nothing left. The work
 * itself is kept in the database; here is only who does it. On an edge runtime `wake` would be one step inside `waitUntil`.
 */
export function createBackground(step: () => Promise<boolean>, failed: (error: unknown) => void): Background {
  let working: Promise<void> | null = null;
  let woken = false;
  let closed = false;

  async function work(): Promise<void> {
    while (woken && !closed) {
      woken = false;
      try {
        while (!closed && (await step()));
      } catch (error) {
        failed(error);
      }
    }
  }
  return {
    wake: () => {
      woken = true;
      working ??= work().finally(() => {
        working = null;
      });
    },
    idle: async () => {
      while (working !== null) await working;
    },
    close: async () => {
      closed = true;
      await working;
    },
  };
}
