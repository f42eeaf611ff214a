import { createHash } from 'node:crypto';
import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import type { StreamSamples } from '#shared/analysis/types.ts';
import { exerciseById } from '#shared/exercises/index.ts';
import { encodeChunk } from '#shared/recording/chunk.ts';
import type { CompleteSession } from '#shared/schema/api.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Session, SessionSetup } from '#shared/schema/session.ts';
import { axisCount, type Stream } from '#shared/schema/stream.ts';
import type { Moment } from '#shared/schema/time.ts';
import type { Calendar } from './calendar.ts';
import { eventsOf } from './events.ts';
import type { LifeDay } from './life.ts';
import type { Person } from './people.ts';
import { heartRateSamples, joinSamples, LEAD_IN_S, setSamples } from './recording.ts';
import { heartRateStream, motionStream } from './streams.ts';
import type { Timeline } from './timeline.ts';

/** One chunk holds this much, so that twelve weeks of 30 people stay a few thousand rows. */
const SECONDS_PER_CHUNK = 1200;
/** Motion of younger sessions is kept at the sensor's own rate, that of older ones at half of it. */
const FINE_DAYS = 10;
const FINE_RATE_HZ = 50;
const COARSE_RATE_HZ = 25;
const SECONDS_PER_REPETITION = 4;

/** All a phone has of a finished session. */
export interface RecordedSession {
  readonly session: Session;
  readonly events: readonly SessionEvent[];
  readonly chunks: readonly {
    readonly streamId: string;
    readonly sequence: number;
    readonly bytes: Uint8Array;
    readonly sha256Hex: string;
  }[];
  readonly complete: CompleteSession;
}

export interface SessionPlan {
  readonly patientId: string;
  readonly person: Person;
  readonly day: LifeDay & { readonly doneMinutes: number };
  readonly setup: SessionSetup;
  readonly startedAt: Moment;
  readonly stimulationId: string | null;
}

/** Lives one session: strap, motion sensor and answers, and the summary the phone made of them. */
export async function recordSession(timeline: Timeline, calendar: Calendar, plan: SessionPlan): Promise<RecordedSession> {
  const { random } = timeline;
  const { setup, day, startedAt } = plan;
  const startedUs = startedAt.utcUs;
  const sessionId = timeline.newId();
  const minutes = day.redFlag ? day.doneMinutes * 0.6 : day.doneMinutes;
  const endedUs = startedUs + Math.round(minutes * 60) * 1_000_000;

  const strap = heartRateStream(timeline.newId(), sessionId);
  const { restingHeartRateBpm: rest, maxHeartRateBpm: max } = setup;
  const restingBpm = rest ?? 65;
  const plateauBpm = restingBpm + day.effortShare * ((max ?? 165) - restingBpm);
  const sets = day.redFlag ? [] : setTimes(setup, endedUs);
  const coolDownS = sets.length > 0 ? 20 : 120;
  const beats = heartRateSamples({ restingBpm, plateauBpm, minutes, coolDownS }, startedUs, random);
  const recorded: RecordedStream[] = [{ stream: strap, samples: beats }];
  const motion = recordMotion(timeline, plan, sessionId, sets);
  if (motion !== null) recorded.push(motion);

  const events = eventsOf(timeline, { ...plan, startedUs, endedUs, sets, countedByHand: motion === null, strap: recorded[0] });
  const session: Session = {
    id: sessionId,
    patientId: plan.patientId,
    startedAt,
    localDay: day.localDay,
    endedAt: null,
    setup,
    streams: recorded.map(({ stream }) => stream),
    simulated: true,
  };
  const { summary } = analyseSession({ sessionId, startedUs, setup }, recorded, events, endedUs);
  const chunks = (await Promise.all(recorded.map(({ stream, samples }) => chunksOf(stream, samples)))).flat();
  const chunkCounts = recorded.map(({ stream }) => ({
    streamId: stream.id,
    count: chunks.filter(({ streamId }) => streamId === stream.id).length,
  }));
  const complete = { endedAt: calendar.at(endedUs), chunkCounts, eventCount: events.length, liveSummary: summary };
  return { session, events, chunks, complete };
}

export interface SetTime {
  readonly fromUs: number;
  readonly toUs: number;
}

/** Sets with the rest pose around them, one after the other up to the end of the session. */
function setTimes(setup: SessionSetup, endedUs: number): SetTime[] {
  if (setup.plannedRepetitionsPerSet === null) return [];
  const count = setup.plannedSets;
  const lengthUs = (setup.plannedRepetitionsPerSet * SECONDS_PER_REPETITION * 1.08 + 2 * LEAD_IN_S) * 1e6;
  return Array.from({ length: count }, (_, i) => ({
    fromUs: Math.round(endedUs - (count - i) * lengthUs),
    toUs: Math.round(endedUs - (count - 1 - i) * lengthUs),
  }));
}

/** One sensor on the segment whose inclination the exercise is about; null for exercises without one. */
function recordMotion(timeline: Timeline, { setup, day, person }: SessionPlan, sessionId: string, sets: readonly SetTime[]) {
  const angle = exerciseById(setup.exerciseId)?.angle;
  if (angle?.method !== 'inclination' || sets.length === 0) return null;
  const rateHz = day.daysLeft < FINE_DAYS ? FINE_RATE_HZ : COARSE_RATE_HZ;
  const stream = motionStream(timeline.newId(), sessionId, { bodySite: angle.site, side: setup.side, rateHz });
  const set = {
    romDeg: day.romDeg * person.romShare,
    repetitions: setup.plannedRepetitionsPerSet ?? 8,
    secondsPerRepetition: SECONDS_PER_REPETITION,
  };
  return { stream, samples: joinSamples(sets.map(({ fromUs, toUs }) => setSamples(set, rateHz, fromUs, toUs, timeline.random))) };
}

async function chunksOf(stream: Stream, samples: StreamSamples): Promise<RecordedSession['chunks']> {
  const axes = axisCount(stream.groups);
  const perChunk = SECONDS_PER_CHUNK * stream.nominalRateHz;
  const { id: streamId, kind, bodySite, groups, nominalRateHz } = stream;
  const chunks: RecordedSession['chunks'][number][] = [];
  for (let from = 0; from < samples.sampleCount; from += perChunk) {
    const to = Math.min(samples.sampleCount, from + perChunk);
    const data = {
      ...{ streamId, kind, bodySite, groups, nominalRateHz, firstSampleIndex: from, sampleCount: to - from },
      hostUs: samples.hostUs.slice(from, to),
      counts: samples.counts.slice(from * axes, to * axes),
      deviceUs: null,
      gaps: [],
      clock: null,
    };
    const bytes = await encodeChunk(data, 'golomb');
    chunks.push({ streamId, sequence: chunks.length, bytes, sha256Hex: createHash('sha256').update(bytes).digest('hex') });
  }
  return chunks;
}
