import { hypot } from '#shared/signal/portableMath.ts';
import { hasWalkingRhythm } from './walkingRhythm.ts';
import { GRID_HZ, type WristSignals } from './wristGrid.ts';

/** s; a longer rest parts two sets. */
export const PARTING_S = 6;
/** rad/s and m/s2 within a second; less is a hand at rest. */
const QUIET_RATE = 0.15;
const QUIET_CHANGE = 0.5;
/** Samples of a rest or hole that are kept on either side. */
const MARGIN = Math.round(GRID_HZ);
/** Samples: longer bouts are cut, their cost would grow and the movement is another one by then. */
const LONGEST = 180 * GRID_HZ;

/** Samples: walking is looked for in windows of six seconds, second by second; six show 0.5 and more where exercises show 0.26 at most. */
export const WALK_WINDOW = 6 * GRID_HZ;
const WALK_STEP = Math.round(GRID_HZ);

/** Stretches of movement between rests, walks and holes of more than `partingS` seconds. */
export function wristBouts(signals: WristSignals, partingS: number): WristSignals[] {
  const parting = partingS * GRID_HZ;
  const { known } = signals;
  const walked = walkedSamples(signals);
  const bouts: WristSignals[] = [];
  let from = -1;
  let lastMoving = 0;
  for (let i = 0; i <= known.length; i++) {
    const moving = i < known.length && known[i] === 1 && walked[i] === 0 && isMoving(signals, i);
    if (moving && from < 0) from = i;
    if (from >= 0 && (i === known.length || i - lastMoving > parting || i - from >= LONGEST)) {
      const to = Math.min(known.length, i - lastMoving > parting ? lastMoving + MARGIN : i);
      bouts.push(cut(signals, Math.max(0, from - MARGIN), to));
      from = moving ? i : -1;
    }
    if (moving) lastMoving = i;
  }
  return bouts;
}

/** 1 in the middle of a window with the rhythm of steps, and at either end of the recording as in the window nearest to it. */
function walkedSamples(signals: WristSignals): Uint8Array {
  const count = signals.known.length;
  const walked = new Uint8Array(count);
  if (count < WALK_WINDOW) return walked;
  for (let at = 0; at < count; at += WALK_STEP) {
    const from = Math.max(0, Math.min(count - WALK_WINDOW, Math.round(at + WALK_STEP / 2 - WALK_WINDOW / 2)));
    if (hasWalkingRhythm(cut(signals, from, from + WALK_WINDOW))) walked.fill(1, at, at + WALK_STEP);
  }
  return walked;
}

/** True when the wrist turns at point `i`, or its pose or speed changed within a second. */
export function isMoving({ channels }: Pick<WristSignals, 'channels'>, i: number): boolean {
  const [gx, gy, gz, ax, ay, az] = channels;
  const before = Math.max(0, i - MARGIN);
  return hypot(gx[i], gy[i], gz[i]) > QUIET_RATE || hypot(ax[i] - ax[before], ay[i] - ay[before], az[i] - az[before]) > QUIET_CHANGE;
}

/** Samples `from` to `to` (not included). */
export function cut({ channels, known, startUs }: WristSignals, from: number, to: number): WristSignals {
  return {
    channels: channels.map((channel) => channel.subarray(from, to)),
    known: known.subarray(from, to),
    startUs: startUs + (from * 1e6) / GRID_HZ,
  };
}
