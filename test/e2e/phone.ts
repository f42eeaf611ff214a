import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ChunkReceipt } from '#shared/schema/chunk.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';

/** What the phone keeps in its own database of the newest session. */
export interface LocalRecord {
  readonly sessionId: string;
  readonly state: string;
  readonly summary: SessionSummary;
  readonly decisions: Decision[];
  readonly shownRules: string[];
  readonly chunkCount: number;
  readonly outbox: number;
}

/** Reads IndexedDB as the page's own code left it. */
export function localRecord(page: Page): Promise<LocalRecord> {
  return page.evaluate(async () => {
    const open = indexedDB.open('evenpace');
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const all = <T>(table: string): Promise<T[]> =>
      new Promise((resolve, reject) => {
        const request = db.transaction(table).objectStore(table).getAll();
        request.onsuccess = () => resolve(request.result as T[]);
        request.onerror = () => reject(request.error);
      });
    type Row = { id: string; state: string; summary: never; decisions: never; session: { startedAt: { utcUs: number } } };
    type Kept = { sessionId: string; event: { type: string; decision?: { ruleIds: string[] } } };
    const sessions = (await all<Row>('sessions')).sort((a, b) => b.session.startedAt.utcUs - a.session.startedAt.utcUs);
    const events = await all<Kept>('events');
    const chunks = await all<{ sessionId: string }>('chunks');
    const outbox = (await all<unknown>('outbox')).length;
    db.close();
    const newest = sessions[0];
    const own = events.filter((each) => each.sessionId === newest.id);
    return {
      sessionId: newest.id,
      state: newest.state,
      summary: newest.summary,
      decisions: newest.decisions,
      shownRules: own.flatMap((each) => (each.event.type === 'decisionShown' ? (each.event.decision?.ruleIds ?? []) : [])),
      chunkCount: chunks.filter((each) => each.sessionId === newest.id).length,
      outbox,
    };
  });
}

/** A chunk as the phone keeps it. */
export interface LocalChunk extends ChunkReceipt {
  readonly bytesBase64: string;
}

/** Everything in one table of IndexedDB; bytes as base64. */
function readTable<T>(page: Page, table: string): Promise<T[]> {
  return page.evaluate(async (name) => {
    const open = indexedDB.open('evenpace');
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      open.onsuccess = () => resolve(open.result);
      open.onerror = () => reject(open.error);
    });
    const rows = await new Promise<Record<string, unknown>[]>((resolve, reject) => {
      const request = db.transaction(name).objectStore(name).getAll();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    db.close();
    return rows.map(({ bytes, ...row }) =>
      bytes instanceof Uint8Array ? { ...row, bytesBase64: btoa(String.fromCharCode(...bytes)) } : row,
    ) as never;
  }, table);
}

export const localChunks = (page: Page): Promise<LocalChunk[]> => readTable(page, 'chunks');

export async function localEventIds(page: Page, sessionId: string): Promise<string[]> {
  const rows = await readTable<{ id: string; sessionId: string }>(page, 'events');
  return rows.filter((row) => row.sessionId === sessionId).map((row) => row.id);
}

/** Resolves when nothing is waiting to be sent. */
export async function syncedAll(page: Page): Promise<void> {
  await expect.poll(async () => (await localRecord(page)).outbox, { timeout: 60_000, interval: 300 }).toBe(0);
}
