/** What the browser says about keeping local records. `evictable`: it may clear them when space runs short. */
export type Persistence = 'kept' | 'evictable' | 'unknown';

/** Asks once for durable storage and tells the answer as it is. */
export async function askPersistence(storage: Pick<StorageManager, 'persist' | 'persisted'> | undefined): Promise<Persistence> {
  if (storage?.persist === undefined) return 'unknown';
  try {
    return (await storage.persisted()) || (await storage.persist()) ? 'kept' : 'evictable';
  } catch {
    return 'unknown';
  }
}
