import { heartRateReservePct, karvonenTargetBpm } from '#shared/cardio/heartRateReserve.ts';
import { defineRule, type Finding, fact, factText } from '#shared/pacing/define.ts';
import { type HoldState, initHold, isMoving, resetHold, stepHold, usableShare } from '#shared/pacing/hold.ts';
import type { PacingSetup } from '#shared/pacing/types.ts';

interface State {
  readonly hold: HoldState;
  /** How often L1 was reported in this set, at least `repeatAfterS` apart; staying above counts again. */
  reports: number;
  lastReportUs: number | null;
  finding: Finding | null;
}

type Parameters = Readonly<Record<'overBpm' | 'nearMaxPct' | 'aboveS' | 'reports' | 'repeatAfterS' | 'coolDownBpm' | 'coolDownS', number>>;

/**
 * Staying above the ceiling counts as a further report every minute. Otherwise someone who never comes down would be stopped
 * later than someone who comes down in between, and a higher pulse would act less strictly than a lower one.
 */
export const heartRateFarAbove = defineRule<State, keyof Parameters>({
  id: 'L2',
  title: 'Heart rate far above the ceiling, or above it again and again',
  inputs: ['5 s median of heart rate', 'heart-rate ceiling', 'resting and highest heart rate', 'L1'],
  condition:
    'Heart rate more than {overBpm} above the ceiling or at {nearMaxPct} or more for {aboveS}; or L1 {reports} in one set, staying above counting again every {repeatAfterS}. Over once it has been {coolDownBpm} below the limit for {coolDownS}, or with the next set.',
  parameters: {
    overBpm: { unit: 'bpm', default: 10, min: 5, max: 30, meaning: 'Distance above the ceiling' },
    nearMaxPct: { unit: '%HRR', default: 90, min: 60, max: 100, meaning: 'Share of the heart-rate reserve that is near the maximum' },
    aboveS: { unit: 's', default: 60, min: 10, max: 180, meaning: 'Time above either limit before a rest is suggested' },
    reports: { unit: 'times', default: 3, min: 2, max: 10, meaning: 'Times above the ceiling (L1) in one set before a rest is suggested' },
    repeatAfterS: {
      unit: 's',
      default: 60,
      min: 30,
      max: 300,
      meaning: 'Time after which staying above the ceiling counts as one more time',
    },
    coolDownBpm: { unit: 'bpm', default: 10, min: 0, max: 40, meaning: 'Distance below the limit that counts as cooled down' },
    coolDownS: { unit: 's', default: 30, min: 5, max: 300, meaning: 'Time cooled down before the rest is over' },
  },
  evidence: 'guideline',
  source:
    'ACSM position stand: near-maximal from 90 % HRR (Garber et al. 2011, doi:10.1249/MSS.0b013e318213fefb); distance, times and counts are ours',
  init: () => ({ hold: initHold(), reports: 0, lastReportUs: null, finding: null }),
  step(state, input, context) {
    const { parameters, setup, phase } = context;
    const limits = limitsOf(setup, parameters);
    if (limits === null) return null;
    if (input.type === 'setStarted') {
      resetHold(state.hold);
      state.reports = 0;
      state.lastReportUs = null;
      state.finding = null;
    }
    if (context.finding('L6') !== null) {
      resetHold(state.hold);
      if (input.type === 'rpe' && input.rpeCr10 <= setup.setup.rpeCeilingCr10) state.finding = null;
      return state.finding;
    }
    const bpm = context.heartRateMedianBpm;
    if (bpm === null) return state.finding;

    const { hold } = state;
    const over = isMoving(phase) && (bpm > limits.overBpm || bpm >= limits.nearMaxBpm);
    const aboveCeiling = isMoving(phase) && bpm > limits.ceilingBpm;
    stepHold(hold, input.atUs, over, bpm <= limits.cooledDownBpm);
    if (context.finding('L1') !== null && aboveCeiling && isReportDue(state, input.atUs, parameters.repeatAfterS)) {
      state.reports++;
      state.lastReportUs = input.atUs;
    }
    const again = context.finding('L1') !== null && aboveCeiling && state.reports >= parameters.reports;
    const far = over && hold.aboveS >= parameters.aboveS;
    if (state.finding !== null) {
      if (hold.belowS >= parameters.coolDownS) state.finding = null;
    } else if (far || again) {
      const flipBpm = again ? limits.ceilingBpm : Math.min(limits.overBpm, Math.ceil(limits.nearMaxBpm) - 1);
      const reservePct = reservePctOf(bpm, setup);
      state.finding = {
        kind: 'rest',
        sinceUs: input.atUs,
        value: bpm,
        unit: 'bpm',
        reason: far ? 'far' : 'again',
        facts: [
          fact('heartRateMedian5s', bpm, 'bpm', input.atUs),
          ...(Number.isFinite(limits.ceilingBpm) ? [fact('heartRateCeiling', limits.ceilingBpm, 'bpm', setup.startedUs)] : []),
          ...(reservePct === null ? [] : [fact('heartRateReservePct', reservePct, '%', input.atUs)]),
          fact('secondsFarAbove', hold.aboveS, 's', input.atUs),
          fact('timesAboveCeiling', state.reports, 'times', input.atUs),
        ],
        counterfactual: {
          fact: 'heartRateMedian5s',
          value: flipBpm,
          unit: 'bpm',
          text: `With ${flipBpm} beats/min or less this rest would not have been suggested.`,
        },
        confidence: usableShare(hold, input.atUs),
      };
    }
    return state.finding;
  },
  patientText: ({ reason }) =>
    reason === 'far'
      ? 'Your pulse is well above the range you agreed. Rest until it has come down.'
      : 'Your pulse has been above your range several times. Rest before you go on.',
  ptText: ({ reason, facts }) =>
    reason === 'far'
      ? `Heart rate ${factText(facts, 'heartRateMedian5s')} bpm (5 s median) far above the limits for ${factText(facts, 'secondsFarAbove')} s: ${limitsText(facts)}.`
      : `Heart rate above the ceiling of ${factText(facts, 'heartRateCeiling')} bpm ${factText(facts, 'timesAboveCeiling')} times in this set (staying above counts again every minute).`,
});

