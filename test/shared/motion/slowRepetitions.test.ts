import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sittingKneeExtension } from '#shared/exercises/sittingKneeExtension.ts';
import { RepetitionCounter, type RepetitionParams, repetitionDefaults } from '#shared/motion/repetitions.ts';
import { exercise, generate, RATE_HZ, share } from '#test/helpers/repetitionCurves.ts';

interface Announced {
  readonly romDeg: number;
  readonly peakS: number;
  readonly availableS: number;
}

/** `zeroAt`: index of the angle that is given as a new rest pose. */
function count(deg: readonly number[], params: Partial<RepetitionParams> = {}, zeroAt = -1): Announced[] {
  const found: Announced[] = [];
  const counter = new RepetitionCounter({ ...repetitionDefaults, ...params }, ({ romDeg, peakUs }, availableUs) => {
    found.push({ romDeg, peakS: peakUs / 1e6, availableS: availableUs / 1e6 });
  });
  deg.forEach((value, i) => {
    const timeUs = Math.round((i * 1e6) / RATE_HZ);
    if (i === zeroAt) counter.restart(true);
    counter.push(timeUs, value, 1, timeUs);
  });
  counter.finish();
  return found;
}

describe('slow repetitions of an exercise', () => {
  it('counts ten of ten, each announced at most 0.5 s after the return to rest and never before the turning point', () => {
    fc.assert(
      fc.property(exercise, (made) => {
        const { deg, endsS } = generate(made);
        const found = count(deg);
        expect(found).toHaveLength(10);
        found.forEach(({ romDeg, peakS, availableS }, i) => {
          expect(availableS).toBeLessThan(endsS[i] + 0.5);
          expect(availableS).toBeGreaterThan(peakS);
          expect(Math.abs(romDeg - made.romDeg * made.repetitions[i].scale)).toBeLessThan(0.1 * made.romDeg + 2 * made.tremorDeg);
        });
      }),
      { numRuns: 150 },
    );
  });

  it('counts nothing in tremor, drift and fidgeting at rest', () => {
    fc.assert(
      fc.property(
        share(4, 6),
        share(0, 2),
        share(-0.1, 0.1),
        share(0, 4),
        share(0.1, 1),
        (hz, tremorDeg, driftDegPerS, swayDeg, swayHz) => {
          const deg = Array.from({ length: 60 * RATE_HZ }, (_, i) => {
            const t = i / RATE_HZ;
            return tremorDeg * Math.sin(2 * Math.PI * hz * t) + driftDegPerS * t + swayDeg * Math.sin(2 * Math.PI * swayHz * t);
          });
          expect(count(deg)).toEqual([]);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** Knee flexion in walking: about 15 deg after heel strike and 60 deg in swing (Winter, Biomechanics of Human Gait, 1991). */
function walking(seconds: number, stepHz: number, size: number): number[] {
  const bump = (phase: number, at: number, width: number): number => Math.exp(-(((phase - at) / width) ** 2));
  return Array.from({ length: Math.round(seconds * RATE_HZ) }, (_, i) => {
    const phase = ((i / RATE_HZ) * stepHz) % 1;
    return size * (5 + 14 * bump(phase, 0.14, 0.08) + 57 * bump(phase, 0.72, 0.1));
  });
}

describe('walking to the chair', () => {
  const { minHalfPeriodS } = sittingKneeExtension;

  it('counts no step as straightening the knee in a chair, and all ten repetitions after sitting down', () => {
    fc.assert(
      fc.property(share(0.7, 1.1), share(0.85, 1.15), fc.integer({ min: 3, max: 15 }), exercise, (strideHz, size, seconds, made) => {
        const walk = walking(seconds, strideHz, size);
        expect(count(walk, { minHalfPeriodS })).toEqual([]);
        const { deg } = generate(made);
        expect(count([...walk, ...deg], { minHalfPeriodS }, walk.length)).toHaveLength(10);
      }),
      { numRuns: 60 },
    );
  });
});
