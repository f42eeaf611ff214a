import type { DriftReading } from '#shared/cardio/driftAtEqualWork.ts';
import type { Counterfactual, DecisionKind, Evidence, Fact } from '#shared/schema/decision.ts';
import type { SessionPhase } from '#shared/schema/event.ts';
import type { PacingInput, PacingSetup, RuleParameter } from './types.ts';

/** What a rule says while its condition holds. Plain data: it is part of the rule's state. */
export interface Finding {
  readonly kind: DecisionKind;
  /** When this finding began; a new `sinceUs` or `kind` is a new decision. */
  readonly sinceUs: number;
  readonly value: number | null;
  readonly unit: string;
  /** Which of the rule's conditions it was; picks the sentence. */
  readonly reason: string;
  readonly facts: readonly Fact[];
  readonly counterfactual: Counterfactual;
  /** 0 to 1: share of the observed time with usable data; 1 for what a person reported. */
  readonly confidence: number;
}

/** What every rule may look at besides the input itself. */
export interface RuleContext<P extends string = string> {
  readonly parameters: Readonly<Record<P, number>>;
  readonly setup: PacingSetup;
  readonly phase: SessionPhase;
  /** 5 s median heart rate at this tick; null when this tick had no usable heart rate or the input is not a tick. */
  readonly heartRateMedianBpm: number | null;
  /** Drift of heart rate at equal work at this tick; null while it cannot be told. */
  readonly heartRateDrift: DriftReading | null;
  /** The finding another rule holds right now (rules are asked in the order of the catalogue). */
  finding(ruleId: string): Finding | null;
}

export interface RuleDefinition<S, P extends string> {
  /** Letter and number of pacing.md. */
  readonly id: string;
  readonly title: string;
  /** What it looks at, in a few words each. */
  readonly inputs: readonly string[];
  /** When it speaks, in words; `{name}` stands for a parameter with its unit. */
  readonly condition: string;
  readonly parameters: Readonly<Record<P, RuleParameter>>;
  /** Exercise stays suspended until the PT clears it. */
  readonly suspends?: true;
  readonly evidence: Evidence;
  /** Where the rule comes from: a reference a PT can look up, or the reason we chose it. */
  readonly source: string;
  /** State must be plain serialisable data. */
  init(): S;
  /** Folds one input into the state; returns what holds now, null when nothing does. */
  step(state: S, input: PacingInput, context: RuleContext<P>): Finding | null;
  /** At most two short plain sentences, no blame. */
  patientText(finding: Finding): string;
  /** Numbers and units for the PT. */
  ptText(finding: Finding): string;
}

/** A rule with its state type closed over, so that a catalogue can hold them all. */
export interface Rule {
  readonly id: string;
  readonly title: string;
  readonly inputs: readonly string[];
  readonly condition: string;
  readonly parameters: Readonly<Record<string, RuleParameter>>;
  readonly suspends: boolean;
  readonly evidence: Evidence;
  readonly source: string;
  patientText(finding: Finding): string;
  ptText(finding: Finding): string;
  /** A fresh run, or one that goes on from a stored state. */
  start(state?: unknown): RuleRun;
}

export interface RuleRun {
  readonly state: unknown;
  step(input: PacingInput, context: RuleContext): Finding | null;
}

/**
 * Declares a rule. Adding one is one file in rules/ and one line in index.ts:
 *
 *     export const quotaReached = defineRule({ id: 'L10', title: 'Quota reached', parameters: {}, evidence: 'convention', ... });
 */
export function defineRule<S, P extends string>(definition: RuleDefinition<S, P>): Rule {
  return {
    id: definition.id,
    title: definition.title,
    inputs: definition.inputs,
    condition: definition.condition,
    parameters: definition.parameters,
    suspends: definition.suspends ?? false,
    evidence: definition.evidence,
    source: definition.source,
    patientText: definition.patientText,
    ptText: definition.ptText,
    start(stored) {
      const state = stored === undefined ? definition.init() : (stored as S);
      return { state, step: (input, context) => definition.step(state, input, context as RuleContext<P>) };
    },
  };
}

/** A fact of this session; `ok` unless said otherwise. */
export function fact(name: string, value: Fact['value'], unit: string, atUs: number, quality: Fact['quality'] = 'ok'): Fact {
  return { name, value, unit, atUs, quality };
}

/** Value of a numeric fact for a sentence, rounded to whole units; "?" when it is not there. */
export function factText(facts: Finding['facts'], name: string): string {
  const value = facts.find((candidate) => candidate.name === name)?.value;
  return typeof value === 'number' ? String(Math.round(value)) : String(value ?? '?');
}
