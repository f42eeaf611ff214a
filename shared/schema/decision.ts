import { z } from 'zod';
import { Id } from './id.ts';
import { Quality } from './quality.ts';
import { EpochUs } from './time.ts';

/** A value a rule looked at. */
export const Fact = z.object({
  name: z.string().min(1).max(60),
  value: z.union([z.number(), z.string(), z.boolean()]).nullable(),
  unit: z.string().max(20),
  atUs: EpochUs,
  quality: Quality,
});
export type Fact = z.infer<typeof Fact>;

/** The smallest change of one input that flips the decision. */
export const Counterfactual = z.object({
  fact: z.string().min(1).max(60),
  value: z.union([z.number(), z.string(), z.boolean()]),
  unit: z.string().max(20),
  /** Plain words for the PT: "With 117 beats/min or less this would not have been raised." */
  text: z.string().max(240),
});
export type Counterfactual = z.infer<typeof Counterfactual>;

/** Mild to severe. `light` of the live screen follows from it. */
export const DecisionKind = z.enum(['go', 'ask', 'ease', 'rest', 'tensOff', 'done', 'stop', 'block', 'emergency']);
export type DecisionKind = z.infer<typeof DecisionKind>;

/** What the traffic light shows: shape, word and one sentence. */
export const PacingLight = z.enum(['go', 'ease', 'rest', 'stop']);
export type PacingLight = z.infer<typeof PacingLight>;

export const Evidence = z.enum(['guideline', 'trial', 'convention', 'ours']);
export type Evidence = z.infer<typeof Evidence>;

/** The engine's output (pacing.md, Output). Deterministic: the same log gives the same decisions, id included. */
export const Decision = z.object({
  /** `${sessionId}:${ruleIds[0]}:${validFromUs}:${kind}`: derived, so phone and server name it alike; a rule may say two things at one time. */
  id: z.string().min(1).max(120),
  sessionId: Id.nullable(),
  kind: DecisionKind,
  value: z.number().nullable(),
  unit: z.string().max(20),
  validFromUs: EpochUs,
  ruleIds: z
    .array(z.string().regex(/^[A-Z]\d{1,2}$/))
    .min(1)
    .max(10),
  facts: z.array(Fact).max(20),
  counterfactual: Counterfactual.nullable(),
  confidence: z.number().min(0).max(1),
  evidence: Evidence,
  patientText: z.string().min(1).max(200),
  ptText: z.string().min(1).max(400),
  engineVersion: z.string().max(20),
  configHash: z.string().max(32),
});
export type Decision = z.infer<typeof Decision>;
