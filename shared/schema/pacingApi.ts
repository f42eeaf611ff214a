import { z } from 'zod';
import { PemAnswers } from '#shared/pacing/pemQuestions.ts';
import { DayColour, DayDecision, PlanState } from './dayDecision.ts';
import { Id } from './id.ts';
import { PatientEvent } from './patientEvent.ts';
import { Plan, PlanDraft } from './plan.ts';
import { Limits, Profile } from './profile.ts';
import { PainNrs } from './quality.ts';
import { LocalDay, Moment } from './time.ts';

/** Requests and answers of /api/v1 about the pacing across days (docs/decisions/0005). */

const minutes = z.number().min(0).max(1440);
const proposalId = z.string().min(1).max(120);
const reason = z.string().trim().min(1).max(300);

/**
 * POST /patients/{id}/events. A patient sends sessionSkipped, trial, background, redFlag, exposureTried, riseAgreed, pemAnswered, and a checkIn that
 * carries only flare, worseAfterActivity, resting heart rate, blood pressure or temperature (the morning's answers are a CheckIn record). A
 * PT sends doseOverridden, modeSet, painReferenceSet, limitsSet, ladderSet, usualBackgroundSet, pemScreened and trial. Sent twice, an event
 * is kept once; another one under the same id is a conflict.
 */
export const PatientEventsRequest = z.object({ events: z.array(PatientEvent).min(1).max(100) });
export type PatientEventsRequest = z.infer<typeof PatientEventsRequest>;
export const PatientEventsKept = z.object({ created: z.int(), known: z.int() });
export type PatientEventsKept = z.infer<typeof PatientEventsKept>;

/** Values over the defaults: ruleId -> parameter -> value. Names, units and ranges are declared beside the rules. */
export const PacingParameters = z.record(z.string().max(8), z.record(z.string().max(40), z.number()));
export type PacingParameters = z.infer<typeof PacingParameters>;
/** `version` 0: nothing set yet, everything at its default. */
export const PacingValues = z.object({ version: z.int().min(0), parameters: PacingParameters });
export type PacingValues = z.infer<typeof PacingValues>;
/** Appends a version over `baseVersion`. A parameter that is left out goes back to the clinic's value or the default. */
export const PacingValuesUpdate = z.object({ baseVersion: z.int().min(0), parameters: PacingParameters });
export type PacingValuesUpdate = z.infer<typeof PacingValuesUpdate>;
/** The clinic's values, one patient's over them (none for the clinic itself), and both together as the engine takes them. */
export const PacingConfigAnswer = z.object({
  clinic: PacingValues,
  patient: PacingValues.nullable(),
  effective: z.object({ version: z.int().min(1), parameters: PacingParameters }),
  configHash: z.string(),
});
export type PacingConfigAnswer = z.infer<typeof PacingConfigAnswer>;

/** A version as it was saved; the newest is in force from its day on. */
export const PacingConfigVersion = PacingValues.extend({ fromDay: LocalDay, createdAtUs: z.int(), byName: z.string().nullable() });
export type PacingConfigVersion = z.infer<typeof PacingConfigVersion>;

/** The dose of one day with its reason. */
export const DayDose = z.object({
  localDay: LocalDay,
  state: PlanState,
  colour: DayColour,
  /** Null before the first plan. */
  quotaMinutes: minutes.nullable(),
  /** Minutes for the day; 0 only while suspended; null while there is no quota. */
  doseMinutes: minutes.nullable(),
  /** What the engine says without a PT's override; equal to doseMinutes without one. */
  engineDoseMinutes: minutes.nullable(),
  /** doseMinutes / quotaMinutes, 0 to 1 without an override. */
  multiplier: z.number().min(0).nullable(),
  /** Why, in words for the patient; null on a day with the whole quota. */
  patientText: z.string().nullable(),
  /** The decision that says so; null on a day with the whole quota. */
  decisionId: z.string().nullable(),
});
export type DayDose = z.infer<typeof DayDose>;

/** A quota the engine proposes. `answer` null: it waits for a PT. It stays in sight until the next review. */
export const PacingProposal = z.object({
  id: proposalId,
  ruleId: z.string(),
  quotaMinutes: minutes,
  /** What the schedule alone asks for, before the quota follows tolerance (A13). */
  scheduleMinutes: minutes,
  answer: z.enum(['accepted', 'edited', 'rejected']).nullable(),
  answerReason: z.string().nullable(),
  /** Why, with facts and counterfactual; null when the decision is older than the answer reaches back. */
  decision: DayDecision.nullable(),
});
export type PacingProposal = z.infer<typeof PacingProposal>;

