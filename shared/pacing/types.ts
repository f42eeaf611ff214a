import type { Decision, DecisionKind, Evidence, PacingLight } from '#shared/schema/decision.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Quality } from '#shared/schema/quality.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import type { Repetition } from '#shared/schema/summary.ts';

/** One parameter of a rule: what a PT may change and within which range. */
export interface RuleParameter {
  readonly unit: string;
  readonly default: number;
  readonly min: number;
  readonly max: number;
  readonly meaning: string;
}

/** What the engine reads, in time order: persisted events, the second-by-second tick, finished repetitions. */
export type PacingInput =
  | SessionEvent
  | {
      readonly type: 'tick';
      readonly atUs: number;
      /** Latest heart rate of the past second; null when there was none. */
      readonly heartRateBpm: number | null;
      readonly heartRateQuality: Quality;
      /** Share of artefacts among the RR intervals of the last minute, 0 to 100; null without RR. */
      readonly rrArtefactPct: number | null;
      /** Work of the last minute in any unit that stays the same within a session (degrees moved, watts); null when nothing measures it. */
      readonly workPerMinute: number | null;
      /** Minutes of work phase so far. */
      readonly workMinutes: number;
    }
  | { readonly type: 'repetition'; readonly atUs: number; readonly repetition: Repetition };

export interface PacingSetup {
  readonly sessionId: string;
  readonly startedUs: number;
  readonly setup: SessionSetup;
}

export interface PacingConfig {
  readonly version: number;
  /** ruleId -> parameter -> value; missing means default. */
  readonly parameters: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

/** The engine while a session runs; `decide` folds a whole log through the same object. */
export interface LivePacing {
  readonly light: PacingLight;
  /** The decision on screen, null = go. */
  readonly current: Decision | null;
  /** Returns the new decisions. At most one amber prompt in 2 minutes (P15). */
  step(input: PacingInput): readonly Decision[];
}

export type { Decision, DecisionKind, Evidence };
