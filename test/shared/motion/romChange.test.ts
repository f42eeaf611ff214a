import { describe, expect, it } from 'vitest';
import { romChange } from '#shared/motion/romChange.ts';
import { aaosUpperLimb } from '#shared/motion/romNorms.ts';

describe('change of a range of motion', () => {
  it('is clear from 5 degrees on, either way', () => {
    expect(romChange(90, 95)).toEqual({ kind: 'more', changeDeg: 5 });
    expect(romChange(90, 85)).toEqual({ kind: 'less', changeDeg: -5 });
    expect(romChange(90, 94.9).kind).toBe('noClearChange');
    expect(romChange(90, 85.1).kind).toBe('noClearChange');
  });

  it('is unknown when one of the two is', () => {
    expect(romChange(null, 90)).toEqual({ kind: 'unknown' });
    expect(romChange(90, null)).toEqual({ kind: 'unknown' });
    expect(romChange(90, Number.NaN)).toEqual({ kind: 'unknown' });
  });

  it('knows norms of the upper limb only, each once', () => {
    const names = aaosUpperLimb.map(({ joint, movement }) => `${joint} ${movement}`);
    expect(new Set(names).size).toBe(names.length);
    expect(aaosUpperLimb.find(({ joint }) => joint === 'elbow')?.deg).toBe(150);
  });
});
