import type { Table } from 'dexie';
import type { EvenpaceDb } from '#web/store/db.ts';

export interface LimitedSpace {
  /** Changes how much fits, bytes. */
  setQuota(bytes: number): void;
  used(): number;
}

/** A database that refuses to grow beyond a quota, as a full phone does: QuotaExceededError from the write, the transaction undone. */
export function limitSpace(db: EvenpaceDb, quotaBytes: number): LimitedSpace {
  let quota = quotaBytes;
  const sizes = new Map<string, number>();
  const used = () => [...sizes.values()].reduce((sum, size) => sum + size, 0);
  for (const table of db.dexie.tables as Table<object, unknown>[]) {
    const place = (key: unknown) => `${table.name} ${JSON.stringify(key)}`;
    const keep = (key: unknown, row: object) => {
      const before = sizes.get(place(key)) ?? 0;
      const size = sizeOf(row);
      if (used() - before + size > quota) throw new DOMException('no space', 'QuotaExceededError');
      sizes.set(place(key), size);
      return () => void sizes.set(place(key), before);
    };
    table.hook('creating', (key, row, transaction) => {
      // An automatic key is not known yet; its rows are small and alike.
      const undo = keep(key ?? sizes.size, row);
      transaction.on('abort', undo);
    });
    table.hook('updating', (changes, key, row, transaction) => {
      transaction.on('abort', keep(key, { ...row, ...changes }));
      return undefined;
    });
    table.hook('deleting', (key, _row, transaction) => {
      const before = sizes.get(place(key)) ?? 0;
      sizes.delete(place(key));
      transaction.on('abort', () => void sizes.set(place(key), before));
    });
  }
  return {
    setQuota: (bytes) => {
      quota = bytes;
    },
    used,
  };
}

function sizeOf(row: object): number {
  const sizes = Object.values(row).map((value) =>
    value instanceof Uint8Array || value instanceof ArrayBuffer ? value.byteLength : String(JSON.stringify(value)).length,
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
