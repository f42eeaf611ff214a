import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '#server/db/client.node.ts';
import type { Store } from '#server/db/store.ts';

export interface TempStore {
  readonly store: Store;
  readonly dataDir: string;
  close(): Promise<void>;
}

export function tempFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'evenpace-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** A real libSQL file of its own, with all migrations applied. */
export async function tempStore(): Promise<TempStore> {
  const folder = tempFolder();
  const store = await openStore(folder.path);
  return {
    store,
    dataDir: folder.path,
    async close() {
      await store.close();
      folder.remove();
    },
  };
}
