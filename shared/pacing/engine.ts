import { DriftAtEqualWork, type DriftReading, driftAtEqualWorkDefaults } from '#shared/cardio/driftAtEqualWork.ts';
import { initMedian5s, stepMedian5s } from '#shared/cardio/median5s.ts';
import type { Decision, DecisionKind, PacingLight } from '#shared/schema/decision.ts';
import type { SessionPhase } from '#shared/schema/event.ts';
import { configHash, PacingConfigSchema, type ResolvedParameters, resolveParameters } from './config.ts';
import type { Finding, Rule, RuleContext, RuleRun } from './define.ts';
import { isExercise } from './hold.ts';
import { pacingRules } from './index.ts';
import { comparePacingInputs } from './order.ts';
import { lightOf, severityOf } from './severity.ts';
import type { LivePacing, PacingConfig, PacingInput, PacingSetup } from './types.ts';
import { ENGINE_VERSION } from './version.ts';

/** At most one amber prompt in this time (P15). A question is no amber prompt; the light itself, rest, stop and emergency never wait. */
export const AMBER_SPACING_US = 120_000_000;

interface Slot {
  readonly rule: Rule;
  readonly run: RuleRun;
  readonly parameters: Readonly<Record<string, number>>;
  finding: Finding | null;
  /** The newest decision made of this rule, and the finding it was made of. */
  decision: Decision | null;
  decisionOf: Finding | null;
}

/** The mutable context handed to every rule: one object for the whole session. */
interface MutableContext extends RuleContext {
  parameters: Readonly<Record<string, number>>;
  phase: SessionPhase;
  heartRateMedianBpm: number | null;
  heartRateDrift: DriftReading | null;
}

interface Settings {
  readonly parameters: ResolvedParameters;
  readonly hash: string;
}

/** Configurations are never changed in place, so each is checked and resolved once. */
const settled = new WeakMap<PacingConfig, Settings>();

function settingsOf(config: PacingConfig): Settings {
  const known = settled.get(config);
  if (known !== undefined) return known;
  const settings = { parameters: resolveParameters(PacingConfigSchema.parse(config)), hash: configHash(config) };
  settled.set(config, settings);
  return settings;
}

/**
 * The engine of a running session. The light follows what holds now, so it is never better than the facts; a decision is made
 * when something begins to hold that is not milder than what already holds. Inputs come in the order of comparePacingInputs;
 * events are known by id, ticks by time, repetitions by index, so duplicates change nothing. Throws a ZodError for an invalid configuration.
 */
