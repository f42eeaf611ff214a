import { describe, expect, test } from 'vitest';
import { BATTERY_SERVICE, DEVICE_INFORMATION_SERVICE, HEART_RATE_SERVICE } from '#devices/core/uuid.ts';
import { catalogue } from '#devices/drivers/index.ts';
import { movellaDot } from '#devices/drivers/movellaDot.ts';
import { DOT_CONFIGURATION_SERVICE, DOT_DEVICE_CONTROL } from '#devices/profiles/movellaDotUuids.ts';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import type { MotionSample } from '#devices/simulation/motionSample.ts';
import { simulatedDot } from '#devices/simulation/movellaDot.ts';
import type { Peripheral } from '#devices/simulation/peripheral.ts';
import { simulatedPolar } from '#devices/simulation/polar.ts';
import { everything, toldSamples, wantedSamples } from '#test/devices/playedDevice.ts';
import { vectorPeripheral, vectorsOf } from '#test/devices/vectorPeripheral.ts';
import type { LabHandle } from './bluez.ts';
import { toHex } from './hex.ts';
import { failed, OK, usePortLab } from './portPage.ts';

/** Packets that are spoilt, and devices that lack something, through the real browser: what is told, and that every sample told was measured. */

const room = usePortLab();

const { shank, thigh } = generateKneeMotion({ peaksDeg: [60, 70] });
function newDot(samples: readonly MotionSample[] = shank, clockStartUs = 0): Peripheral {
  return simulatedDot({ name: 'Movella DOT', address: room.newAddress(), samples, loop: true, clockStartUs });
}
async function live(key: string, peripheral: Peripheral, id = 'movellaDot'): Promise<LabHandle> {
  const handle = room.lab.add(peripheral);
  await room.ports.choose(key, peripheral, [id]);
  expect(await room.ports.start(key, id)).toEqual(OK);
  return handle;
}
async function hearMore(key: string, count: number) {
  const before = await room.page.evaluate((k) => window.ports.sampleCount(k), key);
  return room.ports.heard(key, 'samples', before + count);
}
/** Every sample a DOT may have sent, as lines. */
const sentBy = (dot: Peripheral): ReadonlySet<string> => new Set(wantedSamples(movellaDot, { sent: dot.packetsBetween(-1, 120_000_000) }));

describe('spoilt packets', () => {
  test('garbage is counted with its reason and never becomes a sample; in the end silence is told', async () => {
    const dot = newDot();
    const handle = await live('garbage', dot);
    await hearMore('garbage', 20);
    handle.corrupt({ garbage: true });
    const spoilt = await room.ports.heard('garbage', 'undecodable', 30);
    expect(spoilt.filter(({ type }) => type === 'undecodable').every(({ reason }) => /^mode 26 with /.test(reason ?? ''))).toBe(true);
    await room.ports.pace('garbage', 10);
    await room.ports.heard('garbage', 'stale', 1);
    await room.ports.pace('garbage', 1);
    handle.corrupt({});
    const notes = await hearMore('garbage', 30);
    const sent = sentBy(dot);
    expect(toldSamples(notes).filter((line) => !sent.has(line))).toEqual([]);
    expect(await room.ports.life('garbage')).toEqual(['connecting', 'live', 'stale', 'live']);
    const [first] = notes.slice(notes.findLastIndex(({ type }) => type === 'undecodable')).filter(({ type }) => type === 'samples');
    expect(first.gapBefore).toBe(true);
  });

  const streams = catalogue.filter((definition) => {
    const framed = definition.characteristics.filter((use) => use.createFramer).map((use) => use.characteristic);
    return vectorsOf(definition).some(({ characteristic, answers }) => framed.includes(characteristic) && answers === undefined);
  });
  test.each(streams.map((definition) => [definition.id, definition] as const))(
    'half packets of the byte stream of %s give no sample that was not sent, and the stream is found again',
    async (id, definition) => {
      const key = `half ${id}`;
      const peripheral = vectorPeripheral(definition, room.newAddress());
      const handle = room.lab.add(peripheral);
      await room.ports.choose(key, peripheral, [id]);
      expect(await room.ports.start(key, id, everything(definition))).toEqual(OK);
      handle.corrupt({ halfPackets: true });
      for (let round = 0; round < 3; round++) peripheral.play('whole');
      await expect.poll(() => peripheral.isPlayed(), { timeout: 10_000 }).toBe(true);
      handle.corrupt({});
      // The first packet may be lost behind what is left of the last half.
      const before = wantedSamples(definition, peripheral).length;
      for (let round = 0; round < 2; round++) peripheral.play('whole');
      await expect.poll(() => peripheral.isPlayed(), { timeout: 10_000 }).toBe(true);
      const sent = wantedSamples(definition, peripheral);
      const notes = await room.ports.heard(key, 'samples', Math.ceil((sent.length - before) / 2));
      const known = new Set(sent);
      expect(toldSamples(notes).filter((line) => !known.has(line))).toEqual([]);
      expect((await room.ports.heard(key, 'undecodable', 1)).some(({ type }) => type === 'lost')).toBe(false);
      expect(await room.ports.stop(key)).toEqual(OK);
    },
  );
  test('were at least four byte streams', () => {
    expect(streams.length).toBeGreaterThanOrEqual(4);
  });

  test('a rate that changes on the way: every sample keeps its own time, and half the rate is told as gaps', async () => {
    const dot = newDot();
    await live('rate', dot);
    await hearMore('rate', 60);
    const setRate = (rateHz: number): void =>
      dot.write(
        DOT_CONFIGURATION_SERVICE,
        DOT_DEVICE_CONTROL,
        Uint8Array.of(0x10, ...new Array<number>(23).fill(0), rateHz, ...new Array<number>(7).fill(0)),
      );
    setRate(30);
    await hearMore('rate', 40);
    setRate(60);
    const notes = (await hearMore('rate', 60)).filter(({ type }) => type === 'samples');
    const steps = notes.slice(1).map((note, i) => ({
      deviceUs: (note.deviceUs?.[0] ?? 0) - (notes[i].deviceUs?.[0] ?? 0),
      hostUs: (note.hostUs?.[0] ?? 0) - (notes[i].hostUs?.[0] ?? 0),
      gapBefore: note.gapBefore,
    }));
    const slow = steps.filter(({ deviceUs }) => deviceUs > 30_000);
    expect(slow.length).toBeGreaterThanOrEqual(30);
    for (const { deviceUs, hostUs, gapBefore } of steps) {
      expect(gapBefore).toBe(deviceUs > 25_000);
      // A changed fit is taken over by at most 5 % of the time that went by (devices/core/deviceClock.ts).
      expect(Math.abs(hostUs - deviceUs)).toBeLessThanOrEqual(0.05 * deviceUs + 2);
    }
    expect(await room.ports.life('rate')).toEqual(['connecting', 'live']);
  });
});

