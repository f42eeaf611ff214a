import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Absolute path of a file of the shared reference data, or null where the data is not beside the project. */
export function sharedData(path: string): string | null {
  const file = fileURLToPath(new URL(`../../../shared/data/${path}`, import.meta.url));
  return existsSync(file) ? file : null;
}

/** Reason to skip with, said by every test that needs the reference data. */
export const NO_SHARED_DATA = 'reference data (../shared/data) is not beside the project';
