import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ImportFormat } from '#shared/schema/session.ts';
import { formatOf, importFormats } from '#web/import/formats/index.ts';

const folder = fileURLToPath(new URL('../../../web/import/formats', import.meta.url));
const READ = { fromUs: 0, csv: null, progress: () => undefined };

describe('file formats', () => {
  it('are one file each, listed once under the name of the file, and all that the schema knows', () => {
    const files = readdirSync(folder)
      .map((name) => name.replace(/\.ts$/, ''))
      .filter((name) => name !== 'index');
    expect(importFormats.map(({ id }) => id).sort()).toEqual(files.sort());
    expect([...ImportFormat.options].sort()).toEqual(files.sort());
  });

  it.each(importFormats.map((format) => [format.id, format] as const))(
    '%s takes nothing empty, and says of any other file what it is not',
    async (_id, format) => {
      expect(format.sniff(new Uint8Array(0), '')).toBe(false);
      for (const bytes of [new Uint8Array(0), new Uint8Array([0, 255, 10, 13]), new TextEncoder().encode('%PDF-1.7\n')]) {
        const { found, problems, questions } = await format.read(new File([bytes], 'x'), READ);
        expect([found, questions]).toEqual([[], null]);
        expect(problems.count).toBeGreaterThan(0);
      }
    },
  );

  it('leaves a picture and an empty file to nobody', async () => {
    expect(await formatOf(new File([new Uint8Array([0xff, 0xd8, 0xff, 0xe0])], 'photo.jpg'))).toBeNull();
    expect(await formatOf(new File([], 'nothing'))).toBeNull();
  });
});
