import { z } from 'zod';
import { PemAnswers } from '#shared/pacing/pemQuestions.ts';
import { CheckIn } from './checkIn.ts';
import { Correction } from './correction.ts';
import { DoctorSymptom, RedFlag } from './event.ts';
import { Id } from './id.ts';
import { Plan } from './plan.ts';
import { HeartRateBpm, Limits, Profile } from './profile.ts';
import { DiastolicMmHg, PainNrs, Quality, RpeCr10, SystolicMmHg, TemperatureC } from './quality.ts';
import { EpochUs, LocalDay } from './time.ts';

/** `atUs`: when it happened. `localDay`: the patient's calendar day, fixed when it was recorded. Unknown fields are refused by name: a value in a foreign unit is never read. */
const base = { id: Id, atUs: EpochUs, localDay: LocalDay };
const minutes = z.number().min(0).max(1440);
const reason = z.string().trim().min(1).max(300);
const harm = z.int().min(0).max(100);

/** A morning check-in with what some patients measure besides. An unanswered question is null. */
const Morning = z.strictObject({
  ...base,
  type: z.literal('checkIn'),
  ...CheckIn.pick({ painNrs: true, sleepQuality: true, confidence: true, flare: true, tensInLastHour: true }).shape,
  /** Clearly worse than usual after being active (post-exertional symptoms: exhaustion, fog, flu-like). */
  worseAfterActivity: z.boolean().nullable(),
  restingHeartRateBpm: HeartRateBpm.nullable(),
  systolicMmHg: SystolicMmHg.nullable(),
  diastolicMmHg: DiastolicMmHg.nullable(),
  temperatureC: TemperatureC.nullable(),
});

/** A finished session; `atUs` is its end. */
const FinishedSession = z.strictObject({
  ...base,
  type: z.literal('session'),
  planned: z.boolean(),
  /** The person did what was planned for the day; false when it ended early. Never worked out from the minutes. */
  completed: z.boolean(),
  minutes,
  rpeCr10: RpeCr10.nullable(),
  painBeforeNrs: PainNrs.nullable(),
  painDuringNrs: PainNrs.nullable(),
  painAfterNrs: PainNrs.nullable(),
  /** TENS was on while pain was asked; null = not known. */
  tensDuringPain: z.boolean().nullable(),
  /** Mean heart rate of the part done at a known load; null without a usable one. */
  meanHeartRateBpm: HeartRateBpm.nullable(),
  heartRateQuality: Quality,
});

/** Load of the day that no plan controls, from waking to `atUs`. */
const Background = z.strictObject({
  ...base,
  type: z.literal('background'),
  /** Minutes of activity as hard as the planned exercise. */
  loadMinutes: minutes,
  /** Share of this person's usual day that lies before `atUs`, 0 to 1; 1 = the day is over. */
  dayShare: z.number().min(0).max(1),
  quality: Quality,
});

/** A plan version in force from its local day on. The only event that changes the quota. */
const PlanVersion = z.strictObject({
  ...base,
  type: z.literal('planVersion'),
  ...Plan.pick({ version: true, quotaMinutes: true, daysPerWeek: true }).shape,
  /** The plan has TENS in it, so that a morning without an answer about TENS cannot be trusted. */
  tensPrescribed: z.boolean(),
  /** The proposal it answers; null for a plan of the PT's own. */
  proposalId: z.string().min(1).max(120).nullable(),
});

/** What a PT answers to a proposal. A new quota comes with its own planVersion. */
const ProposalAnswered = z
  .strictObject({
    ...base,
    type: z.literal('proposalAnswered'),
    proposalId: z.string().min(1).max(120),
    answer: z.enum(['accepted', 'edited', 'rejected']),
    reason: reason.nullable(),
  })
  .refine(({ answer, reason: why }) => answer === 'accepted' || why !== null, {
    path: ['reason'],
    error: 'Say why, so that the next review can be understood.',
  });

/** What the day engine reads. Append-only; known by id; read in the order of (localDay, atUs, id), whatever order it arrived in. */
export const PatientEvent = z.discriminatedUnion('type', [
  Morning,
  FinishedSession,
  z.strictObject({ ...base, type: z.literal('sessionSkipped'), reason: z.string().max(300) }),
  z.strictObject({ ...base, type: z.literal('trial'), exerciseId: z.string().min(1).max(60), minutes: minutes.positive() }),
  Background,
  /** Symptoms of G1 or G4. */
  z.strictObject({ ...base, type: z.literal('redFlag'), symptoms: z.array(z.union([RedFlag, DoctorSymptom])).min(1) }),
  /** One try at a step of the exposure ladder: harm expected before and found after, 0 none to 100 certain. `actualHarm` null = not tried in the end. */
  z.strictObject({
    ...base,
    type: z.literal('exposureTried'),
    step: z.int().min(0).max(30),
    expectedHarm: harm,
    actualHarm: harm.nullable(),
  }),
  /** What a patient answers to the PEM questions (shared/pacing/pemQuestions.ts). The screen itself is the PT's. */
  z.strictObject({ ...base, type: z.literal('pemAnswered'), answers: PemAnswers }),
  z.strictObject({ ...base, type: z.literal('pemScreened'), result: z.enum(['negative', 'positive']) }),
  /** The patient agrees to a rise in the PEM-safe mode. */
  z.strictObject({ ...base, type: z.literal('riseAgreed'), agreed: z.boolean() }),
  // What a PT does.
  PlanVersion,
  ProposalAnswered,
  /** Another dose than the engine's for one day. */
  z.strictObject({ ...base, type: z.literal('doseOverridden'), doseMinutes: minutes, reason }),
  /** Names the red flags the PT has seen, so that one that arrives later still counts. */
  z.strictObject({ ...base, type: z.literal('suspensionCleared'), redFlagIds: z.array(Id).max(50), reason }),
  z.strictObject({ ...base, type: z.literal('modeSet'), mode: Profile.shape.mode, reason }),
  z.strictObject({ ...base, type: z.literal('painReferenceSet'), painReferenceNrs: PainNrs }),
  z.strictObject({ ...base, type: z.literal('limitsSet'), limits: Limits }),
  /** Background of a usual whole day, measured anew (the wearable came later, or life has changed). */
  z.strictObject({ ...base, type: z.literal('usualBackgroundSet'), loadMinutes: minutes }),
  /** Steps of the exposure ladder, easiest first. */
  z.strictObject({ ...base, type: z.literal('ladderSet'), steps: z.array(z.string().min(1).max(120)).max(30) }),
  /** A later correction of one field of another event; both stay in the log. */
  z.strictObject({
    ...base,
    type: z.literal('correction'),
    targetId: Id,
    ...Correction.pick({ field: true, value: true, reason: true }).shape,
  }),
]);
export type PatientEvent = z.infer<typeof PatientEvent>;
