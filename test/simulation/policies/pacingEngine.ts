import { defaultPacingConfig } from '#shared/pacing/config.ts';
import { createDayEngine } from '#shared/pacing/days/engine.ts';
import { medianOf } from '#shared/pacing/days/load.ts';
import type { DayEngine, DayView } from '#shared/pacing/days/types.ts';
import type { PacingConfig } from '#shared/pacing/types.ts';
import type { PatientEvent } from '#shared/schema/patientEvent.ts';
import { type Body, on, profileOf } from '#test/shared/pacing/days/diary.ts';
import { BASELINE_DAYS } from '#test/simulation/cohort.ts';
import type { EveningView, MorningView, Policy, PolicyRun, PolicyStart } from '#test/simulation/policy.ts';

/** Minutes of exercise in one unit of load. */
const MINUTES_PER_LOAD = 60;
/** Rating (CR10) of a session as long as the tolerance trials. */
const RPE_AT_TOLERANCE = 7;
const DAYS_PER_WEEK = 5;
const HOUR = { morning: 8, evening: 18, session: 20 } as const;

/**
 * The project's own engine across days, fed event by event through its log as a phone would: check-in in the morning, background
 * in the evening, then the session. The PT accepts every proposal and screens for PEM on the day the engine says so. Sees nothing that a phone would not.
 */
export function pacingEngineWith(config: PacingConfig, id: string): Policy {
  return { id, start: (start) => new EngineRun(config, start) };
}

export const pacingEngine: Policy = pacingEngineWith(defaultPacingConfig, 'our engine');

class EngineRun implements PolicyRun {
  readonly #engine: DayEngine;
  #version = 0;

  constructor(config: PacingConfig, { trials, baselineMornings }: PolicyStart) {
    const profile = profileOf({
      painReferenceNrs: null,
      pemStatus: 'notScreened',
      limits: { heartRateCeilingBpm: null, rpeCeilingCr10: 10, doseMinMinutes: 0, doseMaxMinutes: 240, weeklyRisePct: 10 },
    });
    this.#engine = createDayEngine(config, profile);
    baselineMornings.forEach((view, i) => {
      this.#morning(view);
      if (i < trials.length)
        this.#tell(view.day, HOUR.session, { type: 'trial', exerciseId: 'walking', minutes: trials[i] * MINUTES_PER_LOAD });
    });
    const answers = baselineMornings.flatMap(({ painNrs }) => painNrs ?? []);
    this.#tell(0, 0, { type: 'painReferenceSet', painReferenceNrs: Math.round(medianOf(answers)) });
  }

  plan(view: MorningView): number {
    this.#morning(view);
    const today = this.#answerProposal(this.#screen(this.#view(view.day), view.day), view.day);
    return (today.doseMinutes ?? 0) / MINUTES_PER_LOAD;
  }

  learn({ day, done, byPlan, completed, logEffort }: EveningView): void {
    const rpe = logEffort === null ? null : Math.min(10, Math.max(0.5, Math.round(2 * RPE_AT_TOLERANCE * Math.exp(logEffort)) / 2));
    this.#tell(day, HOUR.session, {
      type: 'session',
      planned: byPlan,
      completed,
      minutes: done * MINUTES_PER_LOAD,
      rpeCr10: rpe,
      painBeforeNrs: null,
      painDuringNrs: null,
      painAfterNrs: null,
      tensDuringPain: null,
      meanHeartRateBpm: null,
      heartRateQuality: 'missing',
    });
  }

  #morning({ day, painNrs, flare, worseAfterActivity, background }: MorningView): void {
    if (painNrs !== null) {
      this.#tell(day, HOUR.morning, {
        type: 'checkIn',
        painNrs,
        sleepQuality: null,
        confidence: null,
        flare,
        tensInLastHour: false,
        worseAfterActivity,
        restingHeartRateBpm: null,
        systolicMmHg: null,
        diastolicMmHg: null,
        temperatureC: null,
      });
    }
    if (background !== null) {
      this.#tell(day, HOUR.evening, { type: 'background', loadMinutes: background * MINUTES_PER_LOAD, dayShare: 1, quality: 'ok' });
    }
  }

  /** The PT asks the PEM questions when the engine says so; people whom exertion makes worse answer so. */
  #screen(view: DayView, day: number): DayView {
    const found = view.findings.find(({ kind }) => kind === 'screen');
    if (found === undefined) return view;
    this.#tell(day, HOUR.evening, { type: 'pemScreened', result: found.reason === 'worse' ? 'positive' : 'negative' });
    return this.#view(day);
  }

  #answerProposal(view: DayView, day: number): DayView {
    if (view.proposal === null) return view;
    this.#version++;
    this.#tell(day, HOUR.evening, {
      type: 'planVersion',
      version: this.#version,
      quotaMinutes: view.proposal.quotaMinutes,
      daysPerWeek: DAYS_PER_WEEK,
      tensPrescribed: false,
      proposalId: view.proposal.id,
    });
    return this.#view(day);
  }

  #view(day: number): DayView {
    return this.#engine.view(stampOf(day, 0, 'checkIn').localDay);
  }

  #tell(day: number, hour: number, body: Body): void {
    this.#engine.append({ ...stampOf(day, hour, body.type), ...body } as PatientEvent);
  }
}

type Stamp = Pick<PatientEvent, 'id' | 'atUs' | 'localDay'>;
const stamps = new Map<string, Stamp>();

/** Id and time of an event. Nobody has two of one type in one hour, and everybody has a log of their own: made once for all. */
function stampOf(day: number, hour: number, type: Body['type']): Stamp {
  const key = `${type}:${24 * day + hour}`;
  const known = stamps.get(key);
  if (known !== undefined) return known;
  const { id, atUs, localDay } = on(day + BASELINE_DAYS, hour, { type } as Body);
  const stamp = { id, atUs, localDay };
  stamps.set(key, stamp);
  return stamp;
}
