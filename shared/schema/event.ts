import { z } from 'zod';
import { Decision } from './decision.ts';
import { Id } from './id.ts';
import { DiastolicMmHg, PainNrs, RpeCr10, SensorState, SystolicMmHg, TemperatureC } from './quality.ts';
import { StreamKind } from './stream.ts';
import { EpochUs } from './time.ts';

/** Symptoms asked at the gate and reachable at any time in a session (pacing.md, G1). */
export const RedFlag = z.enum(['chestPain', 'fainting', 'coldClammyPale', 'severeBreathlessness', 'newConfusion', 'visionOrCoordination']);
export type RedFlag = z.infer<typeof RedFlag>;

/** Symptoms that a doctor should look at today, before any exercise (pacing.md, G4). */
export const DoctorSymptom = z.enum(['saddleNumbness', 'bladderOrBowelChange', 'progressiveWeakness', 'nightPainWithWeightLossOrFever']);
export type DoctorSymptom = z.infer<typeof DoctorSymptom>;

/** Signs of an acute illness as a person says them (pacing.md, G3). */
export const IllnessSign = z.enum(['fever', 'acuteIllness']);
export type IllnessSign = z.infer<typeof IllnessSign>;

export const SessionPhase = z.enum(['gate', 'warmUp', 'work', 'rest', 'coolDown', 'done', 'stopped', 'emergency']);
export type SessionPhase = z.infer<typeof SessionPhase>;

/**
 * What of the sensors' samples a phone short of space still stores, each step less than the one before: `all`; what a measure `needs`;
 * motion `thinned` to about 50 Hz or `halved` again to about 25 Hz; `noCurves`, pulse and beats only; `noSamples`. Everything that is
 * not a sample is always stored.
 */
export const Keeping = z.enum(['all', 'needed', 'thinned', 'halved', 'noCurves', 'noSamples']);
export type Keeping = z.infer<typeof Keeping>;

/**
 * `low`: the browser says that little is left; `refused`: a write did not fit; `room`: there is room again; `cleared`: the browser has
 * deleted what was stored, from `fromUs` up to now; `streams`: the session's list of streams is full, and those that begin from `fromUs` on
 * are not stored.
 */
export const KeepingReason = z.enum(['low', 'refused', 'room', 'cleared', 'streams']);
export type KeepingReason = z.infer<typeof KeepingReason>;

const base = { id: Id, atUs: EpochUs };

/** What happens in a session and is not a sensor sample. Append-only; the pacing engine reads it in order of (atUs, id). */
export const SessionEvent = z.discriminatedUnion('type', [
  z.object({ ...base, type: z.literal('phase'), phase: SessionPhase }),
  z.object({ ...base, type: z.literal('setStarted'), setIndex: z.int().min(0).max(50) }),
  z.object({
    ...base,
    type: z.literal('setEnded'),
    setIndex: z.int().min(0).max(50),
    manualRepetitions: z.int().min(0).max(500).nullable(),
  }),
  z.object({ ...base, type: z.literal('pain'), painNrs: PainNrs }),
  z.object({ ...base, type: z.literal('rpe'), rpeCr10: RpeCr10 }),
  z.object({ ...base, type: z.literal('redFlag'), symptoms: z.array(RedFlag).min(1) }),
  z.object({ ...base, type: z.literal('doctorToday'), symptoms: z.array(DoctorSymptom).min(1) }),
  z.object({ ...base, type: z.literal('illness'), signs: z.array(IllnessSign).min(1) }),
  z.object({ ...base, type: z.literal('temperature'), temperatureC: TemperatureC }),
  z.object({ ...base, type: z.literal('bloodPressure'), systolicMmHg: SystolicMmHg, diastolicMmHg: DiastolicMmHg }),
  /** Pulse of a person at rest, measured or typed in; `lying` false = sitting. */
  z.object({ ...base, type: z.literal('restingReading'), heartRateBpm: z.number().min(20).max(260), lying: z.boolean() }),
  z.object({ ...base, type: z.literal('gatePassed') }),
  z.object({ ...base, type: z.literal('heartRateManual'), heartRateBpm: z.number().min(20).max(260) }),
  z.object({ ...base, type: z.literal('tensOn'), stimulationId: Id, screenAnswered: z.boolean(), contraindicationCount: z.int().min(0) }),
  z.object({ ...base, type: z.literal('tensSensation'), stimulationId: Id, painful: z.boolean(), skinProblem: z.boolean() }),
  z.object({ ...base, type: z.literal('tensOff'), stimulationId: Id }),
  z.object({ ...base, type: z.literal('sensor'), streamId: Id, state: SensorState, reason: z.string().max(60).nullable() }),
  /** From `fromUs`, the first sample that it concerns, the phone stores this much of its sensors. What it showed rests on every sample. */
  z.object({
    ...base,
    type: z.literal('storage'),
    keeping: Keeping,
    reason: KeepingReason,
    fromUs: EpochUs,
    /** With reason `streams`: what is not stored. */
    streamKind: StreamKind.optional(),
  }),
  z.object({ ...base, type: z.literal('zeroPose') }),
  z.object({ ...base, type: z.literal('decisionShown'), decision: Decision }),
  z.object({ ...base, type: z.literal('note'), text: z.string().max(1000) }),
]);
export type SessionEvent = z.infer<typeof SessionEvent>;
