import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../web/copy');
const files = readdirSync(folder).filter((name) => name.endsWith('.ts'));
/** Words that frighten, blame, promise or keep score (product.md, Words). */
const unwanted = /\b(damag\w*|streaks?|congratulations|guarantee\w*|cures?|pain-free|you failed|your fault|well done|lazy)\b/i;

test('no text on screen frightens, blames, promises relief or keeps score', () => {
  expect(files.length).toBeGreaterThanOrEqual(6);
  for (const name of files) {
    const found = readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => unwanted.test(line));
    expect(found, name).toEqual([]);
  }
});
