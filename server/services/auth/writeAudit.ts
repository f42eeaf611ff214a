import { type Statement, StoreError } from '#server/db/store.ts';
import type { Deps } from '#server/deps.ts';

/** Writes audit rows of a request that changed nothing. A full or busy disk must not change its answer. */
export async function writeAudit(deps: Deps, rows: readonly Statement[]): Promise<void> {
  try {
    await deps.store.batch(rows);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    deps.log.warn('auditNotWritten', { code: error.code });
  }
}
