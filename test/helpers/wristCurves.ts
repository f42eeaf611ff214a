import fc from 'fast-check';
import { type QuatWxyz, rotateBack } from '#shared/motion/quaternion.ts';
import { ease, share } from './repetitionCurves.ts';

/** One wrist sensor's recording: us; gyr x, y, z (rad/s), acc x, y, z (m/s2). */
export interface WristRecording {
  readonly timeUs: number[];
  readonly axes: number[][];
}

export interface Lift {
  /** s down, at the bottom, up, at the top. */
  readonly down: number;
  readonly low: number;
  readonly up: number;
  readonly top: number;
}

const anyLift: fc.Arbitrary<Lift> = fc.record({ down: share(1.1, 1.8), low: share(0, 0.3), up: share(0.9, 1.6), top: share(0, 1) });
/** 4 to 12 lifts, each up to a quarter slower or faster than the first. */
export const anySet: fc.Arbitrary<Lift[]> = fc
  .tuple(anyLift, fc.array(share(0.8, 1.25), { minLength: 4, maxLength: 12 }))
  .map(([{ down, low, up, top }, paces]) => paces.map((pace) => ({ down: pace * down, low: pace * low, up: pace * up, top: pace * top })));

const part = share(-1, 1);
export const anyMounting: fc.Arbitrary<QuatWxyz> = fc.tuple(part, part, part, share(0.1, 1)).map(([x, y, z, w]) => {
  const norm = Math.hypot(w, x, y, z);
  return { w: w / norm, x: x / norm, y: y / norm, z: z / norm };
});

const G = 9.80665;
const STEP_S = 1e-3;

/** Where the hand is: height (m) and tilt (rad) about the forearm's own x axis. */
interface Pose {
  readonly height: number;
  readonly tilt: number;
}

/** A hand at rest. */
export function resting(seconds: number, rateHz = 25): WristRecording {
  return record(seconds, rateHz, () => ({ height: 0, tilt: 0 }));
}

/** A bar let down and pushed up again: 0.45 m, with the wrist tilting 20 degrees on the way. */
export function lifting(lifts: readonly Lift[], rateHz = 25): WristRecording {
  const starts = lifts.map((_, i) => lifts.slice(0, i).reduce((sum, lift) => sum + seconds(lift), 0));
  return record(starts[starts.length - 1] + seconds(lifts[lifts.length - 1]), rateHz, (t) => {
    const now = Math.max(
      0,
      starts.findLastIndex((start) => start <= t),
    );
    const { down, low, up } = lifts[now];
    const at = t - starts[now];
    const away = ease(clamped(at / down)) - ease(clamped((at - down - low) / up));
    return { height: -0.45 * away, tilt: 0.35 * away };
  });
}

/** An arm swinging in the rhythm of strides (Hz) while the body bounces twice a stride. */
export function walking(secondsLong: number, strideHz: number, rateHz = 25): WristRecording {
  const turn = 2 * Math.PI * strideHz;
  return record(secondsLong, rateHz, (t) => ({ height: 0.02 * Math.sin(2 * turn * t), tilt: 0.4 * Math.sin(turn * t) }));
}

/** One recording after the other, without a pause. */
export function inTurn(...parts: readonly WristRecording[]): WristRecording {
  const timeUs: number[] = [];
  const axes: number[][] = [[], [], [], [], [], []];
  for (const part of parts) {
    const fromUs = timeUs.length === 0 ? 0 : timeUs[timeUs.length - 1] + 40_000;
    timeUs.push(...part.timeUs.map((us) => us + fromUs));
    for (let c = 0; c < axes.length; c++) axes[c].push(...part.axes[c]);
  }
  return { timeUs, axes };
}

/** The same movement with the sensor mounted in another way. */
export function mounted({ timeUs, axes }: WristRecording, mount: QuatWxyz): WristRecording {
  const turned = [0, 3].flatMap((first) => {
    const rows = timeUs.map((_, i) =>
      rotateBack({ x: 0, y: 0, z: 0 }, mount, { x: axes[first][i], y: axes[first + 1][i], z: axes[first + 2][i] }),
    );
    return [rows.map(({ x }) => x), rows.map(({ y }) => y), rows.map(({ z }) => z)];
  });
  return { timeUs, axes: turned };
}

const clamped = (share: number): number => Math.max(0, Math.min(1, share));

function seconds({ down, low, up, top }: Lift): number {
  return down + low + up + top;
}

function record(secondsLong: number, rateHz: number, pose: (t: number) => Pose): WristRecording {
  const count = Math.round(secondsLong * rateHz);
  const timeUs = Array.from({ length: count }, (_, i) => Math.round((i * 1e6) / rateHz));
  const rows = timeUs.map((us, i) => {
    const t = us / 1e6;
    const [before, now, after] = [pose(t - STEP_S), pose(t), pose(t + STEP_S)];
    const up = G + (after.height - 2 * now.height + before.height) / STEP_S ** 2;
    // Sines of squares: noise that is the same every time.
    const noise = (n: number): number => Math.sin((i + 1) * (i + 3 * n) * 1.7);
    return [
      (after.tilt - before.tilt) / (2 * STEP_S) + 0.03 * noise(1),
      0.03 * noise(2),
      0.03 * noise(3),
      0.05 * noise(4),
      up * Math.sin(now.tilt) + 0.05 * noise(5),
      up * Math.cos(now.tilt) + 0.05 * noise(6),
    ];
  });
  return { timeUs, axes: [0, 1, 2, 3, 4, 5].map((c) => rows.map((row) => row[c])) };
}
