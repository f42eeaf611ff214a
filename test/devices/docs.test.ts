import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { catalogue } from '#devices/drivers/index.ts';
import { currentDevicesPage } from '#test/docs/currentDevicesPage.ts';

const page = readFileSync(new URL('../../docs/devices.md', import.meta.url), 'utf8');

it('docs/devices.md is up to date: npm run docs:devices writes it', () => {
  expect(page).toBe(currentDevicesPage());
});

it('docs/devices.md names every device, its streams, and no device as tried that was not', () => {
  for (const { vendor, model, streams } of catalogue) {
    const line = page.split('\n').find((one) => one.startsWith(`| ${vendor} ${model} |`));
    for (const { key } of streams) expect(line).toContain(key);
  }
  const tried = page.split('\n').filter((line) => line.includes('| tried on hardware |'));
  expect(tried).toHaveLength(catalogue.filter((definition) => definition.status === 'verified').length);
});
