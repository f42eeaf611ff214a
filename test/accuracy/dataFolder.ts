import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';

/** The files below a folder of reference data, found by their names wherever they lie. */
export class DataFolder {
  readonly #files: readonly string[];

  constructor(path: string) {
    this.#files = readdirSync(path, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  }

  /** Paths of the files with such a name, in order. */
  find(name: RegExp): string[] {
    return this.#files.filter((file) => name.test(basename(file)));
  }

  /** Path of the only or first file with this name; null where there is none. */
  file(name: string): string | null {
    return this.#files.find((file) => basename(file) === name) ?? null;
  }
}

/** A file's name without kind, ending and underscores: "broad_02_slow_B.csv.gz" is "02 slow B". */
export function trialLabel(path: string, kind: string): string {
  return basename(path)
    .replace(/\.csv(\.gz)?$/, '')
    .replace(new RegExp(`^${kind}_`), '')
    .replaceAll('_', ' ');
}
