import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { ChunkReceipt } from '#shared/schema/chunk.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
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

interface KeptSession {
  readonly id: string;
  readonly state: string;
  readonly summary: SessionSummary;
  readonly decisions: Decision[];
  readonly session: { readonly startedAt: { readonly utcUs: number } };
}
interface KeptEvent {
  readonly id: string;
  readonly sessionId: string;
  readonly event: SessionEvent;
}

/** What the page's own code left in IndexedDB of the newest session. */
export async function localRecord(page: Page): Promise<LocalRecord> {
  const sessions = await readTable<KeptSession>(page, 'sessions');
  const newest = sessions.sort((a, b) => b.session.startedAt.utcUs - a.session.startedAt.utcUs)[0];
  const events = (await readTable<KeptEvent>(page, 'events')).filter((each) => each.sessionId === newest.id);
  return {
    sessionId: newest.id,
    state: newest.state,
    summary: newest.summary,
    decisions: newest.decisions,
    shownRules: events.flatMap(({ event }) => (event.type === 'decisionShown' ? event.decision.ruleIds : [])),
    chunkCount: (await readTable<ChunkReceipt>(page, 'chunks')).filter((each) => each.sessionId === newest.id).length,
    outbox: (await readTable(page, 'outbox')).length,
  };
}

/** A chunk as the phone keeps it. */
export interface LocalChunk extends ChunkReceipt {
  readonly bytesBase64: string;
}

/** Everything in one table of IndexedDB, decrypted with the page's own key as web/store/sealedRow.ts wrote it; bytes as base64. */
export function readTable<T>(page: Page, table: string): Promise<T[]> {
  return page.evaluate(async (name) => {
    const asked = <R>(request: IDBRequest<R>) =>
      new Promise<R>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const db = await asked(indexedDB.open('evenpace'));
    const store = db.transaction(name).objectStore(name);
    const path = store.keyPath;
    const rows: Record<string, unknown>[] = await asked(store.getAll());
    const { key } = await asked(db.transaction('keys').objectStore('keys').get('local'));
    db.close();
    const opened = rows.map(async ({ iv, sealed, ...clear }) => {
      if (sealed === undefined) return clear;
      const recordKey = typeof path === 'string' ? clear[path] : path?.map((field) => clear[field]);
      const additionalData = new TextEncoder().encode(`${name}\n${JSON.stringify(recordKey)}`);
      const algorithm = { name: 'AES-GCM', iv: iv as Uint8Array<ArrayBuffer>, additionalData };
      const packed = await crypto.subtle.decrypt(algorithm, key, sealed as ArrayBuffer);
      const bytesFrom = 4 + new DataView(packed).getUint32(0, true);
      const hidden = JSON.parse(new TextDecoder().decode(packed.slice(4, bytesFrom)));
      const bytes = new Uint8Array(packed, bytesFrom);
      return { ...clear, ...hidden, ...(bytes.length > 0 ? { bytesBase64: btoa(String.fromCharCode(...bytes)) } : {}) };
    });
    return (await Promise.all(opened)) as never;
  }, table);
}

export const localChunks = (page: Page): Promise<LocalChunk[]> => readTable(page, 'chunks');

export async function localEventIds(page: Page, sessionId: string): Promise<string[]> {
  const rows = await readTable<{ id: string; sessionId: string }>(page, 'events');
  return rows.filter((row) => row.sessionId === sessionId).map((row) => row.id);
}

/** Resolves when nothing is waiting to be sent. */
export async function syncedAll(page: Page): Promise<void> {
  await expect.poll(async () => (await readTable(page, 'outbox')).length, { timeout: 60_000, interval: 300 }).toBe(0);
}
