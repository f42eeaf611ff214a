import type { Page } from 'playwright-core';
import { swing } from '#test/helpers/csvFile.ts';
import { fitFile } from '#test/helpers/fitFile.ts';
import { importCopy } from '#web/copy/import.ts';
import type { Look } from './screensLook.ts';

const touch = { touch: true } as const;
const HOUR_MS = 3_600_000;

/** Files as people have them: an activity, the same cut off, one of tomorrow, and a table that does not say its units. */
function files() {
  const startMs = Math.floor(Date.now() / 1000) * 1000 - 30 * HOUR_MS;
  const walk = fitFile({ startMs, seconds: 1800, heartRateBpm: (s) => 92 + ((s * 7) % 31), strap: true, offsetMinutes: 0 });
  const watch = fitFile({
    startMs: startMs + 40_000,
    seconds: 1700,
    heartRateBpm: (s) => 92 + (((s + 40) * 7) % 31),
    product: 'Forerunner',
  });
  const tomorrow = fitFile({ startMs: startMs + 60 * HOUR_MS, seconds: 600, heartRateBpm: () => 80, sport: 'cycling', offsetMinutes: 0 });
  const rows = swing(7, 120, 60).map(({ t, acc, gyr }) =>
    [t.toFixed(4), ...acc.map((a) => a.toFixed(3)), ...gyr.map((w) => w.toFixed(4))].join(','),
  );
  const file = (name: string, bytes: Uint8Array) => ({ name, mimeType: '', buffer: Buffer.from(bytes) });
  return {
    activities: [file('walk.fit', walk), file('watch.fit', watch.slice(0, Math.floor(watch.length * 0.98))), file('ride.fit', tomorrow)],
    table: { name: 'knee.csv', mimeType: '', buffer: Buffer.from(['time,ax,ay,az,gx,gy,gz', ...rows].join('\n')) },
  };
}

/** Adding sessions from files, up to what is shown before anything is kept. */
export async function lookAtImport(page: Page, look: Look, origin: string): Promise<void> {
  const { activities, table } = files();
  await page.goto(`${origin}/import`);
  const input = page.getByTestId('import-files');
  await input.waitFor();
  await input.setInputFiles(table);
  await page.getByTestId('csv-read').click();
  await page.getByText(importCopy.csv.needs.accelerationUnit).waitFor();
  await look(page, 'import-table', touch);
  await page.getByRole('button', { name: importCopy.csv.skip }).click();
  await page.getByTestId('import-again').click();
  await input.setInputFiles(activities);
  await page.getByTestId('found').first().waitFor();
  await page.getByText(importCopy.review.details).click();
  await look(page, 'import-found', touch);
}
