import { seededRandom } from '#test/devices/seededRandom.ts';

/** The draws the cohort needs, all from one seeded stream. */
export interface Random {
  /** [0, 1). */
  uniform(): number;
  between(low: number, high: number): number;
  normal(): number;
  /** Beta(a, b) for whole a and b: the a-th smallest of a + b - 1 uniform numbers. */
  beta(a: number, b: number): number;
}

/** One 32-bit seed from several whole numbers (the finaliser of MurmurHash3), so that neighbours share nothing. */
export function mixSeed(...parts: readonly number[]): number {
  let hash = 0;
  for (const part of parts) {
    hash = Math.imul(hash ^ part, 0x9e3779b1);
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
  }
  return hash;
}

export function seeded(...parts: readonly number[]): Random {
  const uniform = seededRandom(mixSeed(...parts));
  let spare: number | null = null;
  return {
    uniform,
    between: (low, high) => low + (high - low) * uniform(),
    normal() {
      if (spare !== null) {
        const value = spare;
        spare = null;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      const angle = 2 * Math.PI * uniform();
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    beta(a, b) {
      const draws = Array.from({ length: a + b - 1 }, uniform).sort((x, y) => x - y);
      return draws[a - 1];
    },
  };
}
