import type { Dexie, Table } from 'dexie';

/** The device's key, as an object that WebCrypto uses and nobody can export. It is made here and never leaves this database. */
export interface KeyRow {
  readonly id: typeof LOCAL_KEY;
  readonly key: CryptoKey;
  /** Records that were here, encrypted, when this key had to be made: their own key was gone. */
  readonly lostRecords: number;
}

export const LOCAL_KEY = 'local';
const ALGORITHM = { name: 'AES-GCM', length: 256 } as const;

/**
 * The key of this device, made when there is none. A browser that cannot bring back the key object (a database copied to another profile)
 * is as one without a key. `countSealed`: encrypted records present, asked only when a key must be made. `made`: there was none.
 */
export async function loadLocalKey(
  db: Dexie,
  keys: Table<KeyRow, string>,
  countSealed: () => Promise<number>,
): Promise<{ readonly key: CryptoKey; readonly made: boolean }> {
  const known = await keys.get(LOCAL_KEY).catch(() => undefined);
  if (isUsable(known?.key)) return { key: known.key, made: false };
  const key = await crypto.subtle.generateKey(ALGORITHM, false, ['encrypt', 'decrypt']);
  const lostRecords = await countSealed();
  return db.transaction('rw', keys, async () => {
    const meanwhile = await keys.get(LOCAL_KEY).catch(() => undefined);
    if (isUsable(meanwhile?.key)) return { key: meanwhile.key, made: false };
    await keys.put({ id: LOCAL_KEY, key, lostRecords });
    return { key, made: true };
  });
}

const isUsable = (key: unknown): key is CryptoKey => key instanceof CryptoKey;
