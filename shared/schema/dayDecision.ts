import { z } from 'zod';
import { Counterfactual, Decision } from './decision.ts';
import { Id } from './id.ts';
import { LocalDay } from './time.ts';

/** Colour of a morning (pacing.md, A1). */
export const DayColour = z.enum(['green', 'amber', 'red', 'unknown']);
export type DayColour = z.infer<typeof DayColour>;

export const PlanState = z.enum(['baseline', 'quota', 'suspended', 'pemSafe']);
export type PlanState = z.infer<typeof PlanState>;

/**
 * colour: a morning that is not green. dose: less than the quota today. proposal: another quota, for the PT to answer. hold: the review
 * leaves the quota. note: something the PT should see. screen: ask the PEM questions. offer: a step the patient may try. suspend: no
 * exercise until the PT clears it. override: the PT chose another dose; the engine's stands beside it.
 */
export const DayDecisionKind = z.enum(['colour', 'dose', 'proposal', 'hold', 'note', 'screen', 'offer', 'suspend', 'override']);
export type DayDecisionKind = z.infer<typeof DayDecisionKind>;

/** One thing that would have to be different, on these days, for the decision not to be made. */
export const DayChange = z.object({
  fact: z.string().min(1).max(60),
  value: z.union([z.number(), z.string(), z.boolean()]),
  localDays: z.array(LocalDay).max(31),
});
export type DayChange = z.infer<typeof DayChange>;

/** The smallest change that flips a decision of the day; `changes` says it so that it can be tried. */
export const DayCounterfactual = Counterfactual.extend({ changes: z.array(DayChange).min(1).max(10) });
export type DayCounterfactual = z.infer<typeof DayCounterfactual>;

/** A decision across days. The id is `${patientId}:${ruleIds[0]}:${localDay}`, so phone and server name it alike; a proposal is answered by this id. */
export const DayDecision = Decision.omit({ sessionId: true, validFromUs: true, kind: true, counterfactual: true }).extend({
  patientId: Id,
  localDay: LocalDay,
  kind: DayDecisionKind,
  /** Null where nothing changes: a hold. */
  counterfactual: DayCounterfactual.nullable(),
  /** Why it differs from what was said before: an answer that came late or was corrected. */
  changedBecause: z.string().max(200).nullable(),
});
export type DayDecision = z.infer<typeof DayDecision>;
