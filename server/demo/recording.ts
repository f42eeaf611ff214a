import type { StreamSamples } from '#shared/analysis/types.ts';
import type { Random } from './random.ts';

const G_M_S2 = 9.80665;
/** Counts of the simulated motion sensor: +-16 g and +-2000 deg/s in 16 bits. */
export const ACCELERATION_SCALE = (16 * G_M_S2) / 32768;
export const ANGULAR_RATE_SCALE = (2000 * Math.PI) / 180 / 32768;

export interface HeartRateLife {
  readonly restingBpm: number;
  readonly plateauBpm: number;
  readonly minutes: number;
  /** Quiet end of the session. */
  readonly coolDownS: number;
}

/** Heart rate once a second: rises towards the plateau with 45 s, drifts a little, falls in the cool-down; the strap drops out now and then. */
export function heartRateSamples(life: HeartRateLife, startedUs: number, random: Random): StreamSamples {
  const seconds = Math.round(life.minutes * 60);
  const dropFrom = random.chance(0.12) ? Math.floor(seconds * (0.3 + 0.4 * random.uniform())) : Number.POSITIVE_INFINITY;
  const hostUs: number[] = [];
  const counts: number[] = [];
  let bpm = life.restingBpm + 8;
  for (let s = 0; s < seconds; s++) {
    const target = s > seconds - life.coolDownS ? life.restingBpm + 12 : life.plateauBpm + (4 * s) / seconds;
    bpm += (target - bpm) / 45 + 0.5 * random.normal();
    if (s >= dropFrom && s < dropFrom + 50) continue;
    hostUs.push(startedUs + s * 1_000_000 + Math.round(20_000 * random.uniform()));
    counts.push(Math.round(bpm), 1);
  }
  return { sampleCount: hostUs.length, hostUs: Float64Array.from(hostUs), counts: Int16Array.from(counts) };
}

/** Position, 0 to 1, on a minimum-jerk path (Flash and Hogan 1985, doi 10.1523/JNEUROSCI.05-07-01688.1985). */
const minimumJerk = (x: number) => x * x * x * (10 - 15 * x + 6 * x * x);

export interface SetLife {
  readonly romDeg: number;
  readonly repetitions: number;
  readonly secondsPerRepetition: number;
}

/** Rest pose before and after the repetitions of a set, seconds. */
export const LEAD_IN_S = 4;

/** One set on a single limb sensor that turns about its y axis from the hanging pose, up to `toUs`: specific force and angular rate in counts. */
export function setSamples(set: SetLife, rateHz: number, fromUs: number, toUs: number, random: Random): StreamSamples {
  const lengths = Array.from({ length: set.repetitions }, () => set.secondsPerRepetition * (1 + 0.05 * random.normal()));
  const roms = lengths.map(() => set.romDeg * (1 + 0.04 * random.normal()));
  const n = Math.floor(((toUs - fromUs) / 1e6) * rateHz);
  const hostUs = new Float64Array(n);
  const counts = new Int16Array(n * 6);
  const angleAt = (t: number): number => {
    let from = LEAD_IN_S;
    for (let r = 0; r < lengths.length; r++) {
      if (t >= from && t < from + lengths[r]) {
        const x = (t - from) / lengths[r];
        return (roms[r] * minimumJerk(x < 0.5 ? 2 * x : 2 - 2 * x) * Math.PI) / 180;
      }
      from += lengths[r];
    }
    return 0;
  };
  for (let i = 0; i < n; i++) {
    const t = i / rateHz;
    const angle = angleAt(t);
    const rate = (angleAt(t + 0.005) - angleAt(t - 0.005)) / 0.01;
    const noise = () => 0.03 * random.normal();
    hostUs[i] = fromUs + Math.round(t * 1e6);
    counts[i * 6] = Math.round((G_M_S2 * Math.cos(angle) + noise()) / ACCELERATION_SCALE);
    counts[i * 6 + 1] = Math.round(noise() / ACCELERATION_SCALE);
    counts[i * 6 + 2] = Math.round((G_M_S2 * Math.sin(angle) + noise()) / ACCELERATION_SCALE);
    counts[i * 6 + 3] = 0;
    counts[i * 6 + 4] = Math.round((rate + 0.002 * random.normal()) / ANGULAR_RATE_SCALE);
    counts[i * 6 + 5] = 0;
  }
  return { sampleCount: n, hostUs, counts };
}

/** Runs of one stream, one after the other. */
export function joinSamples(runs: readonly StreamSamples[]): StreamSamples {
  const sampleCount = runs.reduce((sum, run) => sum + run.sampleCount, 0);
  const hostUs = new Float64Array(sampleCount);
  const counts = new Int16Array(runs.reduce((sum, run) => sum + run.counts.length, 0));
  let samplesBefore = 0;
  let countsBefore = 0;
  for (const run of runs) {
    hostUs.set(run.hostUs, samplesBefore);
    counts.set(run.counts, countsBefore);
    samplesBefore += run.sampleCount;
    countsBefore += run.counts.length;
  }
  return { sampleCount, hostUs, counts };
}
