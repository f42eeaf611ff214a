import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordedStream } from '#shared/analysis/recordedStream.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import { SessionSummary } from '#shared/schema/summary.ts';
import { readCsv } from '#test/helpers/csv.ts';
import { asDot, kneeSensors } from '#test/helpers/kneeRun.ts';
import { heartStreams, imuSamples, imuStream, kneeSessionEvents, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { arrival, replayLive } from '#test/helpers/replaySession.ts';
import { NO_SHARED_DATA, sharedData } from '#test/helpers/sharedData.ts';

const kneeFile = sharedData('motion/knee_right_cutting.csv.gz');
const rrFile = sharedData('intensity/hrv/exercise_rri.txt');
const ENDED_US = STARTED_US + 88_500_000;

describe.skipIf(kneeFile === null || rrFile === null)(
  `a real session, live and stored (${kneeFile === null ? NO_SHARED_DATA : 'real data'})`,
  () => {
    const sensors = asDot(kneeSensors(readCsv(kneeFile ?? '')), 60);
    const rr = readFileSync(rrFile ?? '', 'utf8')
      .trim()
      .split(/\s+/)
      .map(Number);
    const whole: RecordedStream[] = [
      { stream: imuStream(10, 'thigh'), samples: imuSamples(sensors, 'thigh') },
      { stream: imuStream(11, 'shank'), samples: imuSamples(sensors, 'shank') },
      ...heartStreams(rr, 20, 88_500_000),
    ];
    /** The shank sensor is lost from 40 s to 47 s and comes back as a new stream. */
    const dropped: RecordedStream[] = [
      whole[0],
      { stream: imuStream(11, 'shank'), samples: imuSamples(sensors, 'shank', 0, 2400) },
      { stream: imuStream(12, 'shank'), samples: imuSamples(sensors, 'shank', 2820) },
      whole[2],
      whole[3],
    ];

    it('gives a valid summary with repetitions, heart rate, pain, effort and TENS', () => {
      const { summary, decisions } = analyseSession(kneeSessionInput, whole, kneeSessionEvents(), ENDED_US);
      expect(SessionSummary.safeParse(summary).error).toBeUndefined();
      // As many as the same counter finds on the optical angle.
      expect(summary.repetitions).toHaveLength(39);
      expect(summary.romMedianDeg).toBeGreaterThan(50);
      expect(summary.pain).toEqual({ first: 3, max: 6, last: 6 });
      expect(summary.tensS).toBe(50);
      // The exercise begins 0.2 s after the recording.
      expect(summary.sessionRpeLoad).toBeCloseTo((4 * (88.5 - 0.2)) / 60, 9);
      expect(summary.gaps).toEqual([]);
      expect(summary.heartRate?.coverage).toBeGreaterThan(0.95);
      expect(summary.angleSeries?.deg.length).toBe(Math.ceil(88.5 / 0.2));
      expect(decisions.map(({ ruleIds }) => ruleIds[0])).toContain('L7');
    });

    for (const [name, streams] of [
      ['all sensors', whole],
      ['a sensor lost and picked anew', dropped],
    ] as const) {
      it(`says the same however the packets came: ${name}`, () => {
        const stored = analyseSession(kneeSessionInput, streams, kneeSessionEvents(), ENDED_US);
        fc.assert(
          fc.property(arrival, (how) => {
            const live = replayLive(kneeSessionInput, streams, kneeSessionEvents(), ENDED_US, how);
            expect(live.summary).toEqual(stored.summary);
            expect(live.decisions).toEqual(stored.decisions);
          }),
          { numRuns: 12 },
        );
      });
    }

    it('shows a lost sensor as a gap and goes on with the new one', () => {
      const { summary } = analyseSession(kneeSessionInput, dropped, kneeSessionEvents(), ENDED_US);
      expect(summary.gaps).toEqual([
        { streamId: dropped[1].stream.id, fromUs: STARTED_US + sensors.timeUs[2399], toUs: STARTED_US + sensors.timeUs[2820] },
      ]);
      const deg = summary.angleSeries?.deg ?? [];
      expect(deg.slice(202, 234).every((value) => value === null)).toBe(true);
      expect(deg.slice(240).filter((value) => value === null)).toHaveLength(0);
      expect(summary.repetitions.some(({ startUs }) => startUs > STARTED_US + 50e6)).toBe(true);
      expect(summary.repetitions.every(({ endUs }) => endUs < STARTED_US + 40.1e6 || endUs > STARTED_US + 47e6)).toBe(true);
    });

    it('is not changed by the order in which streams and events are handed in', () => {
      const ordered = analyseSession(kneeSessionInput, dropped, kneeSessionEvents(), ENDED_US);
      const shuffled = analyseSession(kneeSessionInput, [...dropped].reverse(), kneeSessionEvents().reverse(), ENDED_US);
      expect(shuffled).toEqual(ordered);
    });

    it('is not poisoned by broken samples', () => {
      const samples = imuSamples(sensors, 'thigh');
      const counts = samples.counts.slice();
      const hostUs = samples.hostUs.slice();
      counts.fill(0, 6 * 300, 6 * 302);
      hostUs[500] = Number.NaN;
      hostUs[700] = hostUs[690];
      hostUs[900] = Number.POSITIVE_INFINITY;
      const broken = [{ ...whole[0], samples: { ...samples, hostUs, counts } }, ...whole.slice(1)];
      const { summary } = analyseSession(kneeSessionInput, broken, kneeSessionEvents(), ENDED_US);
      expect(SessionSummary.safeParse(summary).error).toBeUndefined();
      // The repetition in which samples are missing may be lost.
      expect([38, 39]).toContain(summary.repetitions.length);
    });
  },
);
