import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BATTERY_LEVEL, BATTERY_SERVICE } from '#devices/core/uuid.ts';
import { parseHeartRateMeasurement } from '#devices/profiles/heartRate.ts';
import {
  DOT_CONTROL,
  DOT_DEVICE_CONTROL,
  DOT_LONG_PAYLOAD,
  DOT_MEASUREMENT_SERVICE,
  DOT_SHORT_PAYLOAD,
} from '#devices/profiles/movellaDotUuids.ts';
import { simulatedHeartRateStrap } from '#devices/simulation/heartRateStrap.ts';
import { generateKneeMotion } from '#devices/simulation/kneeMotion.ts';
import { simulatedDot } from '#devices/simulation/movellaDot.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';

const rriFile = sharedData('intensity/hrv/exercise_rri.txt');

describe('simulated strap', () => {
  const make = (rrIntervalsMs: readonly number[], startAtS = 0) =>
    simulatedHeartRateStrap({ name: 'Strap', address: 'C0:00:00:00:00:01', rrIntervalsMs, startAtS });

  it.skipIf(rriFile === null)(`plays a real recording beat for beat (${NO_SHARED_DATA} if skipped)`, () => {
    const rrMs = readFileSync(rriFile!, 'utf8').trim().split(/\s+/).map(Number);
    const totalS = rrMs.reduce((sum, ms) => sum + ms, 0) / 1000;
    const packets = make(rrMs).packetsBetween(0, Math.floor(totalS) * 1_000_000);
    expect(packets).toHaveLength(Math.floor(totalS));
    const played = packets.flatMap((packet) => parseHeartRateMeasurement(packet.bytes)!.rr1024);
    expect(played.length).toBeGreaterThan(rrMs.length - 4);
    expect(played).toEqual(rrMs.slice(0, played.length).map((ms) => Math.round(ms * 1.024)));
  });

  it('says the rate of the last beats, with contact, and repeats the list at its end', () => {
    const packets = make([500, 500, 1000, 1000]).packetsBetween(0, 6_000_000);
    const read = packets.map((packet) => parseHeartRateMeasurement(packet.bytes)!);
    expect(read.map((one) => one.contact)).toEqual(Array.from({ length: 6 }, () => 'yes'));
    expect(read.map((one) => one.rr1024)).toEqual([[512, 512], [1024], [1024], [512, 512], [1024], [1024]]);
    expect(read[2].heartRateBpm).toBe(80);
  });

  it('gives the same packets however often it is asked', () => {
    const whole = make([812, 640, 977], 100).packetsBetween(0, 30_000_000);
    const peripheral = make([812, 640, 977], 100);
    const parts = Array.from({ length: 300 }, (_, i) => peripheral.packetsBetween(i * 100_000, (i + 1) * 100_000)).flat();
    expect(parts).toEqual(whole);
    expect(peripheral.read(BATTERY_SERVICE, BATTERY_LEVEL)).toEqual(Uint8Array.of(87));
  });
});

