import fc from 'fast-check';

export const RATE_HZ = 60;
const LEAD_S = 2;

export interface Shape {
  readonly seconds: number;
  /** Shares of it on the way up and held at the top. */
  readonly up: number;
  readonly hold: number;
  readonly scale: number;
  readonly pauseS: number;
}

export interface Exercise {
  readonly romDeg: number;
  readonly sign: number;
  readonly restDeg: number;
  readonly tremorHz: number;
  readonly tremorDeg: number;
  readonly repetitions: readonly Shape[];
}

/** A number between two. */
export const share = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

/** Ten repetitions as in the clinic: 3 to 6 s each, no two alike, with holds, pauses and a tremor of 4 to 6 Hz. */
export const exercise: fc.Arbitrary<Exercise> = fc.record({
  romDeg: share(40, 100),
  sign: fc.constantFrom(1, -1),
  restDeg: share(-20, 90),
  tremorHz: share(4, 6),
  tremorDeg: share(0, 1.2),
  repetitions: fc.array(
    fc.record({ seconds: share(3, 6), up: share(0.25, 0.45), hold: share(0, 0.3), scale: share(0.88, 1.12), pauseS: share(0, 4) }),
    { minLength: 10, maxLength: 10 },
  ),
});

/** Minimum-jerk step from 0 to 1 (Flash & Hogan, J Neurosci 5:1688, 1985). */
export const ease = (u: number): number => u * u * u * (10 - 15 * u + 6 * u * u);

/** Share of the range at `t` seconds after a repetition's start. */
function height({ seconds, up, hold, scale }: Shape, t: number): number {
  const u = t / seconds;
  if (u < up) return scale * ease(u / up);
  if (u < up + hold) return scale;
  return u < 1 ? scale * (1 - ease((u - up - hold) / (1 - up - hold))) : 0;
}

export interface GeneratedExercise {
  readonly timeUs: number[];
  readonly deg: number[];
  /** When each repetition leaves rest and is back there. */
  readonly startsS: number[];
  readonly endsS: number[];
}

/** Angles from 2 s before the first repetition to 3 s after the last. */
export function generate({ romDeg, sign, restDeg, tremorHz, tremorDeg, repetitions }: Exercise): GeneratedExercise {
  const startsS: number[] = [];
  let atS = LEAD_S;
  for (const { seconds, pauseS } of repetitions) {
    startsS.push(atS);
    atS += seconds + pauseS;
  }
  const deg = Array.from({ length: Math.floor((atS + 3) * RATE_HZ) }, (_, i) => {
    const t = i / RATE_HZ;
    const now = startsS.findLastIndex((startS) => startS <= t);
    const up = now < 0 ? 0 : height(repetitions[now], t - startsS[now]);
    return restDeg + sign * romDeg * up + tremorDeg * Math.sin(2 * Math.PI * tremorHz * t);
  });
  return {
    timeUs: deg.map((_, i) => Math.round((i * 1e6) / RATE_HZ)),
    deg,
    startsS,
    endsS: repetitions.map(({ seconds }, i) => startsS[i] + seconds),
  };
}
