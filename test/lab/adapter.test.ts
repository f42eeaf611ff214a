import { expect, test } from 'vitest';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import type { Peripheral } from '#devices/simulation/peripheral.ts';
import { chooseDevice } from '#test/helpers/browser.ts';
import { failed, OK, usePortLab } from './portPage.ts';

/** Bluetooth that is switched off, or not there, in the real browser. Every link of the lab breaks with it: these tests have no other sensor. */

const room = usePortLab();

const STRAP = ['heartRateStrap'];
function newStrap(): Peripheral {
  return simulatedHeartRateStrap({ name: 'Strap', address: room.newAddress(), rrIntervalsMs: [500] });
}
const available = (wanted: boolean) =>
  expect.poll(() => room.page.evaluate(() => navigator.bluetooth.getAvailability()), { timeout: 10_000 }).toBe(wanted);

test('no adapter: said before a chooser opens; put in, it works', async () => {
  const strap = newStrap();
  room.lab.add(strap, { speed: 5 });
  room.lab.plug(false);
  await available(false);
  expect(await room.ports.pick('none', { done: Promise.resolve() }, STRAP)).toEqual(failed('adapterOff'));
  room.lab.plug(true);
  await available(true);
  expect(await room.ports.choose('none', strap, STRAP)).toMatchObject({ ok: true });
  expect(await room.ports.start('none', 'heartRateStrap')).toEqual(OK);
  await room.ports.heard('none', 'samples', 2);
  expect(await room.ports.stop('none')).toEqual(OK);
});

test('switched off before: the browser calls it available and its chooser waits until it is on', async () => {
  const strap = newStrap();
  room.lab.add(strap, { speed: 5 });
  room.lab.power(false);
  const chooser = await chooseDevice(room.page, strap.address);
  const picked = room.ports.pick('off', chooser, STRAP);
  await room.page.waitForFunction(() => document.activeElement?.tagName === 'BUTTON');
  await available(true);
  room.lab.power(true);
  expect(await picked).toMatchObject({ ok: true, value: { name: 'Strap' } });
  expect(await room.ports.start('off', 'heartRateStrap')).toEqual(OK);
  await room.ports.heard('off', 'samples', 2);
  expect(await room.ports.stop('off')).toEqual(OK);
});

test('switched off during: lost, offered to be picked again, and back as soon as it is on', async () => {
  const strap = newStrap();
  room.lab.add(strap, { speed: 5 });
  await room.ports.choose('during', strap, STRAP);
  expect(await room.ports.start('during', 'heartRateStrap')).toEqual(OK);
  await room.ports.heard('during', 'samples', 2);
  await room.ports.pace('during', 10);
  room.lab.power(false);
  await room.ports.heard('during', 'lost', 2);
  await room.ports.pace('during', 1);
  const [first, given] = (await room.ports.life('during')).slice(2);
  expect(first).toBe('lost disconnected');
  // The last try may be cut off by the end of the 4 s.
  expect(given).toMatch(/^lost (disconnected|connectTimeout)!$/);
  const before = (await room.ports.notes('during')).length;
  room.lab.power(true);
  expect(await room.ports.start('during', 'heartRateStrap')).toEqual(OK);
  await room.page.waitForFunction(
    ([key, count]) =>
      window.ports
        .notes(key)
        .slice(count)
        .some(({ type }) => type === 'samples'),
    ['during', before] as const,
  );
  expect((await room.ports.life('during')).slice(4)).toEqual(['connecting', 'live']);
});
