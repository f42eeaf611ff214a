import { type Cohort, drawPatients, PLAN_DAYS, runPolicy } from './cohort.ts';
import { boomBust } from './policies/boomBust.ts';
import { mean } from './statistics.ts';
import type { World } from './world.ts';

/** Share of flare days under boom and bust that b0 is set for: "about 10 %"; the reference run had 8.8 %. */
export const BOOM_BUST_FLARE_SHARE = 0.088;
const CALIBRATION_PATIENTS = 1000;

/** A cohort whose b0 gives the wanted flare share under boom and bust. The calibration uses people of its own. */
export function drawCohort(world: World, seed: number, count: number, calibrationPatients = CALIBRATION_PATIENTS): Cohort {
  const patients = drawPatients(world, seed ^ 0x5eed, calibrationPatients);
  let low = -6;
  let high = 0;
  for (let step = 0; step < 11; step++) {
    const baseLogit = (low + high) / 2;
    const share = mean(runPolicy({ world, baseLogit, patients }, boomBust).flareDays) / PLAN_DAYS;
    if (share < BOOM_BUST_FLARE_SHARE) low = baseLogit;
    else high = baseLogit;
  }
  return { world, baseLogit: (low + high) / 2, patients: drawPatients(world, seed, count) };
}
