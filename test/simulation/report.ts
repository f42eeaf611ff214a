import { drawCohort } from './calibrate.ts';
import { PLAN_DAYS, runPolicy } from './cohort.ts';
import { type AboveFrontier, aboveFrontier, flareShare } from './frontier.ts';
import { FRONTIER } from './policies/openLoop.ts';
import type { Policy } from './policy.ts';
import { mean, standardError } from './statistics.ts';
import type { World } from './world.ts';

/** One policy in one world. */
export interface Row {
  readonly policy: string;
  readonly flarePct: number;
  readonly flareSe: number;
  readonly tolerancePct: number;
  readonly toleranceSe: number;
  /** Null for the frontier itself and where there is none. */
  readonly above: AboveFrontier | null;
}

export interface WorldReport {
  readonly world: string;
  readonly patients: number;
  readonly rows: readonly Row[];
}

/** The frontier and these policies, lived by the same people of one world. */
export function reportWorld(world: World, seed: number, patients: number, policies: readonly Policy[]): WorldReport {
  const cohort = drawCohort(world, seed, patients);
  const frontier = FRONTIER.map((policy) => runPolicy(cohort, policy));
  const others = policies.filter((policy) => !FRONTIER.includes(policy)).map((policy) => runPolicy(cohort, policy));
  const rows = [...frontier, ...others].map((outcome) => ({
    policy: outcome.policy,
    flarePct: 100 * flareShare(outcome),
    flareSe: (100 * standardError(outcome.flareDays)) / PLAN_DAYS,
    tolerancePct: mean(outcome.toleranceChangePct),
    toleranceSe: standardError(outcome.toleranceChangePct),
    above: frontier.includes(outcome) ? null : aboveFrontier(outcome, frontier),
  }));
  return { world: world.name, patients, rows };
}
