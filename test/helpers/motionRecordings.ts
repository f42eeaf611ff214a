import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { type CsvColumns, readCsv } from './csv.ts';
import { sharedData } from './sharedData.ts';

/** The reference motion recordings whose name starts with `prefix`, in file order; none where the data is not beside the project. */
export function motionRecordings(prefix: string): readonly CsvColumns[] {
  const readme = sharedData('motion/README.md');
  if (readme === null) return [];
  const folder = dirname(readme);
  return readdirSync(folder)
    .filter((name) => name.startsWith(prefix))
    .sort()
    .map((name) => readCsv(`${folder}/${name}`));
}
