import { expect, test } from 'vitest';
import { catalogue } from '#devices/drivers/index.ts';
import { everything, expectPlayed, wantedSamples } from '#test/devices/playedDevice.ts';
import { lacksVectors, vectorPeripheral } from '#test/devices/vectorPeripheral.ts';
import { OK, usePortLab } from './portPage.ts';

/** Every device of the catalogue that has its packets, through the real browser: chosen, started, heard, asked, stopped. */

const room = usePortLab();

/** The time of one that shows itself for some seconds runs this much faster. */
const HASTE = 5;
const played = catalogue.filter((definition) => lacksVectors(definition).length === 0);

test.each(played.map((definition) => [definition.id, definition] as const))('%s', async (id, definition) => {
  const peripheral = vectorPeripheral(definition, room.newAddress());
  const handle = room.lab.add(peripheral);
  expect(await room.ports.choose(id, peripheral, [id])).toMatchObject({ ok: true, value: { name: peripheral.name } });
  expect(await room.ports.start(id, id, everything(definition))).toEqual(OK);

  peripheral.play();
  await expect.poll(() => peripheral.isPlayed(), { timeout: 10_000 }).toBe(true);
  const enough = [id, wantedSamples(definition, peripheral).length] as const;
  await room.page.waitForFunction(([key, count]) => window.ports.sampleCount(key) >= count, enough, { timeout: 20_000 });

  await room.ports.pace(id, HASTE);
  expect(await room.page.evaluate((key) => window.ports.identify(key), id)).toEqual({
    ok: true,
    value: Array.isArray(definition.identify),
  });
  for (const { key } of definition.actions) {
    expect(await room.page.evaluate((args) => window.ports.act(...args), [id, key] as const)).toEqual(OK);
  }
  expect(await room.ports.stop(id)).toEqual(OK);
  await expect.poll(() => handle.isConnected(), { timeout: 10_000 }).toBe(false);
  expectPlayed(definition, peripheral, await room.ports.notes(id));
});
