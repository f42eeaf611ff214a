import { writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import type { CDPSession } from 'playwright-core';
import type { StreamPair } from '#test/e2e/soak/compare.ts';
import type { ScreenCost } from '#test/e2e/soak/probe.ts';
import { runSoak } from '#test/e2e/soak/run.ts';
import type { BenchRow } from './types.ts';

/** Minutes measured in real time; SOAK_MINUTES=10 for the whole length. */
const REAL_MINUTES = Number(process.env.SOAK_MINUTES ?? 1);
/** Where a profile of the main thread of the run in real time goes, to be opened in the browser's developer tools; it costs a little. */
const PROFILE_FILE = process.env.SOAK_PROFILE;
const WARM_UP_S = 20;
/** Holds the end of three chunks of every stream. */
const TRACED_S = 30;
/** The accelerated run, as in test/e2e/soak/soak.test.ts. */
const SPEED = 20;
const MINUTE_S = 60;

const FEWEST_FRAMES_PER_S = 55;
const LONGEST_TASK_MS = 50;
const MOST_GROWTH_MB = 20;

/**
 * The live screen with both charts while three sensors (200, 60 and 60 Hz) are recorded, in the real browser over the virtual Bluetooth:
 * once in real time, for what a person sees; once faster than life for ten minutes, for what is kept and what memory grows.
 */
export async function benchSoak(): Promise<BenchRow[]> {
  const real = await runSoak({ speed: 1, warmUpS: WARM_UP_S, measuredS: REAL_MINUTES * MINUTE_S, tracedS: TRACED_S, alongside: profiled });
  const length = `${REAL_MINUTES} min in real time, ${cpus().length} cores with a load of ${loadavg()[0].toFixed(1)}, drawn in software`;
  const fast = await runSoak({ speed: SPEED, warmUpS: MINUTE_S, measuredS: 9 * MINUTE_S });
  const fastLength = `${((fast.cost.seconds * SPEED) / MINUTE_S).toFixed(1)} min, ${SPEED} times as fast as life`;
  const grown = (bytes: number, note: string): BenchRow =>
    limited('soak: heap growth', bytes / 1e6, MOST_GROWTH_MB, 'MB', `${note}, after a collection`);
  return [
    ...screenRows(real.cost, length),
    limited('soak: longest task, processor time', real.longestTaskCpuMs ?? Number.NaN, LONGEST_TASK_MS, 'ms', `${TRACED_S} s traced`),
    grown(real.grownBytes, length),
    grown(fast.grownBytes, fastLength),
    ...real.streams.map((pair) => streamRow(pair, 'in real time')),
    ...fast.streams.map((pair) => streamRow(pair, `${SPEED} times as fast`)),
  ];
}

async function profiled(devtools: CDPSession): Promise<() => Promise<void>> {
  if (PROFILE_FILE === undefined) return async () => {};
  await devtools.send('Profiler.enable');
  await devtools.send('Profiler.start');
  return async () => writeFileSync(PROFILE_FILE, JSON.stringify((await devtools.send('Profiler.stop')).profile));
}

function screenRows(cost: ScreenCost, note: string): BenchRow[] {
  const { framesPerS, longTaskMs, mainThread, browser, scripts, layout } = cost;
  const atShare = (share: number): number => framesPerS[Math.floor(share * (framesPerS.length - 1))];
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  return [
    limited('soak: frames, median second', atShare(0.5), FEWEST_FRAMES_PER_S, '1/s', `${note}; limit: the fewest`),
    limited('soak: frames, worst 5 % of seconds', atShare(0.05), FEWEST_FRAMES_PER_S, '1/s', 'limit: the fewest'),
    limited('soak: longest time without a frame', cost.longestFrameMs, LONGEST_TASK_MS, 'ms', 'limit: three frames'),
    limited(
      'soak: longest task over 50 ms',
      Math.max(0, ...longTaskMs),
      LONGEST_TASK_MS,
      'ms',
      `${longTaskMs.length} of them, with what they waited for; 0: none`,
    ),
    {
      what: 'soak: main thread',
      ours: 100 * mainThread,
      peer: null,
      unit: '% of a core',
      ratio: null,
      note: `scripts ${percent(scripts)}, styles and layout ${percent(layout)} of the time`,
    },
    {
      what: 'soak: whole browser',
      ours: 100 * browser,
      peer: null,
      unit: '% of a core',
      ratio: null,
      note: 'all of its processes, with what draws',
    },
  ];
}

const limited = (what: string, ours: number, limit: number, unit: string, note: string): BenchRow => ({
  what,
  ours,
  peer: limit,
  unit,
  ratio: ours / limit,
  note,
});

function streamRow({ place, kind, sentCount, recordedCount, sameBits, gapCount }: StreamPair, length: string): BenchRow {
  return limited(
    `soak: ${place} ${kind}, kept`,
    recordedCount,
    sentCount,
    'samples',
    `${length}; limit: sent since the recording ran; ${sameBits ? 'bit for bit' : 'NOT THE SAME'}, ${gapCount} gaps noted`,
  );
}
