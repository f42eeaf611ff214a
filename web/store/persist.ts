/**
 * What the browser says about keeping local records. `evictable`: it may clear them when space runs short. `sevenDays`: Safari clears a site
 * that was not opened for 7 days, unless it is on the home screen.
 */
export type Persistence = 'kept' | 'evictable' | 'sevenDays' | 'unknown';

export interface PersistHost {
  readonly storage: Partial<Pick<StorageManager, 'persist' | 'persisted'>> | undefined;
  /** navigator.vendor; Safari and every browser on iOS say Apple. */
  readonly vendor: string;
  /** Runs as an app from the home screen. */
  readonly installed: boolean;
}

export const browserPersistHost = (): PersistHost => ({
  storage: navigator.storage,
  vendor: navigator.vendor,
  installed: matchMedia('(display-mode: standalone)').matches,
});

/** The promise as it stands, without asking: some browsers show a question, which belongs to a tap. */
export function readPersistence(host: PersistHost): Promise<Persistence> {
  return told(host, async () => (await host.storage?.persisted?.()) ?? null);
}

/** Asks for durable storage and tells the answer as it is. Call it from a tap. */
export function askPersistence(host: PersistHost): Promise<Persistence> {
  return told(host, async () => {
    const { storage } = host;
    if (storage?.persist === undefined) return null;
    return (await storage.persisted?.()) === true || (await storage.persist());
  });
}

async function told({ vendor, installed }: PersistHost, promised: () => Promise<boolean | null>): Promise<Persistence> {
  const answer = await promised().catch(() => null);
  if (answer === true) return 'kept';
  if (vendor.startsWith('Apple') && !installed) return 'sevenDays';
  return answer === null ? 'unknown' : 'evictable';
}
