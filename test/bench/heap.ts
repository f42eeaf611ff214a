import { PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { OrientationFilter } from '#shared/motion/orientation.ts';
import { wearable } from '#shared/motion/orientationParams.ts';
import { syntheticHinge } from '#test/helpers/syntheticMotion.ts';
import type { BenchRow } from './types.ts';

const SAMPLES = 1e7;
const WARM_UP = 1e6;
/** Collections are reported some turns of the event loop later. */
const REPORTED_MS = 50;
/** kB; what the runtime itself adds in that time. One number on the heap per sample would be 160,000 kB. */
const LIMIT_KB = 100;

/** Growth of the heap over ten million samples of the live filter: nothing may be put on the heap per sample. */
export async function benchHeap(): Promise<BenchRow[]> {
  const { timeUs, distal } = syntheticHinge({ seconds: 100, rateHz: 100 });
  const [gx, gy, gz, ax, ay, az] = distal;
  const filter = new OrientationFilter(wearable);
  const feed = (from: number, to: number): void => {
    const { sample } = filter;
    for (let k = from; k < to; k++) {
      const i = k % timeUs.length;
      sample[0] = k * 10_000;
      sample[1] = gx[i];
      sample[2] = gy[i];
      sample[3] = gz[i];
      sample[4] = ax[i];
      sample[5] = ay[i];
      sample[6] = az[i];
      filter.stepSample();
    }
  };
  feed(0, WARM_UP);
  collectGarbage();
  let collected = 0;
  const collections = new PerformanceObserver((list) => {
    collected += list.getEntries().length;
  });
  collections.observe({ entryTypes: ['gc'] });
  const before = process.memoryUsage().heapUsed;
  feed(WARM_UP, WARM_UP + SAMPLES);
  const grownKb = (process.memoryUsage().heapUsed - before) / 1000;
  await wait(REPORTED_MS);
  collections.disconnect();
  const samples = `6D, ${SAMPLES.toLocaleString('en')} samples`;
  return [
    {
      what: 'heap growth, orientation filter',
      ours: grownKb,
      peer: LIMIT_KB,
      unit: 'kB',
      ratio: grownKb / LIMIT_KB,
      note: `${samples}; limit: what the runtime itself adds`,
    },
    {
      what: 'garbage collections meanwhile',
      ours: collected,
      peer: 1,
      unit: 'times',
      ratio: collected,
      note: `${samples}; limit: one, which need not be of our making`,
    },
  ];
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}
