import { MAX_SESSION_US } from '#shared/analysis/limits.ts';
import { initRrChain, stepRrChain } from '#shared/cardio/rrChain.ts';
import type { ActivityId } from '#shared/import/activities.ts';
import type { FoundSession, FoundStream } from '#shared/import/found.ts';
import { type HeartSource, heartRateStream, isHeartRate, rrStream, rrTicks } from '#shared/import/heartStreams.ts';
import { nominalRateOf, SampleColumns } from '#shared/import/sampleColumns.ts';
import type { AxisGroup } from '#shared/schema/stream.ts';
import type { FitMessages, FitRecord } from './messages.ts';

/** The last record is often written a second after the session's end. */
const TAIL_MS = 2000;

/** The sessions of one FIT file; a file that ends before its session message gives one from its records. */
export function sessionsOf(messages: FitMessages): FoundSession[] {
  const { records, sessions } = messages;
  if (sessions.length > 0) return sessions.map(({ startMs, endMs, sport }) => sessionOf(messages, startMs, endMs, sport));
  const startMs = records.at(0)?.timeMs;
  if (startMs === undefined) return [];
  const endMs = records.reduce(
    (latest, { timeMs }) => (timeMs - startMs < MAX_SESSION_US / 1000 ? Math.max(latest, timeMs) : latest),
    startMs,
  );
  return endMs > startMs ? [{ ...sessionOf(messages, startMs, endMs, ''), damaged: true }] : [];
}

function sessionOf(
  { records, beats, offsetMinutes, device, strap, damaged }: FitMessages,
  startMs: number,
  endMs: number,
  sport: string,
): FoundSession {
  const own = records.filter(({ timeMs }) => timeMs >= startMs && timeMs <= endMs + TAIL_MS);
  const source: HeartSource = { deviceModel: 'fit', sensorLabel: device, bodySite: strap ? 'chest' : 'wrist' };
  const intervals = new SampleColumns(1);
  const chain = initRrChain();
  for (const { afterMs, intervalsS } of beats) {
    if (afterMs < startMs || afterMs > endMs + TAIL_MS) continue;
    const endsUs = new Float64Array(intervalsS.length);
    stepRrChain(
      chain,
      1000 * afterMs,
      intervalsS.map((s) => 1000 * s),
      endsUs,
    );
    for (const [i, s] of intervalsS.entries()) intervals.push(endsUs[i], rrTicks(s));
  }
  const heart = columnOf(own, ({ heartRateBpm }) => (heartRateBpm !== null && isHeartRate(heartRateBpm) ? heartRateBpm : null));
  const streams: FoundStream[] = [];
  if (heart.sampleCount > 0) streams.push(heartRateStream(heart, source));
  if (intervals.sampleCount > 0) streams.push(rrStream(intervals, source));
  for (const { kind, group, of } of BESIDES) {
    const columns = columnOf(own, (record) => {
      const value = of(record);
      return value === null ? null : value / group.scale;
    });
    if (columns.sampleCount === 0) continue;
    const samples = columns.samples();
    streams.push({
      ...source,
      kind,
      bodySite: 'wrist',
      side: 'none',
      nominalRateHz: nominalRateOf(samples.hostUs),
      groups: [group],
      samples,
    });
  }
  return {
    format: 'fit',
    source: device,
    activity: activityOf(sport),
    startedUs: Math.round(1000 * startMs),
    endedUs: Math.round(1000 * endMs),
    offsetMinutes,
    zone: null,
    streams,
    damaged,
  };
}

function columnOf(records: readonly FitRecord[], of: (record: FitRecord) => number | null): SampleColumns {
  const columns = new SampleColumns(1);
  for (const record of records) {
    const value = of(record);
    if (value !== null) columns.push(1000 * record.timeMs, value);
  }
  return columns;
}

/** What a record has besides the heart, in units of the stream. Speed to 1 mm/s, up to 32 m/s. */
const BESIDES: readonly { kind: 'speed' | 'power'; group: AxisGroup; of: (record: FitRecord) => number | null }[] = [
  { kind: 'speed', group: { name: 'speed', axes: 1, scale: 0.001, unit: 'm/s' }, of: ({ speedMPerS }) => speedMPerS },
  { kind: 'speed', group: { name: 'cadence', axes: 1, scale: 1, unit: '1/min' }, of: ({ cadencePerMin }) => cadencePerMin },
  { kind: 'power', group: { name: 'power', axes: 1, scale: 1, unit: 'W' }, of: ({ powerW }) => powerW },
];

/** Words of the sport and sub-sport of the FIT profile, most telling first. */
const SPORTS: readonly (readonly [RegExp, ActivityId])[] = [
  [/strength/i, 'activityStrength'],
  [/yoga|flexibility|pilates|mobility/i, 'activityFlexibility'],
  [/swimming/i, 'activitySwimming'],
  [/hiking|mountaineering|snowshoeing/i, 'activityHiking'],
  [/walk/i, 'activityWalking'],
  [/running|treadmill/i, 'activityRunning'],
  [/cycling|biking|spin/i, 'activityCycling'],
  [/dance/i, 'activityDance'],
];

function activityOf(sport: string): ActivityId {
  return SPORTS.find(([words]) => words.test(sport))?.[1] ?? 'activityOther';
}
