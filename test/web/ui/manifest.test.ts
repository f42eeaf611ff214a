import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../web/public');

interface Icon {
  src: string;
  sizes: string;
  type: string;
  purpose?: string;
}

test('the app can be installed: every icon is there in the size it claims, one of them maskable', () => {
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.webmanifest'), 'utf8')) as {
    start_url: string;
    display: string;
    icons: Icon[];
  };
  expect([manifest.start_url, manifest.display]).toEqual(['/', 'standalone']);
  const png = manifest.icons.filter((icon) => icon.type === 'image/png');
  expect(png.map((icon) => icon.sizes)).toEqual(expect.arrayContaining(['192x192', '512x512']));
  expect(png.some((icon) => icon.purpose === 'maskable')).toBe(true);
  for (const icon of png) {
    const bytes = readFileSync(join(folder, icon.src));
    // PNG: signature, then IHDR with width and height as big-endian 32-bit numbers at 16 and 20.
    expect(bytes.subarray(1, 4).toString('latin1')).toBe('PNG');
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(icon.sizes);
  }
});
