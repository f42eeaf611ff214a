import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lockDataFolder } from '#server/db/lock.ts';
import type { Store } from '#server/db/store.ts';
import { startThread } from '#server/db/thread.ts';

const MIGRATIONS = fileURLToPath(new URL('./migrations', import.meta.url));

/**
 * The embedded database: one file in `dataDir`, one writing thread, one reading thread; the main thread never touches SQLite.
 * Throws DataFolderRefused (folder in use or not writable) or StoreError (file cannot be opened or migrated), both in words.
 */
export async function openStore(dataDir: string, migrationsFolder: string = MIGRATIONS): Promise<Store> {
  const release = lockDataFolder(dataDir);
  const file = join(dataDir, 'evenpace.db');
  try {
    const writer = await startThread(new URL('./writer.worker.ts', import.meta.url), { file, migrationsFolder });
    const reader = await startThread(new URL('./reader.worker.ts', import.meta.url), { file });
    return {
      query: async (statement) => (await reader.ask([statement]))[0],
      batch: (statements) => writer.ask(statements),
      async close() {
        await reader.close();
        await writer.close();
        release();
      },
    };
  } catch (error) {
    release();
    throw error;
  }
}
