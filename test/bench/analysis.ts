import { refineSession } from '#shared/analysis/refine.ts';
import { analyseSession } from '#shared/analysis/session.ts';
import { heartStreams, imuSamples, imuStream, kneeSessionEvents, kneeSessionInput, STARTED_US } from '#test/helpers/recordedSession.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';
import { bestMs } from './best.ts';
import type { BenchRow } from './types.ts';

const ROUNDS = 12;
const SECONDS = 1800;
/** ms; a person who ends a session shall not wait for its summary. */
const LIMIT_MS = 150;

/** ms to analyse a stored 30-minute session: two sensors at 100 Hz and a strap with RR; as it was shown live, then the second look. */
export async function benchAnalysis(): Promise<BenchRow[]> {
  const { timeUs, proximal, distal } = syntheticHinge({ seconds: SECONDS, rateHz: 100 });
  const sensors = { timeUs, thigh: proximal, shank: distal, referenceDeg: timeUs };
  const rrMs = Array.from({ length: 2 * SECONDS }, (_, i) => 600 + 40 * Math.sin(i / 9));
  const streams = [
    { stream: imuStream(10, 'thigh', 100), samples: imuSamples(sensors, 'thigh') },
    { stream: imuStream(11, 'shank', 100), samples: imuSamples(sensors, 'shank') },
    ...heartStreams(rrMs, 20, SECONDS * 1e6),
  ];
  const endedUs = STARTED_US + SECONDS * 1e6;
  const row = (what: string, run: () => number): BenchRow => {
    let repetitions = 0;
    const ours = bestMs(ROUNDS, () => {
      repetitions = run();
    });
    const note = `limit: nobody waits; 2 x ${timeUs.length} motion samples, ${repetitions} repetitions found; best of ${ROUNDS}`;
    return { what, ours, peer: LIMIT_MS, unit: 'ms', ratio: ours / LIMIT_MS, note };
  };
  return [
    row('analyse a 30-minute two-sensor session', () => {
      const { summary } = analyseSession(kneeSessionInput, streams, kneeSessionEvents(), endedUs);
      return summary.repetitions.length;
    }),
    row('look at it again as a whole', () => {
      const { refined } = refineSession(kneeSessionInput, streams, kneeSessionEvents(), endedUs);
      return refined?.motion?.repetitions.length ?? 0;
    }),
  ];
}
