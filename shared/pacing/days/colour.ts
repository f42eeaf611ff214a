import type { DayColour } from '#shared/schema/dayDecision.ts';
import type { DayDigest, DayRecord, PlanFold } from './types.ts';

export interface ColourCutOffs {
  readonly amberRiseNrs: number;
  readonly redRiseNrs: number;
  readonly redNrs: number;
}

/**
 * A1. What the answers that are there say, and whether the morning can be trusted to be no worse: an answer is missing, no reference is
 * set, or pain was answered under TENS. A morning that says nothing and cannot be trusted is unknown, never green.
 */
export function colourOf(
  { morning }: DayRecord,
  { painReferenceNrs: reference, tensPrescribed }: PlanFold,
  cutOffs: ColourCutOffs,
): Pick<DayDigest, 'colour' | 'uncertain'> {
  if (morning === null) return { colour: 'unknown', uncertain: true };
  const { painNrs, flare, tensInLastHour } = morning;
  const tensUnknown = tensInLastHour === true || (tensInLastHour === null && tensPrescribed);
  const uncertain = painNrs === null || flare === null || reference === null || tensUnknown;
  const rise = painNrs === null || reference === null ? Number.NEGATIVE_INFINITY : painNrs - reference;
  if (flare === true || (painNrs !== null && painNrs >= cutOffs.redNrs) || rise >= cutOffs.redRiseNrs) return { colour: 'red', uncertain };
  if (rise >= cutOffs.amberRiseNrs) return { colour: 'amber', uncertain };
  return { colour: uncertain ? 'unknown' : 'green', uncertain };
}

const SEVERITY: Readonly<Record<DayColour, number>> = { green: 0, unknown: 0, amber: 1, red: 2 };

/** 0 green or unknown, 1 amber, 2 red. A morning that cannot be trusted inherits yesterday's own colour, for that one day. */
export function severityOfDay(day: Pick<DayDigest, 'colour' | 'uncertain'>, yesterday: Pick<DayDigest, 'colour'> | undefined): number {
  const own = SEVERITY[day.colour];
  return day.uncertain && yesterday !== undefined ? Math.max(own, SEVERITY[yesterday.colour]) : own;
}
