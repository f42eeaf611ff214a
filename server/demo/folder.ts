import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lockDataFolder } from '#server/db/lock.ts';
import { LocalDay } from '#shared/schema/time.ts';

/** A folder with this file holds invented data and nothing else; only then may it be emptied. */
export const MARKER = 'evenpace-demo.json';
/** What Evenpace itself puts into a data folder, the marker last: while it is there, an emptying that broke off can go on. */
const OWN_FILES = ['evenpace.db', 'evenpace.db-wal', 'evenpace.db-shm', MARKER];
const LOCK = 'evenpace.lock';

const Marker = z.object({ recipe: z.int(), lastDay: LocalDay, ready: z.boolean() });
type Marker = z.infer<typeof Marker>;

/** Raised with every change of what is generated, so that an older demo is made anew. */
const RECIPE = 2;

/** Why this folder is not used for the demo: one sentence for the terminal. */
export class DemoFolderRefused extends Error {
  override readonly name = 'DemoFolderRefused';
}

/**
 * Makes the folder ready for a demo that ends on `lastDay`: 'reuse' when such a demo is there, else an empty folder that carries the
 * marker. Throws DemoFolderRefused for a folder with anything else in it, and DataFolderRefused when another process uses it.
 */
export function prepareFolder(dataDir: string, lastDay: LocalDay): 'reuse' | 'empty' {
  const found = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => name !== LOCK) : [];
  const marker = found.includes(MARKER) ? readMarker(dataDir) : null;
  if (found.length > 0 && !found.includes(MARKER)) {
    throw new DemoFolderRefused(`The folder ${dataDir} holds something that is not a demo clinic; choose another DATA_DIR for the demo.`);
  }
  if (marker?.ready && marker.recipe === RECIPE && marker.lastDay === lastDay && found.includes(OWN_FILES[0])) return 'reuse';
  mkdirSync(dataDir, { recursive: true });
  const release = lockDataFolder(dataDir);
  try {
    for (const name of OWN_FILES) rmSync(join(dataDir, name), { force: true });
    writeMarker(dataDir, { recipe: RECIPE, lastDay, ready: false });
  } finally {
    release();
  }
  return 'empty';
}

/** From now on the folder is reused until the day is over. */
export function markReady(dataDir: string, lastDay: LocalDay): void {
  writeMarker(dataDir, { recipe: RECIPE, lastDay, ready: true });
}

function writeMarker(dataDir: string, marker: Marker): void {
  writeFileSync(join(dataDir, MARKER), `${JSON.stringify(marker)}\n`);
}

/** null: a marker that cannot be read, as after a crash. The folder is a demo's all the same. */
function readMarker(dataDir: string): Marker | null {
  try {
    return Marker.parse(JSON.parse(readFileSync(join(dataDir, MARKER), 'utf8')));
  } catch {
    return null;
  }
}
