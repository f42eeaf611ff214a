import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import type { Peripheral } from '#devices/simulation/peripheral.ts';
import { chooseDevice } from '#test/helpers/browser.ts';
import { type LabBrowser, openLabBrowser } from './labBrowser.ts';
import { failed, OK, type PortPage, portPage } from './portPage.ts';

/** Bluetooth that is switched off, or not there, in the real browser. Every link of the lab breaks with it: these tests have no other sensor. */

let opened: LabBrowser;
let page: Page;
let ports: PortPage;

beforeAll(async () => {
  opened = await openLabBrowser('./portClient.ts');
  ({ page } = opened);
  ports = portPage(page);
});
afterAll(() => opened?.close());

const STRAP = ['heartRateStrap'];
function newStrap(): Peripheral {
  return simulatedHeartRateStrap({ name: 'Strap', address: opened.newAddress(), rrIntervalsMs: [500] });
}
const available = (wanted: boolean) =>
  expect.poll(() => page.evaluate(() => navigator.bluetooth.getAvailability()), { timeout: 10_000 }).toBe(wanted);

test('no adapter: said before a chooser opens; put in, it works', async () => {
  const strap = newStrap();
  opened.lab.add(strap, { speed: 5 });
  opened.lab.plug(false);
  await available(false);
  expect(await ports.pick('none', { done: Promise.resolve() }, STRAP)).toEqual(failed('adapterOff'));
  opened.lab.plug(true);
  await available(true);
  expect(await ports.choose('none', strap, STRAP)).toMatchObject({ ok: true });
  expect(await ports.start('none', 'heartRateStrap')).toEqual(OK);
  await ports.heard('none', 'samples', 2);
  expect(await ports.stop('none')).toEqual(OK);
});

test('switched off before: the browser calls it available and its chooser waits until it is on', async () => {
  const strap = newStrap();
  opened.lab.add(strap, { speed: 5 });
  opened.lab.power(false);
  const chooser = await chooseDevice(page, strap.address);
  const picked = ports.pick('off', chooser, STRAP);
  await page.waitForFunction(() => document.activeElement?.tagName === 'BUTTON');
  await available(true);
  opened.lab.power(true);
  expect(await picked).toMatchObject({ ok: true, value: { name: 'Strap' } });
  expect(await ports.start('off', 'heartRateStrap')).toEqual(OK);
  await ports.heard('off', 'samples', 2);
  expect(await ports.stop('off')).toEqual(OK);
});

test('switched off during: lost, offered to be picked again, and back as soon as it is on', async () => {
  const strap = newStrap();
  opened.lab.add(strap, { speed: 5 });
  await ports.choose('during', strap, STRAP);
  expect(await ports.start('during', 'heartRateStrap')).toEqual(OK);
  await ports.heard('during', 'samples', 2);
  await ports.pace('during', 10);
  opened.lab.power(false);
  await ports.heard('during', 'lost', 2);
  await ports.pace('during', 1);
  const [first, given] = (await ports.life('during')).slice(2);
  expect(first).toBe('lost disconnected');
  // The last try may be cut off by the end of the 4 s.
  expect(given).toMatch(/^lost (disconnected|connectTimeout)!$/);
  const before = (await ports.notes('during')).length;
  opened.lab.power(true);
  expect(await ports.start('during', 'heartRateStrap')).toEqual(OK);
  await page.waitForFunction(
    ([key, count]) =>
      window.ports
        .notes(key)
        .slice(count)
        .some(({ type }) => type === 'samples'),
    ['during', before] as const,
  );
  expect((await ports.life('during')).slice(4)).toEqual(['connecting', 'live']);
});
