import { describe, expect, it } from 'vitest';
import { createPacketReader } from '#devices/core/packetReader.ts';
import type { DecodeResult, DeviceDefinition } from '#devices/core/types.ts';
import { cyclingSensor } from '#devices/drivers/cyclingSensor.ts';
import { powerMeter } from '#devices/drivers/powerMeter.ts';
import { runningPod } from '#devices/drivers/runningPod.ts';
import { parsePowerMeasurement } from '#devices/profiles/cyclingPower.ts';
import { parseCyclingMeasurement } from '#devices/profiles/cyclingSpeed.ts';
import type { Revolutions } from '#devices/profiles/revolutions.ts';
import { parseRunningMeasurement } from '#devices/profiles/runningSpeed.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { bytesOf, ownVectors, sharedVectors } from './sharedVectors.ts';

interface Expected {
  readonly wheelRevs?: number;
  readonly wheelTime1024?: number;
  readonly wheelTime2048?: number;
  readonly crankRevs?: number;
  readonly crankTime1024?: number;
  readonly powerW?: number;
  readonly speedMps?: number;
  readonly cadence?: number;
  readonly strideM?: number;
  readonly distanceM?: number;
  readonly running?: boolean;
}
const references = ['ble:cscs', 'ble:cps', 'ble:rscs'].map((device) => sharedVectors<Expected>(device));
const all = [...ownVectors<Expected>('cycling'), ...references.flatMap((list) => list ?? [])];
const of = (characteristic: string) => all.filter(({ stream }) => stream === characteristic);
const revolutions = (count: number | undefined, timeTicks: number | undefined): Revolutions | null =>
  count === undefined || timeTicks === undefined ? null : { count, timeTicks };

describe('packets', () => {
  it.each(of('2a5b'))('cycling $hex', ({ hex, expect: wanted }) => {
    expect(parseCyclingMeasurement(bytesOf(hex))).toEqual({
      wheel: revolutions(wanted.wheelRevs, wanted.wheelTime1024),
      crank: revolutions(wanted.crankRevs, wanted.crankTime1024),
    });
  });

  it.each(of('2a63'))('power $hex', ({ hex, expect: wanted }) => {
    expect(parsePowerMeasurement(bytesOf(hex))).toEqual({
      powerW: wanted.powerW,
      wheel: revolutions(wanted.wheelRevs, wanted.wheelTime2048),
      crank: revolutions(wanted.crankRevs, wanted.crankTime1024),
    });
  });

  it.each(of('2a53'))('running $hex', ({ hex, expect: wanted }) => {
    expect(parseRunningMeasurement(bytesOf(hex))).toEqual({
      speedMPerS: wanted.speedMps,
      cadencePerMin: wanted.cadence,
      strideLengthM: wanted.strideM ?? null,
      distanceM: wanted.distanceM ?? null,
      running: wanted.running,
    });
  });

  it.skipIf(references.includes(null))(`reference packets were there (${NO_SHARED_DATA} if skipped)`, () => {
    expect(references.map((list) => list?.length)).toEqual([3, 1, 1]);
  });
});

/** Feeds packets through one link and gives what each stream said. */
function play(definition: DeviceDefinition, packets: readonly (readonly number[])[]) {
  const reader = createPacketReader();
  const use = definition.characteristics[0];
  const results: DecodeResult[] = packets.flatMap((bytes) => reader.read(use, Uint8Array.from(bytes)));
  return (key: string): number[] =>
    results.flatMap((result) => (result.ok ? result.streams : [])).flatMap((part) => (part.stream === key ? [part.counts[0] / 10] : []));
}
const u16 = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff];
const crank = (count: number, ticks: number): number[] => [2, ...u16(count), ...u16(ticks)];

describe('turns per minute', () => {
  it('come from the differences of two packets, through both wraps', () => {
    const cadence = play(cyclingSensor, [crank(65535, 65024), crank(0, 65024 + 1024 - 65536 + 65536), crank(3, 3 * 1024)]);
    expect(cadence('crank')).toEqual([60, 72]);
  });

  it('a wheel counts in 32 bits; a power meter has wheel times twice as fine and crank times as usual', () => {
    const first = bytesOf('01 FF FF FF FF 00 00');
    const wheel = play(cyclingSensor, [[...first], [1, 4, 0, 0, 0, ...u16(1024)]]);
    expect(wheel('wheel')).toEqual([300]);
    const meter = play(powerMeter, [
      [0x20, 0, 100, 0, ...u16(10), ...u16(0)],
      [0x20, 0, 120, 0, ...u16(12), ...u16(1536)],
    ]);
    expect(meter('crank')).toEqual([80]);
    expect(meter('power')).toEqual([10, 12]);
  });

  it('a repeated event is no zero at once; after three packets it stands still, and the turn after that only begins anew', () => {
    const still = [crank(5, 1000), crank(6, 2024), crank(6, 2024), crank(6, 2024), crank(6, 2024), crank(7, 2524), crank(8, 3548)];
    expect(play(cyclingSensor, still)('crank')).toEqual([60, 0, 60]);
  });

  it('what no leg can do is left out', () => {
    expect(play(cyclingSensor, [crank(5, 1000), crank(60, 1100), crank(61, 2124)])('crank')).toEqual([60]);
  });

  it('a new link begins anew', () => {
    const reader = createPacketReader();
    const use = cyclingSensor.characteristics[0];
    reader.read(use, Uint8Array.from(crank(5, 1000)));
    reader.restart();
    expect(reader.read(use, Uint8Array.from(crank(6, 2024)))).toMatchObject([{ ok: true, streams: [] }]);
  });
});

it('a pod gives speed and steps, and stride where it is there', () => {
  const [use] = runningPod.characteristics;
  expect(use.decode(bytesOf('07 00 03 A0 5A 00 10 27 00 00'))).toEqual({
    ok: true,
    notes: [],
    streams: [
      { stream: 'running', sampleCount: 1, counts: Int16Array.of(768, 160), deviceUs: null },
      { stream: 'stride', sampleCount: 1, counts: Int16Array.of(90), deviceUs: null },
    ],
  });
  expect(use.decode(bytesOf('00 80 01 68'))).toMatchObject({ streams: [{ stream: 'running' }] });
});
