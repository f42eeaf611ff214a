import { describe, expect, it } from 'vitest';
import { readCsv } from '#test/helpers/csv.ts';
import { type HingeAngleRow, pushRow, runHinge, type TimedColumns } from '#test/helpers/hingeRun.ts';
import { kneeSensors } from '#test/helpers/kneeRun.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';
import { squat, unrelatedLimbs } from '#test/helpers/syntheticLimbs.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';

const kneeFile = sharedData('motion/knee_right_cutting.csv.gz');
const RATE_HZ = 60;
const model = syntheticHinge({ seconds: 35, rateHz: RATE_HZ });
const proximal = { timeUs: model.timeUs, axes: model.proximal };
const distal = { timeUs: model.timeUs, axes: model.distal };

const between = (rows: readonly HingeAngleRow[], fromS: number, toS: number): HingeAngleRow[] =>
  rows.filter(({ timeUs }) => timeUs >= fromS * 1e6 && timeUs < toS * 1e6);
const mean = (rows: readonly HingeAngleRow[]): number => rows.reduce((sum, { confidence }) => sum + confidence, 0) / rows.length;

describe('what an angle says about itself', () => {
  it('is nothing when all is well', () => {
    const late = between(runHinge(proximal, distal, RATE_HZ).rows, 15, 35);
    expect(late.every(({ reason }) => reason === null)).toBe(true);
    expect(mean(late)).toBeGreaterThan(0.8);
  });

  it('is that the sensors sit on two limbs that share no joint', () => {
    for (let seed = 1; seed <= 5; seed++) {
      const limbs = unrelatedLimbs({ seconds: 35, rateHz: RATE_HZ, seed });
      const { rows } = runHinge(limbs.proximal, limbs.distal, RATE_HZ);
      const late = between(rows, 20, 35);
      expect(mean(late), `seed ${seed}`).toBeLessThan(0.3);
      expect(late.filter(({ reason }) => reason === 'wrongLimb').length / late.length, `seed ${seed}`).toBeGreaterThan(0.9);
    }
  });

  it('is the same angle when the two sensors are worn the other way round', () => {
    for (const pair of [{ proximal, distal }, squat({ seconds: 31, rateHz: RATE_HZ, seed: 2 })]) {
      const straight = runHinge(pair.proximal, pair.distal, RATE_HZ).rows;
      const swapped = new Map(runHinge(pair.distal, pair.proximal, RATE_HZ).rows.map((row) => [row.timeUs, row.deg]));
      const late = between(straight, 15, 30);
      const worst = Math.max(...late.map(({ timeUs, deg }) => Math.abs(deg - (swapped.get(timeUs) ?? Number.NaN))));
      expect(worst).toBeLessThan(1.5);
    }
  });

  it('is that there was a gap, until the pose has settled', () => {
    const holed = (row: number): boolean => row >= 20 * RATE_HZ && row < 24 * RATE_HZ;
    const { rows } = runHinge(proximal, distal, RATE_HZ, (track, sensor, row) => {
      if (sensor !== distal || !holed(row)) pushRow(track, sensor, row);
    });
    expect(between(rows, 20.1, 24)).toHaveLength(0);
    expect(between(rows, 24.1, 25).every(({ reason }) => reason === 'gap')).toBe(true);
    expect(between(rows, 29, 35).every(({ reason }) => reason === null)).toBe(true);
    expect(Math.abs(mean(between(rows, 24.1, 25)) - mean(between(rows, 29, 35)))).toBeGreaterThan(0.3);
  });

  it('is that there was a gap, when half seconds of a fast movement are missing, and what is sure of itself stays right', () => {
    // Frames of half a second, of which one in seventeen is lost; never those of both sensors at once.
    const lost = (row: number, sensor: TimedColumns): boolean =>
      Math.floor(row / 30) % 17 === (sensor === distal ? 5 : 1) && row > 15 * RATE_HZ;
    const { rows } = runHinge(proximal, distal, RATE_HZ, (track, sensor, row) => {
      if (!lost(row, sensor)) pushRow(track, sensor, row);
    });
    const late = between(rows, 15, 35);
    expect(late.filter(({ reason }) => reason === 'gap').length).toBeGreaterThan(100);
    const errorDeg = (row: HingeAngleRow): number => row.deg - model.angleDeg[Math.round((row.timeUs * RATE_HZ) / 1e6)];
    const rms = (some: readonly HingeAngleRow[]): number => Math.sqrt(some.reduce((sum, row) => sum + errorDeg(row) ** 2, 0) / some.length);
    const sure = late.filter(({ reason }) => reason === null);
    expect(sure.length).toBeGreaterThan(100);
    expect(rms(late)).toBeGreaterThan(2);
    expect(rms(sure)).toBeLessThan(1);
  });

  it('is that a sensor stood at the end of its range', () => {
    const { rows } = runHinge(proximal, distal, RATE_HZ, (track, { timeUs, axes }, row) => {
      track.filter.sample.set([timeUs[row], ...axes.map((column) => column[row])]);
      track.pushSample(row === 20 * RATE_HZ);
    });
    expect(between(rows, 18, 19.9).every(({ reason }) => reason === null)).toBe(true);
    expect(between(rows, 20, 22).every(({ reason }) => reason === 'saturated')).toBe(true);
    expect(between(rows, 24, 30).every(({ reason }) => reason === null)).toBe(true);
  });

  it('is that there is too little movement to know the axis', () => {
    const still = (sensor: TimedColumns): TimedColumns => ({ ...sensor, timeUs: sensor.timeUs.subarray(0, 2 * RATE_HZ) });
    const { rows, hinge } = runHinge(still(proximal), still(distal), RATE_HZ);
    expect(rows).toHaveLength(0);
    expect(hinge.reason).toBe('notEnoughMotion');
  });

  it.skipIf(kneeFile === null)(`tells two real limbs from a knee${kneeFile === null ? ` (${NO_SHARED_DATA})` : ''}`, () => {
    const { timeUs, thigh, shank } = kneeSensors(readCsv(kneeFile ?? ''));
    const knee = between(runHinge({ timeUs, axes: thigh }, { timeUs, axes: shank }, 100).rows, 40, 70);
    expect(mean(knee)).toBeGreaterThan(0.45);
    // The shank of 17 s later: a real leg, but not this one.
    const other = shank.map((column) => column.slice(1700));
    const apart = between(runHinge({ timeUs, axes: thigh }, { timeUs: timeUs.slice(0, -1700), axes: other }, 100).rows, 40, 70);
    expect(mean(apart)).toBeLessThan(0.2);
    expect(apart.filter(({ reason }) => reason === 'wrongLimb').length / apart.length).toBeGreaterThan(0.9);
  });
});
