import type { SessionPhase } from '#shared/schema/event.ts';
import type { RecoveryHistory } from '#shared/schema/session.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import { medianOf } from './days/load.ts';
import { isMoving } from './hold.ts';

/** A session's usual fall of heart rate in the first 60 s of rest. Falls are compared within an exercise: posture and protocol make them differ. */
export interface SessionFall {
  readonly exerciseId: string;
  readonly fall60sBpm: number;
}

const MINUTE_US = 60_000_000;
/** Newest sessions that make the usual fall. */
const MOST_SESSIONS = 20;

/**
 * Median fall of heart rate, bpm, over the rests of a session that lasted 60 s or more: the 5 s median before the rest less the first one
 * that ends 60 s into it or later, as L5 looks at them. Null without such a rest. `phases` in order of time.
 */
export function sessionFall60s(
  series: SessionSummary['heartRateSeries'],
  phases: readonly { readonly atUs: number; readonly phase: SessionPhase }[],
): number | null {
  if (series === null) return null;
  const { fromUs, stepUs, bpm } = series;
  const falls = phases.flatMap(({ atUs, phase }, i) => {
    if (phase !== 'rest' || i === 0 || !isMoving(phases[i - 1].phase)) return [];
    const before = Math.floor((atUs - fromUs) / stepUs) - 1;
    const after = Math.ceil((atUs + MINUTE_US - fromUs) / stepUs) - 1;
    if (i + 1 < phases.length && phases[i + 1].atUs < fromUs + (after + 1) * stepUs) return [];
    const start = bpm[before] ?? null;
    const end = bpm[after] ?? null;
    return start === null || end === null ? [] : [start - end];
  });
  return falls.length === 0 ? null : medianOf(falls);
}

/** Median and median absolute deviation over the newest sessions of an exercise. `falls`: newest first. Null without any. */
export function recoveryHistoryOf(falls: readonly SessionFall[], exerciseId: string): RecoveryHistory | null {
  const own = falls.filter((each) => each.exerciseId === exerciseId).slice(0, MOST_SESSIONS);
  if (own.length === 0) return null;
  const median = medianOf(own.map(({ fall60sBpm }) => fall60sBpm));
  const deviations = own.map(({ fall60sBpm }) => Math.abs(fall60sBpm - median));
  return { fall60sMedianBpm: Math.max(0, median), fall60sMadBpm: medianOf(deviations), sessions: own.length };
}
