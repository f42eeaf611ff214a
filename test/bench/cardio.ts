import { seededRandom } from '#server/demo/random.ts';
import { hrvTimeDomain } from '#shared/cardio/hrv.ts';
import { initMedian5s, stepMedian5s } from '#shared/cardio/median5s.ts';
import { initRrArtefacts, stepRrArtefacts } from '#shared/cardio/rrArtefacts.ts';
import { correctRrArtefacts } from '#shared/cardio/rrLipponen.ts';
import { BANISTER_MEN, banisterPerMinute, initLoad, stepLoad } from '#shared/cardio/trimp.ts';
import { bestMs } from './best.ts';
import type { BenchRow } from './types.ts';

const ROUNDS = 5;
const BEATS = 7200;
/** A strap at 120 beats per minute. */
const BEATS_PER_S = 2;

/** Heart-rate kernels over an hour of beats with some artefacts. */
export function benchCardio(): BenchRow[] {
  const random = seededRandom(4);
  const rrMs = Array.from({ length: BEATS }, (_, i) => (i % 97 === 50 ? 1000 : 500 + 30 * Math.sin(i / 9)) + 10 * random.normal());
  const beatsMs: number[] = [];
  for (const rr of rrMs) beatsMs.push((beatsMs.at(-1) ?? 0) + rr);
  const live = bestMs(ROUNDS, () => {
    const median = initMedian5s();
    const artefacts = initRrArtefacts();
    const load = initLoad();
    for (let i = 0; i < BEATS; i++) {
      const atUs = beatsMs[i] * 1000;
      stepMedian5s(median, atUs, 60_000 / rrMs[i]);
      stepRrArtefacts(artefacts, atUs, rrMs[i]);
      stepLoad(load, atUs, banisterPerMinute(0.5, BANISTER_MEN));
    }
  });
  const stored = bestMs(ROUNDS, () => {
    const { beatsMs: corrected } = correctRrArtefacts(beatsMs);
    hrvTimeDomain(corrected.slice(1).map((beat, i) => beat - corrected[i]));
  });
  const row = (what: string, ms: number): BenchRow => {
    const perS = BEATS / (ms / 1000);
    const note = `${BEATS.toLocaleString('en')} beats; limit: a heart at ${60 * BEATS_PER_S}/min; best of ${ROUNDS}`;
    return { what, ours: perS, peer: BEATS_PER_S, unit: 'beats/s', ratio: perS / BEATS_PER_S, note };
  };
  return [row('heart rate, live: median, artefacts, load', live), row('beat correction and variability, stored', stored)];
}
