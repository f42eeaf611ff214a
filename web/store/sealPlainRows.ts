import type { Dexie, IndexableType } from 'dexie';
import { isSealed } from './sealedRow.ts';
import type { SealedTable } from './sealedTable.ts';

const BATCH = 20;

/**
 * Encrypts rows that an older version of the app wrote in the clear. A batch is encrypted first and then swapped in one transaction, each
 * row only where the plain one still lies, so it may be interrupted anywhere and simply goes on at the next start.
 */
export async function sealPlainRows(db: Dexie, { raw, seal, keyOf }: SealedTable<object, IndexableType, never>): Promise<number> {
  let done = 0;
  for (;;) {
    const plain = await raw
      .toCollection()
      .filter((row) => !isSealed(row))
      .limit(BATCH)
      .toArray();
    if (plain.length === 0) return done;
    const sealed = await Promise.all(plain.map(seal));
    await db.transaction('rw', raw, async () => {
      const present = await raw.bulkGet(plain.map(keyOf));
      const stillPlain = (row: object | undefined) => row !== undefined && !isSealed(row);
      await raw.bulkPut(sealed.filter((_, i) => stillPlain(present[i])));
    });
    done += plain.length;
  }
}
