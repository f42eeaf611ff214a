import { expect, test } from 'vitest';
import { launchBrowser } from '#test/helpers/browser.ts';
import { servePage } from './page.ts';
import type {} from './storeClient.ts';

const QUOTA_BYTES = 6 << 20;

test('a browser without space refuses raw curves, and all that is vital fits into the reserve', async () => {
  const site = await servePage('./storeClient.ts');
  const browser = await launchBrowser();
  try {
    const page = await (await browser.newContext()).newPage();
    const devtools = await page.context().newCDPSession(page);
    // Before the database is opened: Chromium keeps its last look at the space for half a minute.
    await devtools.send('Storage.overrideQuotaForOrigin', { origin: new URL(site.url).origin, quotaSize: QUOTA_BYTES });
    await page.goto(site.url);
    const filled = await page.evaluate(() => window.storeClient.fillUp());
    expect(filled).toMatchObject({ refusedForSpace: true, reserve: [true, false], pulseChunks: 400, painEvents: 400, state: 'complete' });
    expect(filled.rawKept).toBeGreaterThan(10);
  } finally {
    await browser.close();
    await site.close();
  }
});
