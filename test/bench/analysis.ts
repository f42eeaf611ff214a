import { analyseSession } from '#shared/analysis/session.ts';
import { heartStreams, imuSamples, imuStream, kneeSessionEvents, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';
import type { BenchRow } from './types.ts';

const ROUNDS = 12;
const SECONDS = 1800;
/** ms; a person who ends a session shall not wait for its summary. */
const LIMIT_MS = 150;

/** ms to analyse a stored 30-minute session: two sensors at 100 Hz and a strap with RR. */
export async function benchAnalysis(): Promise<BenchRow[]> {
  const { timeUs, proximal, distal } = syntheticHinge({ seconds: SECONDS, rateHz: 100 });
  const sensors = { timeUs, thigh: proximal, shank: distal, referenceDeg: timeUs };
  const rrMs = Array.from({ length: 2 * SECONDS }, (_, i) => 600 + 40 * Math.sin(i / 9));
  const streams = [
    { stream: imuStream(10, 'thigh', 100), samples: imuSamples(sensors, 'thigh') },
    { stream: imuStream(11, 'shank', 100), samples: imuSamples(sensors, 'shank') },
    ...heartStreams(rrMs, 20, SECONDS * 1e6),
  ];
  const times: number[] = [];
  let repetitions = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const from = performance.now();
    const { summary } = analyseSession(kneeSessionInput, streams, kneeSessionEvents(), STARTED_US + SECONDS * 1e6);
    times.push(performance.now() - from);
    repetitions = summary.repetitions.length;
  }
  const ours = Math.min(...times);
  const note = `limit: nobody waits; 2 x ${timeUs.length} motion samples, ${repetitions} repetitions found; best of ${ROUNDS}`;
  return [{ what: 'analyse a 30-minute two-sensor session', ours, peer: LIMIT_MS, unit: 'ms', ratio: ours / LIMIT_MS, note }];
}
