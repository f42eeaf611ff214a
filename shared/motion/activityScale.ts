import { quantile } from '#shared/cardio/rolling.ts';
import { type Known, known, unknown } from '#shared/signal/known.ts';

/** Where a sensor is worn. Acceleration of one place says nothing about another. */
export const WEARING_PLACES = ['wrist', 'upperArm', 'hand', 'neck', 'waist', 'hip', 'trouserPocket', 'bag', 'thigh', 'ankle'] as const;
export type WearingPlace = (typeof WEARING_PLACES)[number];

/**
 * A person's own unit of activity. Population cut points do not fit people in pain, so 100 % is what this person does:
 * `ownWalk`: median MAD of the 5 s epochs of an own 6-minute walk at the usual pace;
 * `ownDay`: median MAD of the moving epochs (MAD above 0.02 g) of ordinary days.
 */
export interface ActivityUnit {
  readonly kind: 'ownWalk' | 'ownDay';
  readonly place: WearingPlace;
  readonly madG: number;
  readonly epochCount: number;
}

/** Below this nothing moves but noise and breathing; ours, between rest (< 0.01 g at the wrist) and slow walking. */
const MOVING_MAD_G = 0.02;
/** 5 of the 6 minutes; 3 hours of moving. In 5 s epochs. */
const MIN_EPOCHS = { ownWalk: 60, ownDay: 2160 } as const;

/** The unit from 5 s epochs; null: an epoch that is not known. */
export function activityUnit(kind: ActivityUnit['kind'], place: WearingPlace, madG: readonly (number | null)[]): Known<ActivityUnit> {
  const moving = madG.filter((mad) => mad !== null && mad > MOVING_MAD_G && mad < Number.POSITIVE_INFINITY) as number[];
  if (moving.length < MIN_EPOCHS[kind]) return unknown(`${moving.length} moving epochs of 5 s; ${MIN_EPOCHS[kind]} are needed`);
  const sorted = moving.sort((a, b) => a - b);
  return known({ kind, place, madG: quantile(sorted, 0.5), epochCount: sorted.length });
}

/** Activity in percent of the person's own unit; none for another wearing place or without a unit. */
export function relativeActivityPct(madG: number | null, place: WearingPlace, unit: ActivityUnit | null): Known<number> {
  if (madG === null || !Number.isFinite(madG)) return unknown('the epoch is not known');
  if (unit === null) return unknown("the person's own level is not known");
  if (unit.place !== place) return unknown(`the own level is of the ${unit.place}, not of the ${place}`);
  return known((100 * madG) / unit.madG);
}
