import { StoreError } from '#server/db/store.ts';

const ATTEMPTS = 4;

/**
 * Reads, decides and commits again when somebody else has changed the record in between (the batch's preconditions say so).
 * Two requests with the same content then both end in the same answer.
 */
export async function againWhenRaced<T>(attempt: () => Promise<T>): Promise<T> {
  for (let left = ATTEMPTS; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      const raced = error instanceof StoreError && (error.code === 'preconditionFailed' || error.code === 'constraint');
      if (!raced || left <= 1) throw error;
    }
  }
}
