import { describe, expect, it } from 'vitest';
import { zeroPhase3 } from '#shared/signal/zeroPhase3.ts';

const STEP_S = 0.01;

/** x = a slow sine, y = a fast one, z = a constant; 60 s. */
function waves(): Float64Array {
  const out = new Float64Array(3 * 6000);
  for (let i = 0; i < 6000; i++) out.set([Math.sin(0.05 * i * STEP_S), Math.sin(20 * i * STEP_S), 3], 3 * i);
  return out;
}

describe('zero-phase low pass', () => {
  const steps = new Float64Array(6000).fill(STEP_S);
  steps[0] = 0;

  it('keeps a constant and a slow wave where they are, and removes a fast one', () => {
    const data = waves();
    const slow = data.slice();
    zeroPhase3(data, steps, 1, STEP_S, Float64Array.of(0, 0, 3, slow[3 * 5999], 0, 3));
    for (let i = 1000; i < 5000; i++) {
      expect(data[3 * i]).toBeCloseTo(slow[3 * i], 3);
      expect(data[3 * i + 1]).toBeCloseTo(0, 3);
      expect(data[3 * i + 2]).toBeCloseTo(3, 9);
    }
  });

  it('gives each stretch its own ends and carries nothing over', () => {
    const data = new Float64Array(3 * 200).fill(1);
    data.fill(5, 300);
    const cut = new Float64Array(200).fill(STEP_S);
    cut[0] = 0;
    cut[100] = 0;
    zeroPhase3(data, cut, 1, STEP_S, Float64Array.of(1, 1, 1, 1, 1, 1, 5, 5, 5, 5, 5, 5));
    expect(data[297]).toBeCloseTo(1, 9);
    expect(data[300]).toBeCloseTo(5, 9);
  });

  it('passes through what is slower than the time constant', () => {
    const data = waves();
    zeroPhase3(data, steps, 0.004, STEP_S, new Float64Array(6));
    expect(data).toEqual(waves());
  });
});