describe('simulated DOT', () => {
  const motion = generateKneeMotion({ peaksDeg: [90] });
  const make = (loop = true) =>
    simulatedDot({ name: 'Movella DOT', address: 'D4:22:CD:00:00:01', samples: motion.shank, loop, clockStartUs: 2 ** 32 - 1_000_000 });
  const start = (mode = 26) => Uint8Array.of(1, 1, mode);

  it('is silent until started and after it is stopped', () => {
    const dot = make();
    expect(dot.packetsBetween(0, 1_000_000)).toEqual([]);
    dot.write(DOT_MEASUREMENT_SERVICE, DOT_CONTROL, start());
    const packets = dot.packetsBetween(1_000_000, 2_000_000);
    expect(packets).toHaveLength(60);
    expect(packets[0]).toMatchObject({ dueUs: 1_016_667, characteristic: DOT_LONG_PAYLOAD });
    expect(packets.every((packet) => packet.bytes.length === 44)).toBe(true);
    expect(dot.read(DOT_MEASUREMENT_SERVICE, DOT_CONTROL)).toEqual(start());
    dot.write(DOT_MEASUREMENT_SERVICE, DOT_CONTROL, Uint8Array.of(1, 0, 26));
    expect(dot.packetsBetween(2_000_000, 3_000_000)).toEqual([]);
  });

  it('gives every packet once, whatever the host asks for at a time', () => {
    const dot = make();
    dot.write(DOT_MEASUREMENT_SERVICE, DOT_CONTROL, start());
    const parts: number[] = [];
    for (let us = 0; us < 9_999_999; us += 7_001) parts.push(...dot.packetsBetween(us, us + 7_001).map((packet) => packet.dueUs));
    expect(parts).toEqual(Array.from({ length: parts.length }, (_, i) => Math.round(((i + 1) * 1e6) / 60)));
    expect(parts.length).toBeGreaterThanOrEqual(600);
  });

  it('wraps its clock, changes its rate and its payload when told', () => {
    const dot = make();
    dot.write(DOT_MEASUREMENT_SERVICE, DOT_CONTROL, start(5));
    const rate = new Uint8Array(32);
    rate.set([0x10]);
    rate.set([20, 0], 24);
    dot.write(DOT_MEASUREMENT_SERVICE, DOT_DEVICE_CONTROL, rate);
    const packets = dot.packetsBetween(0, 2_000_000);
    expect(packets).toHaveLength(40);
    expect(packets.every((packet) => packet.characteristic === DOT_SHORT_PAYLOAD && packet.bytes.length === 20)).toBe(true);
    const clock = packets.map((packet) => new DataView(packet.bytes.buffer).getUint32(0, true));
    expect(clock.slice(18, 21)).toEqual([2 ** 32 - 50_000, 0, 50_000]);
  });

  it('holds its last pose at the end unless it loops', () => {
    const dot = make(false);
    dot.write(DOT_MEASUREMENT_SERVICE, DOT_CONTROL, start());
    const late = dot.packetsBetween(60_000_000, 60_040_000).map((packet) => packet.bytes.slice(4));
    expect(late).toHaveLength(2);
    expect(late[0]).toEqual(late[1]);
  });

  it('refuses writes it does not know', () => {
    expect(() => make().write(DOT_MEASUREMENT_SERVICE, DOT_CONTROL, Uint8Array.of(1))).toThrow(/refuses/);
  });
});

describe('generated knee motion', () => {
  const motion = generateKneeMotion({ peaksDeg: [80, 60], restDeg: 10, accelerationNoiseMPerS2: 0, angularRateNoiseRadPerS: 0 });

  it('reaches each peak once and rests between', () => {
    expect(Math.max(...motion.flexionDeg.slice(0, 680))).toBeCloseTo(80, 1);
    expect(Math.max(...motion.flexionDeg.slice(700))).toBeCloseTo(60, 1);
    expect(Math.min(...motion.flexionDeg)).toBeCloseTo(10, 6);
    expect(motion.simulated).toBe(true);
  });

  it('has rates that integrate to the angle, and gravity alone at rest', () => {
    let angleRad = 0;
    motion.shank.forEach((sample, i) => {
      if (i > 0) angleRad += ((sample.angularRateRadPerS[1] + motion.shank[i - 1].angularRateRadPerS[1]) / 2) * 0.01;
      expect(Math.abs((angleRad * 180) / Math.PI - (motion.flexionDeg[i] - 10))).toBeLessThan(0.05);
    });
    expect(Math.hypot(...motion.shank[0].accelerationMPerS2)).toBeCloseTo(9.80665, 6);
    expect(Math.hypot(...motion.thigh[400].accelerationMPerS2)).toBeCloseTo(9.80665, 6);
  });

  it('turns gravity into the earth frame with its own orientation', () => {
    const { quatWxyz, accelerationMPerS2 } = motion.shank[0];
    const [w, x, y, z] = quatWxyz!;
    const [ax, ay, az] = accelerationMPerS2;
    const up = 2 * (x * z - w * y) * ax + 2 * (y * z + w * x) * ay + (1 - 2 * (x * x + y * y)) * az;
    expect(up).toBeCloseTo(9.80665, 6);
  });

  it('is the same for the same seed', () => {
    const once = generateKneeMotion({ peaksDeg: [50], seed: 4 });
    expect(generateKneeMotion({ peaksDeg: [50], seed: 4 })).toEqual(once);
    expect(generateKneeMotion({ peaksDeg: [50], seed: 5 }).shank[3]).not.toEqual(once.shank[3]);
  });
});
