import { z } from 'zod';
import { Decision } from './decision.ts';
import { Id } from './id.ts';
import { PainNrs, RpeCr10, SensorState } from './quality.ts';
import { EpochUs } from './time.ts';

/** Symptoms asked at the gate and reachable at any time in a session (pacing.md, G1). */
export const RedFlag = z.enum(['chestPain', 'fainting', 'coldClammyPale', 'severeBreathlessness', 'newConfusion', 'visionOrCoordination']);
export type RedFlag = z.infer<typeof RedFlag>;

export const SessionPhase = z.enum(['gate', 'warmUp', 'work', 'rest', 'coolDown', 'done', 'stopped', 'emergency']);
export type SessionPhase = z.infer<typeof SessionPhase>;

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
  z.object({ ...base, type: z.literal('gatePassed') }),
  z.object({ ...base, type: z.literal('heartRateManual'), heartRateBpm: z.number().min(20).max(260) }),
  z.object({ ...base, type: z.literal('tensOn'), stimulationId: Id, screenAnswered: z.boolean(), contraindicationCount: z.int().min(0) }),
  z.object({ ...base, type: z.literal('tensSensation'), stimulationId: Id, painful: z.boolean(), skinProblem: z.boolean() }),
  z.object({ ...base, type: z.literal('tensOff'), stimulationId: Id }),
  z.object({ ...base, type: z.literal('sensor'), streamId: Id, state: SensorState, reason: z.string().max(60).nullable() }),
  z.object({ ...base, type: z.literal('zeroPose') }),
  z.object({ ...base, type: z.literal('decisionShown'), decision: Decision }),
  z.object({ ...base, type: z.literal('note'), text: z.string().max(1000) }),
]);
export type SessionEvent = z.infer<typeof SessionEvent>;
