import { HEART_RATE_GAP_S } from '#shared/cardio/gap.ts';
import { heartRateReservePct } from '#shared/cardio/heartRateReserve.ts';
import { acsmZone } from '#shared/cardio/zones.ts';
import type { LivePacing } from '#shared/pacing/types.ts';
import type { Repetition } from '#shared/schema/summary.ts';
import type { EventTrack } from './eventTrack.ts';
import type { HeartTrack } from './heartTrack.ts';
import type { MotionTrack } from './motionTrack.ts';
import type { AnalysisInput, Reading } from './types.ts';

/** An angle older than this is not shown any more; of sensors that send long packets it may be older by such a packet. */
const ANGLE_STALE_US = 500_000;
/** What covers more time than this is no packet but a stored stretch. */
const LONGEST_PACKET_US = 2_000_000;

export function emptyReading(startedUs: number): Reading {
  return {
    atUs: startedUs,
    phase: 'gate',
    heartRateBpm: null,
    heartRateQuality: 'missing',
    reservePct: null,
    zone: null,
    angleDeg: null,
    angleConfidence: 0,
    angleReason: null,
    peakDeg: null,
    bestDeg: null,
    repetitionsInSet: 0,
    repetitionsTotal: 0,
    setIndex: 0,
    lastRepetition: null,
    light: 'go',
    decision: null,
  };
}

/** The heart-rate part, on arrival of a sample and whenever time goes on: nothing old is shown as now. */
export function readHeart(reading: Reading, heart: HeartTrack, input: AnalysisInput, nowUs: number): void {
  const { newest } = heart;
  const fresh = newest !== null && nowUs - newest.atUs <= HEART_RATE_GAP_S * 1e6;
  const { restingHeartRateBpm: rest, maxHeartRateBpm: max } = input.setup;
  reading.heartRateBpm = fresh ? newest.bpm : null;
  reading.heartRateQuality = fresh ? (newest.contact ? 'ok' : 'doubtful') : 'missing';
  const usable = fresh && newest.contact && rest !== null && max !== null;
  reading.reservePct = usable ? heartRateReservePct(newest.bpm, rest, max) : null;
  reading.zone = reading.reservePct === null ? null : acsmZone(reading.reservePct);
}

/** The motion part, on arrival and whenever time goes on. */
export function readAngle(reading: Reading, motion: MotionTrack, nowUs: number): void {
  const limitUs = ANGLE_STALE_US + (motion.packetUs <= LONGEST_PACKET_US ? motion.packetUs : 0);
  const fresh = motion.angleDeg !== null && nowUs - motion.angleAtUs <= limitUs;
  reading.angleDeg = fresh ? motion.angleDeg : null;
  reading.angleConfidence = fresh ? motion.angleConfidence : 0;
  reading.angleReason = fresh ? motion.angleReason : motion.absentReason;
  reading.peakDeg = fresh ? motion.peakDeg : null;
  reading.bestDeg = motion.bestDeg;
}

/** A repetition was found: it shows as soon as it is finished. */
export function readRepetition(reading: Reading, repetition: Repetition, events: EventTrack): void {
  if (!events.isWork(repetition.endUs)) return;
  const set = events.setAt(Number.POSITIVE_INFINITY);
  reading.repetitionsTotal++;
  if (set === null || repetition.endUs > set.startedUs) reading.repetitionsInSet++;
  reading.lastRepetition = repetition;
}

/** An event came: phases and sets of the repetitions so far may be others now. */
export function readRepetitions(reading: Reading, motion: MotionTrack, events: EventTrack): void {
  const set = events.setAt(Number.POSITIVE_INFINITY);
  const counted = motion.found.filter(({ repetition }) => events.isWork(repetition.endUs));
  reading.setIndex = set?.index ?? 0;
  reading.repetitionsTotal = counted.length;
  reading.repetitionsInSet = counted.filter(({ repetition }) => set === null || repetition.endUs > set.startedUs).length;
  reading.lastRepetition = counted.at(-1)?.repetition ?? null;
}

export function readPacing(reading: Reading, pacing: LivePacing, events: EventTrack, nowUs: number): void {
  reading.phase = events.phaseAt(nowUs);
  reading.light = pacing.light;
  reading.decision = pacing.current;
}
