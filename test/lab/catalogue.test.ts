import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue } from '#devices/drivers/index.ts';
import { everything, expectPlayed, wantedSamples } from '#test/devices/playedDevice.ts';
import { lacksVectors, vectorPeripheral } from '#test/devices/vectorPeripheral.ts';
import { chooseDevice } from '#test/helpers/browser.ts';
import { type LabBrowser, openLabBrowser } from './labBrowser.ts';
import type {} from './portClient.ts';

/** Every device of the catalogue that has its packets, through the real browser: chosen, started, heard, asked, stopped. */

let opened: LabBrowser;
let page: Page;

beforeAll(async () => {
  opened = await openLabBrowser('./portClient.ts');
  ({ page } = opened);
});
afterAll(() => opened?.close());

const OK = { ok: true, value: null };
/** The time of one that shows itself for some seconds runs this much faster. */
const HASTE = 5;
const played = catalogue.filter((definition) => lacksVectors(definition).length === 0);

test.each(played.map((definition) => [definition.id, definition] as const))('%s', async (id, definition) => {
  const peripheral = vectorPeripheral(definition, opened.newAddress());
  const handle = opened.lab.add(peripheral);
  const chooser = await chooseDevice(page, peripheral.address);
  await page.evaluate((key) => window.ports.arm(key, [key]), id);
  await page.click('button');
  await chooser.done;
  expect(await page.evaluate(() => window.ports.picked())).toMatchObject({ ok: true, value: { name: peripheral.name } });
  const startOf = [id, id, everything(definition)] as const;
  expect(await page.evaluate((args) => window.ports.startSensor(...args), startOf)).toEqual(OK);

  peripheral.play();
  await expect.poll(() => peripheral.isPlayed(), { timeout: 10_000 }).toBe(true);
  const enough = [id, wantedSamples(definition, peripheral).length] as const;
  await page.waitForFunction(([key, count]) => window.ports.sampleCount(key) >= count, enough, { timeout: 20_000 });

  await page.evaluate((args) => window.ports.pace(...args), [id, HASTE] as const);
  expect(await page.evaluate((key) => window.ports.identify(key), id)).toEqual({ ok: true, value: Array.isArray(definition.identify) });
  for (const { key } of definition.actions) {
    expect(await page.evaluate((args) => window.ports.act(...args), [id, key] as const)).toEqual(OK);
  }
  expect(await page.evaluate((key) => window.ports.stopSensor(key), id)).toEqual(OK);
  await expect.poll(() => handle.isConnected(), { timeout: 10_000 }).toBe(false);
  expectPlayed(definition, peripheral, await page.evaluate((key) => window.ports.notes(key), id));
});
