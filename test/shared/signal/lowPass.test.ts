import { describe, expect, it } from 'vitest';
import { LowPass } from '#shared/signal/lowPass.ts';

/** Amplitude of the output for a sine of `hz` once settled, sampled at 200 Hz. */
function gainAt(hz: number, tauS: number): number {
  const filter = new LowPass(1, tauS);
  let largest = 0;
  for (let i = 0; i < 20_000; i++) {
    filter.step([Math.sin((2 * Math.PI * hz * i) / 200)], 1 / 200);
    if (i > 10_000) largest = Math.max(largest, Math.abs(filter.value[0]));
  }
  return largest;
}

describe('Butterworth low pass', () => {
  const tauS = 0.1;
  const cutOffHz = Math.SQRT2 / (2 * Math.PI * tauS);

  it('passes slow, halves the power at the cut-off and falls by 40 dB per decade', () => {
    expect(gainAt(cutOffHz / 20, tauS)).toBeCloseTo(1, 3);
    expect(gainAt(cutOffHz, tauS)).toBeCloseTo(Math.SQRT1_2, 2);
    expect(gainAt(cutOffHz * 10, tauS)).toBeLessThan(0.0105);
  });

  it('has no start-up transient: a constant stays that constant', () => {
    const filter = new LowPass(2, tauS);
    for (let i = 0; i < 500; i++) {
      filter.step([9.81, -3], 0.01);
      expect(filter.value[0]).toBeCloseTo(9.81, 12);
      expect(filter.value[1]).toBeCloseTo(-3, 12);
    }
  });

  it('gives the mean of the first tau seconds', () => {
    const filter = new LowPass(1, 0.05);
    for (const value of [1, 2, 3, 4]) filter.step([value], 0.01);
    expect(filter.value[0]).toBe(2.5);
  });

  it('passes everything when it would be faster than the samples', () => {
    const filter = new LowPass(1, 0.001);
    for (const value of [5, -7, 2]) {
      filter.step([value], 0.01);
      expect(filter.value[0]).toBe(value);
    }
  });

  it('turns with its frame: what it remembers turns too', () => {
    const half = Math.SQRT1_2;
    // A quarter turn about x: y becomes z, z becomes -y.
    const quarter = Float64Array.of(half, half, 0);
    const [plain, turned] = [new LowPass(3, tauS), new LowPass(3, tauS)];
    for (let i = 0; i < 100; i++) {
      const [x, y, z] = [Math.sin(i / 7), Math.cos(i / 3), (i % 13) / 13];
      if (i === 50) turned.turn(quarter);
      plain.step([x, y, z], 0.01);
      turned.step(i < 50 ? [x, y, z] : [x, -z, y], 0.01);
    }
    const [x, y, z] = plain.value;
    expect([...turned.value]).toEqual([x, -z, y].map((value) => expect.closeTo(value, 12)));
  });
});