export function createPacing(config: PacingConfig, setup: PacingSetup): LivePacing {
  const { parameters, hash } = settingsOf(config);
  const slots: Slot[] = pacingRules.map((rule) => ({
    rule,
    run: rule.start(),
    parameters: parameters[rule.id],
    finding: null,
    decision: null,
    decisionOf: null,
  }));
  const slotById = new Map(slots.map((slot) => [slot.rule.id, slot]));
  const seenIds = new Set<string>();
  const median = initMedian5s();
  const drift = new DriftAtEqualWork({
    ...driftAtEqualWorkDefaults,
    warmUpS: 60 * parameters.L4.afterMinutes,
    workTolerance: parameters.L4.workTolerancePct / 100,
  });
  const context: MutableContext = {
    parameters: {},
    setup,
    phase: 'work',
    heartRateMedianBpm: null,
    heartRateDrift: null,
    finding: (ruleId) => slotById.get(ruleId)?.finding ?? null,
  };
  let lastTickUs = Number.NEGATIVE_INFINITY;
  let lastRepetition = -1;
  let lastEase: Decision | null = null;
  let current: Decision | null = null;

  function isNew(input: PacingInput): boolean {
    if (input.type === 'tick') {
      if (input.atUs <= lastTickUs) return false;
      lastTickUs = input.atUs;
    } else if (input.type === 'repetition') {
      if (input.repetition.index <= lastRepetition) return false;
      lastRepetition = input.repetition.index;
    } else {
      if (seenIds.has(input.id)) return false;
      seenIds.add(input.id);
    }
    return true;
  }

  function observe(input: PacingInput): void {
    context.heartRateMedianBpm = null;
    context.heartRateDrift = null;
    if (input.type === 'phase') context.phase = input.phase;
    else if (input.type === 'setStarted') context.phase = 'work';
    else if (input.type === 'gatePassed') context.phase = context.phase === 'gate' ? 'warmUp' : context.phase;
    else if (input.type === 'tick' && input.heartRateQuality === 'ok' && input.heartRateBpm !== null) {
      context.heartRateMedianBpm = stepMedian5s(median, input.atUs, input.heartRateBpm);
      if (input.workPerMinute !== null && isExercise(context.phase)) {
        drift.push(input.atUs, context.heartRateMedianBpm, input.workPerMinute);
        context.heartRateDrift = drift.read().value;
      }
    }
    for (const slot of slots) {
      context.parameters = slot.parameters;
      slot.finding = slot.run.step(input, context);
    }
  }

  /** TENS is a matter of its own: it never holds back what is to be said about moving, and is never held back by it. */
  function mayIssue(finding: Finding, movingSeverity: number, atUs: number): boolean {
    if (finding.kind === 'go') return false;
    if (finding.kind === 'tensOff') return true;
    if (finding.kind === 'ask') return movingSeverity <= severityOf('rest');
    if (severityOf(finding.kind) < movingSeverity) return false;
    return finding.kind !== 'ease' || lastEase === null || atUs - lastEase.validFromUs >= AMBER_SPACING_US;
  }

  function issue(slot: Slot, finding: Finding, atUs: number): Decision {
    const decision: Decision = {
      id: `${setup.sessionId}:${slot.rule.id}:${atUs}:${finding.kind}`,
      sessionId: setup.sessionId,
      kind: finding.kind,
      value: finding.value,
      unit: finding.unit,
      validFromUs: atUs,
      ruleIds: [slot.rule.id],
      facts: [...finding.facts],
      counterfactual: finding.counterfactual,
      confidence: finding.confidence,
      evidence: slot.rule.evidence,
      patientText: slot.rule.patientText(finding),
      ptText: slot.rule.ptText(finding),
      engineVersion: ENGINE_VERSION,
      configHash: hash,
    };
    slot.decision = decision;
    slot.decisionOf = finding;
    if (finding.kind === 'ease') lastEase = decision;
    return decision;
  }

  /** The sentence on screen: the newest decision of the most severe kind that holds; while a prompt waits, the amber one before it. */
  function onScreen(topKind: DecisionKind): Decision | null {
    let newest: Decision | null = null;
    for (const { finding, decision, decisionOf } of slots) {
      if (finding === null || finding.kind !== topKind || decision === null || !isSame(decisionOf, finding)) continue;
      if (newest === null || decision.validFromUs >= newest.validFromUs) newest = decision;
    }
    return newest ?? (topKind === 'ease' ? lastEase : null);
  }

  function settle(atUs: number): readonly Decision[] {
    let topKind: DecisionKind = 'go';
    let movingSeverity = 0;
    for (const { finding } of slots) {
      if (finding === null) continue;
      const severity = severityOf(finding.kind);
      if (severity > severityOf(topKind)) topKind = finding.kind;
      if (finding.kind !== 'tensOff' && severity > movingSeverity) movingSeverity = severity;
    }
    let issued: Decision[] | null = null;
    for (const slot of slots) {
      const { finding } = slot;
      if (finding === null || isSame(slot.decisionOf, finding) || !mayIssue(finding, movingSeverity, atUs)) continue;
      issued ??= [];
      issued.push(issue(slot, finding, atUs));
    }
    current = onScreen(topKind);
    return issued ?? NONE;
  }

  return {
    get light(): PacingLight {
      return current === null ? 'go' : lightOf(current.kind);
    },
    get current(): Decision | null {
      return current;
    },
    step(input) {
      if (current?.kind === 'emergency' || input.type === 'decisionShown' || !isNew(input)) return NONE;
      observe(input);
      return settle(input.atUs);
    },
  };
}

const NONE: readonly Decision[] = [];

function isSame(a: Finding | null, b: Finding): boolean {
  return a !== null && a.sinceUs === b.sinceUs && a.kind === b.kind;
}

/** All decisions of a log in any order and with duplicates: the same object, fed in the one order. */
export function decide(config: PacingConfig, setup: PacingSetup, log: readonly PacingInput[]): Decision[] {
  const pacing = createPacing(config, setup);
  const decisions: Decision[] = [];
  for (const input of [...log].sort(comparePacingInputs)) decisions.push(...pacing.step(input));
  return decisions;
}
