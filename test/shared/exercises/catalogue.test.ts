import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { exerciseById, exercises } from '#shared/exercises/index.ts';
import { BodySide, BodySite } from '#shared/schema/quality.ts';

const folder = fileURLToPath(new URL('../../../shared/exercises', import.meta.url));

describe('exercise catalogue', () => {
  it('lists every file once, under the id of its file', () => {
    const files = readdirSync(folder)
      .map((name) => name.replace(/\.ts$/, ''))
      .filter((name) => name !== 'index' && name !== 'define');
    expect(files.length).toBeGreaterThanOrEqual(8);
    expect(exercises.map(({ id }) => id).sort()).toEqual(files.sort());
  });

  it('finds an exercise by id and says when it does not know one', () => {
    expect(exerciseById('kneeBend')?.joint).toBe('knee');
    expect(exerciseById('unknown')).toBeUndefined();
  });

  it.each(exercises.map((exercise) => [exercise.id, exercise] as const))('%s is complete and sane', (_id, exercise) => {
    expect(exercise.name.length).toBeGreaterThan(3);
    expect((exercise.how.match(/[.!?]( |$)/g) ?? []).length).toBeLessThanOrEqual(2);
    expect(exercise.how).not.toMatch(/damage|must|pain-free|burn/i);
    expect(exercise.sides.length).toBeGreaterThan(0);
    for (const side of exercise.sides) expect(BodySide.safeParse(side).success).toBe(true);
    const { angle, movement, rangeDeg, targetDeg, minRomDeg } = exercise;
    if (angle.method === 'none') {
      expect([movement, rangeDeg, targetDeg, minRomDeg]).toEqual([null, null, null, null]);
      return;
    }
    // A range from 0 upwards is a joint that goes one way from its rest pose.
    expect(movement?.oneWay).toBe(true);
    const sites = angle.method === 'hinge' ? [angle.proximal, angle.distal] : [angle.site];
    for (const site of sites) expect(BodySite.safeParse(site).success).toBe(true);
    expect(new Set(sites).size).toBe(sites.length);
    expect(rangeDeg?.from).toBe(0);
    expect(rangeDeg?.to).toBeLessThanOrEqual(180);
    expect(targetDeg?.from).toBeGreaterThanOrEqual(minRomDeg ?? Number.NaN);
    expect(targetDeg?.to).toBeGreaterThan(targetDeg?.from ?? Number.NaN);
    expect(targetDeg?.to).toBeLessThanOrEqual(rangeDeg?.to ?? Number.NaN);
    expect(minRomDeg).toBeGreaterThanOrEqual(15);
  });

  it('asks no sensor against gravity for a turn about the vertical, which gravity cannot show: that would need a heading', () => {
    const inclined = exercises.filter(({ angle }) => angle.method === 'inclination');
    expect(inclined.length).toBeGreaterThan(0);
    for (const { id, movement } of inclined) expect(movement?.plane, id).not.toBe('transverse');
  });
});
