import { expect, test } from 'vitest';
import { HHI_SERVICE } from '#devices/drivers/humanHumanInterface.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import { sampleAt } from '#devices/simulation/motionPlayer.ts';
import { simulatedPolar } from '#devices/simulation/polar.ts';
import { simulatedStimulator } from '#devices/simulation/stimulator.ts';
import { OK, usePortLab } from './portPage.ts';

/** The simulated peripherals of the demo that answer and stream by rules of their own, through the real browser. */

const room = usePortLab();

test('a Polar H10 with ECG and 200 Hz acceleration: every value as it was played, no gap', async () => {
  const { thigh } = generateKneeMotion({ peaksDeg: [90], rateHz: 200 });
  const ecgUv = Array.from({ length: 130 }, (_, i) => (i % 65 === 3 ? 1250 : ((i * 37) % 90) - 45));
  const strap = simulatedPolar({ name: 'Polar H10 LAB', address: room.newAddress(), rrIntervalsMs: [800], samples: thigh, ecgUv });
  const startUs = Number(599_616_000_000_000_000n / 1000n);
  room.lab.add(strap);
  await room.ports.choose('h10', strap, ['polarH10']);
  expect(await room.ports.start('h10', 'polarH10', { ecg: true, acc: true, accRate: 200 })).toEqual(OK);
  const notes = await room.ports.heard('h10', 'samples', 24);
  expect(await room.ports.stop('h10')).toEqual(OK);
  expect(notes.filter(({ type }) => ['notice', 'undecodable', 'lost', 'stale'].includes(type))).toEqual([]);

  const batches = (key: string) => notes.filter(({ stream }) => stream === key);
  expect(batches('heartRate').map(({ counts }) => counts?.[0])).toContain(75);
  const ecg = batches('ecg');
  expect(ecg.length).toBeGreaterThanOrEqual(2);
  for (const { counts = [], deviceUs, gapBefore } of ecg) {
    expect([counts.length, gapBefore]).toEqual([73, false]);
    counts.forEach((count, i) => {
      const played = Math.round((((deviceUs?.[i] ?? 0) - startUs) * 130) / 1_000_000);
      expect(count).toBe(ecgUv[played % 130]);
    });
  }
  const acc = batches('acc');
  expect(acc.length).toBeGreaterThanOrEqual(10);
  const times = acc.flatMap(({ deviceUs }) => deviceUs ?? []);
  expect(times.slice(1).every((us, i) => us - times[i] === 5_000)).toBe(true);
  const scale = (8 * 9.80665) / 32768;
  for (const { counts = [], deviceUs, gapBefore } of acc) {
    expect([counts.length, gapBefore]).toEqual([75, false]);
    for (let i = 0; i < 25; i++) {
      const { accelerationMPerS2 } = sampleAt(thigh, (deviceUs?.[i] ?? 0) - startUs, true);
      // The sensor counts in thousandths of g.
      accelerationMPerS2.forEach((value, axis) => {
        expect(Math.abs(counts[i * 3 + axis] * scale - value)).toBeLessThan(0.0098);
      });
    }
  }
});

test('a stimulator set by hand: what it gives is told, and nothing is ever written to it', async () => {
  const phases = [
    { atS: 2, amplitudeMa: 8 },
    { atS: 5, amplitudeMa: 12 },
    { atS: 9, amplitudeMa: null },
  ];
  const box = simulatedStimulator({ name: 'HHI', address: room.newAddress(), frequencyHz: 80, pulseWidthUs: 200, phases });
  const written: string[] = [];
  const open = box.services.map(({ uuid, characteristics }) => ({
    uuid,
    characteristics: characteristics.map((one) => ({ ...one, properties: [...new Set([...one.properties, 'write' as const])] })),
  }));
  const watched = {
    ...box,
    services: open,
    write(_service: string, characteristic: string): void {
      written.push(characteristic);
    },
  };
  expect(open.find(({ uuid }) => uuid === HHI_SERVICE)?.characteristics.length).toBeGreaterThan(0);
  room.lab.add(watched, { speed: 4 });
  await room.ports.choose('box', watched, ['humanHumanInterface']);
  expect(await room.ports.start('box', 'humanHumanInterface')).toEqual(OK);
  const notes = await room.ports.heard('box', 'samples', 6);
  expect(await room.ports.stop('box')).toEqual(OK);
  const column = (key: string) => notes.flatMap(({ stream, counts }) => (stream === key && counts ? counts : []));
  expect([column('amplitude'), column('active')]).toEqual([
    [8, 12, 0],
    [1, 1, 0],
  ]);
  const readings = notes.filter(({ type }) => type === 'stimulation');
  const set = { intensity: 8, intensityUnit: 'mA', frequencyHz: 80, pulseWidthUs: 200 };
  expect(readings).toContainEqual({ type: 'stimulation', reading: set, source: 'query' });
  expect(readings.at(-1)).toEqual({ type: 'stimulation', reading: { intensity: 0, intensityUnit: 'mA' }, source: 'notify' });
  expect(notes).toContainEqual({ type: 'battery', percent: 71 });
  expect(written).toEqual([]);
});
