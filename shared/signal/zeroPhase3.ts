import { designLowPass, type LowPassCoefficients } from './lowPass.ts';

/**
 * Low-passes x, y, z triples in place, forward and then backward, so that nothing is delayed; the magnitude response of the two
 * passes is 1 / (1 + (f / fc)^4), fc = sqrt2 / (2 pi tau). `stepS[k]` is the time from triple k - 1; 0 begins a new stretch, which
 * shares nothing with the one before. A hole within a stretch counts as the repeated value after it. `beyond` holds six numbers per
 * stretch: its values before (x, y, z) and after it, as if it had rested there.
 */
export function zeroPhase3(xyz: Float64Array, stepS: Float64Array, tauS: number, intervalS: number, beyond: Float64Array): void {
  const k: LowPassCoefficients = { b0: 1, a1: 0, a2: 0, bypass: true };
  designLowPass(k, tauS, intervalS);
  if (k.bypass) return;
  const repeats = new Uint16Array(stepS.length);
  for (let i = 0; i < stepS.length; i++) repeats[i] = Math.max(1, Math.round(stepS[i] / intervalS));
  let at = 0;
  for (let from = 0, to = 0; from < stepS.length; from = to) {
    to = from + 1;
    while (to < stepS.length && stepS[to] > 0) to++;
    pass(xyz, repeats, from, to, 1, k, beyond.subarray(at, at + 3));
    pass(xyz, repeats, from, to, -1, k, beyond.subarray(at + 3, at + 6));
    at += 6;
  }
}

/** One direction over triples from..to-1, settled to `before` at first. */
function pass(
  xyz: Float64Array,
  repeats: Uint16Array,
  from: number,
  to: number,
  direction: 1 | -1,
  { b0, a1, a2 }: LowPassCoefficients,
  before: Float64Array,
): void {
  let [mx, my, mz] = before;
  let [x0, y0, z0] = [mx * (1 - b0), my * (1 - b0), mz * (1 - b0)];
  let [x1, y1, z1] = [mx * (b0 - a2), my * (b0 - a2), mz * (b0 - a2)];
  const first = direction === 1 ? from : to - 1;
  const end = direction === 1 ? to : from - 1;
  for (let i = first; i !== end; i += direction) {
    const x = xyz[3 * i];
    const y = xyz[3 * i + 1];
    const z = xyz[3 * i + 2];
    // Backward the hole lies between this triple and the one after it.
    const times = direction === 1 ? repeats[i] : i + 1 < to ? repeats[i + 1] : 1;
    for (let n = 0; n < times; n++) {
      mx = b0 * x + x0;
      my = b0 * y + y0;
      mz = b0 * z + z0;
      x0 = 2 * b0 * x - a1 * mx + x1;
      y0 = 2 * b0 * y - a1 * my + y1;
      z0 = 2 * b0 * z - a1 * mz + z1;
      x1 = b0 * x - a2 * mx;
      y1 = b0 * y - a2 * my;
      z1 = b0 * z - a2 * mz;
    }
    xyz[3 * i] = mx;
    xyz[3 * i + 1] = my;
    xyz[3 * i + 2] = mz;
  }
}