interface LimitsBpm {
  readonly ceilingBpm: number;
  readonly overBpm: number;
  readonly nearMaxBpm: number;
  readonly cooledDownBpm: number;
}

/** The limits in beats per minute, infinite where the setup does not give one; null where it gives none. */
function limitsOf({ setup }: PacingSetup, parameters: Parameters): LimitsBpm | null {
  const { heartRateCeilingBpm, restingHeartRateBpm: rest, maxHeartRateBpm: max } = setup;
  const ceilingBpm = heartRateCeilingBpm ?? Number.POSITIVE_INFINITY;
  const nearMaxBpm =
    rest !== null && max !== null && max > rest ? karvonenTargetBpm(parameters.nearMaxPct / 100, rest, max) : Number.POSITIVE_INFINITY;
  const lowest = Math.min(ceilingBpm, nearMaxBpm);
  if (lowest === Number.POSITIVE_INFINITY) return null;
  return { ceilingBpm, overBpm: ceilingBpm + parameters.overBpm, nearMaxBpm, cooledDownBpm: lowest - parameters.coolDownBpm };
}

function reservePctOf(bpm: number, { setup }: PacingSetup): number | null {
  const { restingHeartRateBpm: rest, maxHeartRateBpm: max } = setup;
  return rest === null || max === null ? null : heartRateReservePct(bpm, rest, max);
}

function isReportDue(state: State, atUs: number, repeatAfterS: number): boolean {
  return state.lastReportUs === null || atUs - state.lastReportUs >= repeatAfterS * 1_000_000;
}

/** The limits that the setup gives, in words. */
function limitsText(facts: Finding['facts']): string {
  const known: string[] = [];
  if (facts.some(({ name }) => name === 'heartRateCeiling')) known.push(`ceiling ${factText(facts, 'heartRateCeiling')} bpm`);
  if (facts.some(({ name }) => name === 'heartRateReservePct'))
    known.push(`${factText(facts, 'heartRateReservePct')} % of the heart-rate reserve`);
  return known.join(', ');
}