/** One day of the chart. */
export const PacedDay = DayDose.pick({ localDay: true, colour: true, quotaMinutes: true, doseMinutes: true }).extend({
  boom: z.boolean(),
  suspended: z.boolean(),
});
export type PacedDay = z.infer<typeof PacedDay>;

/** Newest answers to the PEM questions. */
export const PemAnswered = z.object({ localDay: LocalDay, answers: PemAnswers });
export type PemAnswered = z.infer<typeof PemAnswered>;

/** GET /patients/{id}/pacing: everything the engine says about a patient. */
export const PatientPacing = z.object({
  patientId: Id,
  today: DayDose,
  /** All decisions of today. */
  todayDecisions: z.array(DayDecision),
  /** The PT's own dose of today beside the engine's. */
  override: z.object({ doseMinutes: minutes, reason: z.string() }).nullable(),
  proposal: PacingProposal.nullable(),
  /** Red flags that no PT has cleared: send these ids with the clearing. */
  openRedFlags: z.array(z.object({ id: Id, atUs: z.int(), localDay: LocalDay, symptoms: z.array(z.string()) })),
  /** Decisions of the 84 days before today, newest first; holds included. `changedBecause` says what came late. */
  decisions: z.array(DayDecision),
  /** Said before and no longer held, newest first, each with `changedBecause`. */
  withdrawn: z.array(DayDecision),
  /** The last 28 closed days, oldest first. */
  days: z.array(PacedDay),
  /** What is in force, as PTs have settled it. */
  settings: z.object({
    mode: Profile.shape.mode,
    pemStatus: Profile.shape.pemStatus,
    limits: Limits,
    painReferenceNrs: PainNrs.nullable(),
    usualBackgroundMinutes: minutes.nullable(),
    ladder: z.array(z.string()),
    /** Step of the ladder to try next; beyond the last when all are done. */
    ladderStep: z.int().min(0),
    planVersion: z.int().nullable(),
  }),
  /** Absent in what an older server sent. */
  pemAnswers: PemAnswered.nullable().optional(),
  /** Events that were not read, and which field was the reason. */
  refused: z.array(z.object({ eventId: z.string().nullable(), field: z.string(), message: z.string() })),
  configHash: z.string(),
  engineVersion: z.string(),
});
export type PatientPacing = z.infer<typeof PatientPacing>;

/**
 * POST /proposals/{id}/answer. A new quota comes as a plan version made from the plan in force (`planId`: its id, made by the sender). While
 * there is no plan yet, `plan` is what to begin with; its quota is replaced by the answer's.
 */
export const AnswerProposal = z
  .object({
    /** Id of the answer itself: sent again, it is kept once. */
    id: Id,
    planId: Id,
    at: Moment,
    answer: z.enum(['accepted', 'edited', 'rejected']),
    /** The quota of an edited answer; null otherwise. */
    quotaMinutes: PlanDraft.shape.quotaMinutes.nullable(),
    reason: reason.nullable(),
    plan: PlanDraft.nullable().optional(),
  })
  .refine(({ answer, reason: why }) => answer === 'accepted' || why !== null, {
    path: ['reason'],
    error: 'Say why, so that the next review can be understood.',
  })
  .refine(({ answer, quotaMinutes }) => (answer === 'edited') === (quotaMinutes !== null), {
    path: ['quotaMinutes'],
    error: 'An edited answer has its own quota; the others have none.',
  });
export type AnswerProposal = z.infer<typeof AnswerProposal>;
/** `plan` null: rejected, the quota stays. */
export const ProposalAnswer = z.object({ proposalId, answer: AnswerProposal.shape.answer, plan: Plan.nullable() });
export type ProposalAnswer = z.infer<typeof ProposalAnswer>;

/**
 * Part of Today: what a phone needs to say the same offline. `engine` goes into phoneDay (shared/pacing/days/phoneDay.ts) with what this
 * phone has recorded since.
 */
export const PhonePacing = z.object({
  today: DayDose,
  decisions: z.array(DayDecision),
  /** Day of the newest answers to the PEM questions; absent in what an older server sent. */
  pemAnsweredDay: LocalDay.nullable().optional(),
  engine: z.object({
    /** A state is read only by the version of the engine that wrote it; absent in what an older server sent. */
    engineVersion: z.string().optional(),
    config: PacingConfigAnswer.shape.effective,
    /** The version the log begins with. */
    profile: Profile,
    /** DayState of shared/pacing/days/types.ts; null before the first event. */
    state: z.record(z.string(), z.unknown()).nullable(),
  }),
});
export type PhonePacing = z.infer<typeof PhonePacing>;