describe('devices that lack something', () => {
  test('a strap without battery and names is a strap all the same, and nothing is told of them', async () => {
    const strap = simulatedHeartRateStrap({ name: 'Bare', address: room.newAddress(), rrIntervalsMs: [500] });
    const lacking = [BATTERY_SERVICE, DEVICE_INFORMATION_SERVICE];
    await live('bare', { ...strap, services: strap.services.filter(({ uuid }) => !lacking.includes(uuid)) }, 'heartRateStrap');
    const notes = await room.ports.heard('bare', 'samples', 2);
    expect(new Set(notes.map(({ type }) => type))).toEqual(new Set(['connecting', 'live', 'samples']));
  });

  test('a strap with old firmware says so, and gives heart rate', async () => {
    const address = room.newAddress();
    const strap = simulatedPolar({ name: 'Polar H10 OLD', address, rrIntervalsMs: [500], samples: thigh, oldFirmware: true });
    await live('old', strap, 'polarH10');
    const notes = await room.ports.heard('old', 'samples', 2);
    expect(notes.filter(({ type }) => type === 'notice').map(({ code }) => code)).toEqual(['updateNeeded']);
    expect(await room.ports.life('old')).toEqual(['connecting', 'live']);
  });

  test('a device without what it was chosen for is refused by name of the fault', async () => {
    const strap = simulatedHeartRateStrap({ name: 'Lamp', address: room.newAddress(), rrIntervalsMs: [500] });
    const lamp = { ...strap, services: [{ uuid: HEART_RATE_SERVICE, characteristics: [] }] };
    const handle = room.lab.add(lamp);
    await room.ports.choose('lamp', lamp, ['heartRateStrap']);
    expect(await room.ports.start('lamp', 'heartRateStrap')).toEqual(failed('serviceMissing'));
    expect(await room.ports.life('lamp')).toEqual(['connecting', 'lost serviceMissing!']);
    await expect.poll(() => handle.isConnected(), { timeout: 10_000 }).toBe(false);
  });
});

test('two of one model and name: each gives its own samples, blinks when it is asked, and is lost alone', async () => {
  const written = new Map<string, string[]>([
    ['left', []],
    ['right', []],
  ]);
  const spied = (key: string, dot: Peripheral): Peripheral => ({
    ...dot,
    write(service, characteristic, bytes) {
      written.get(key)?.push(`${characteristic === DOT_DEVICE_CONTROL ? 'device ' : ''}${toHex(bytes.subarray(0, 2))}`);
      dot.write(service, characteristic, bytes);
    },
  });
  const left = newDot(shank);
  const right = newDot(thigh, 3_000_000_000);
  const handle = await live('left', spied('left', left));
  await live('right', spied('right', right));
  await hearMore('left', 20);
  await hearMore('right', 20);
  expect(await room.page.evaluate(() => window.ports.identify('right'))).toEqual({ ok: true, value: true });
  expect([...written].map(([key, all]) => [key, all.filter((one) => one === 'device 0101').length])).toEqual([
    ['left', 0],
    ['right', 1],
  ]);
  handle.refuseConnect(true);
  handle.drop();
  await room.ports.heard('left', 'lost', 1);
  await hearMore('right', 20);
  expect(await room.ports.life('right')).toEqual(['connecting', 'live']);
  for (const [key, dot] of [
    ['left', left],
    ['right', right],
  ] as const) {
    const sent = sentBy(dot);
    const told = toldSamples(await room.ports.notes(key));
    expect(
      told.filter((line) => !sent.has(line)),
      key,
    ).toEqual([]);
  }
});
