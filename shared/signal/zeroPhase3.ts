import { inPieces } from './inPieces.ts';
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
    const triples = xyz.subarray(3 * from, 3 * to);
    pass(triples, repeats.subarray(from, to), k, beyond.subarray(at, at + 3), false);
    pass(triples, repeats.subarray(from, to), k, beyond.subarray(at + 3, at + 6), true);
    at += 6;
  }
}

/** One direction over a stretch, settled to `before` at first. */
function pass(xyz: Float64Array, repeats: Uint16Array, k: LowPassCoefficients, before: Float64Array, backward: boolean): void {
  const state = new Float64Array(9);
  for (let c = 0; c < 3; c++) {
    state[c] = before[c];
    state[3 + c] = before[c] * (1 - k.b0);
    state[6 + c] = before[c] * (k.b0 - k.a2);
  }
  inPieces(repeats.length, (from, to) => runPiece(xyz, repeats, from, to, k, state, backward), backward);
}

/** Rows `from` up to, not including, `to`. `state`: the last output x, y, z, then what the filter keeps of each. */
function runPiece(
  xyz: Float64Array,
  repeats: Uint16Array,
  from: number,
  to: number,
  { b0, a1, a2 }: LowPassCoefficients,
  state: Float64Array,
  backward: boolean,
): void {
  let mx = state[0];
  let my = state[1];
  let mz = state[2];
  let x0 = state[3];
  let y0 = state[4];
  let z0 = state[5];
  let x1 = state[6];
  let y1 = state[7];
  let z1 = state[8];
  for (let n = from; n < to; n++) {
    const i = backward ? to - 1 - (n - from) : n;
    const x = xyz[3 * i];
    const y = xyz[3 * i + 1];
    const z = xyz[3 * i + 2];
    // Backward the hole lies between this triple and the one after it.
    const times = !backward ? repeats[i] : i + 1 < repeats.length ? repeats[i + 1] : 1;
    for (let time = 0; time < times; time++) {
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
  state.set([mx, my, mz, x0, y0, z0, x1, y1, z1]);
}
