import type { StreamDefinition } from '#devices/core/types.ts';
import {
  arrivalMapper,
  clockErrors,
  firstArrivalMapper,
  largestOffsetUs,
  leastSquaresMapper,
  type Mapper,
  ourMapper,
  rmsFrom,
  settledAfterS,
} from '#test/helpers/clockRun.ts';
import { CLOCK_SCENARIOS, type ClockScenario, RESET_AT_S, RESET_SCENARIOS } from '#test/helpers/clockScenarios.ts';
import { median } from './statistics.ts';
import type { Section } from './types.ts';

const SEEDS = 10;
const SECONDS = 120;
/** What is promised holds from here on. */
export const SETTLED_S = 30;
const BACK_US = 5_000;

export const CLOCK_WAYS: Readonly<Record<string, (stream: StreamDefinition) => Mapper>> = {
  Evenpace: ourMapper,
  'least squares over 30 s': leastSquaresMapper,
  'first arrival': firstArrivalMapper,
  'arrival as it is': arrivalMapper,
};

export interface ClockResult {
  /** Worst of the seeds, ms. */
  readonly rmsMs: number;
  readonly offsetMs: number;
}

/** Worst of the seeds. The second sensor has a link and a seed of its own and drifts the other way. */
export function measureClock({ stream, radio }: ClockScenario, way: (stream: StreamDefinition) => Mapper): ClockResult {
  let [rmsUs, offsetUs] = [0, 0];
  for (let seed = 1; seed <= SEEDS; seed++) {
    const a = clockErrors({ ...radio, seed, seconds: SECONDS }, way(stream));
    const b = clockErrors({ ...radio, driftPpm: -radio.driftPpm, seed: seed + 1000, seconds: SECONDS }, way(stream));
    rmsUs = Math.max(rmsUs, rmsFrom(a, SETTLED_S));
    offsetUs = Math.max(offsetUs, largestOffsetUs(a, b, SETTLED_S));
  }
  return { rmsMs: rmsUs / 1000, offsetMs: offsetUs / 1000 };
}

const digits = (value: number): string => (value >= 100 ? String(Math.round(value)) : value.toPrecision(2));

function resetRow({ name, stream, radio }: ClockScenario): string[] {
  const seconds = Array.from({ length: SEEDS }, (_, i) =>
    settledAfterS(clockErrors({ ...radio, seed: i + 1, seconds: SECONDS }, ourMapper(stream)), RESET_AT_S, BACK_US),
  );
  return [name, digits(median(seconds)), digits(Math.max(...seconds))];
}

/** Clock mapping through a simulated radio: what no recording can tell, because none knows the true time. */
export function clockMapping(): Section {
  const results = CLOCK_SCENARIOS.map((scenario) => ({
    name: scenario.name,
    ways: Object.values(CLOCK_WAYS).map((way) => measureClock(scenario, way)),
  }));
  const worst = (way: number, of: keyof ClockResult) => Math.max(...results.map(({ ways }) => ways[way][of]));
  const bestPeer = (of: keyof ClockResult) => digits(Math.min(...[1, 2, 3].map((way) => worst(way, of))));
  const row = (what: string, of: keyof ClockResult) => ({
    what,
    trials: CLOCK_SCENARIOS.length,
    ours: digits(worst(0, of)),
    peer: bestPeer(of),
    published: '',
  });
  return {
    title: 'Sensor clocks through a simulated radio',
    summary: [row('sensor time, RMS after 30 s, worst link, ms', 'rmsMs'), row('two sensors, largest offset, worst link, ms', 'offsetMs')],
    about:
      `Real drivers' streams through a seeded radio (test/helpers/simulatedRadio.ts): one-sided jitter, stalls after which all that waited ` +
      `comes at once, lost packets, drifting clocks, wraps and resets; ${SEEDS} seeds of ${SECONDS} s each, the worst of them shown. "All of it" is ` +
      `exponential jitter of 25 ms, stalls of up to 400 ms about every 3 s, 5 % lost and a drift of 50 ppm. Compared is the mapped time of ` +
      `every sample from ${SETTLED_S} s on with true time + the least delay of the link: that delay, the same for every packet, cannot be told from ` +
      'a later clock by any receiver. The offset is the largest difference of the errors of two sensors in any second; theirs are links of their own ' +
      'with the same least delay and opposite drift. The peers are given more than a receiver has: unwrapped device times of every sample.',
    tables: [
      {
        header: ['link: RMS / offset of two, ms', ...Object.keys(CLOCK_WAYS)],
        rows: results.map(({ name, ways }) => [name, ...ways.map(({ rmsMs, offsetMs }) => `${digits(rmsMs)} / ${digits(offsetMs)}`)]),
      },
      { header: ['after a reset of the sensor, s until within 5 ms for good', 'median', 'worst'], rows: RESET_SCENARIOS.map(resetRow) },
    ],
    plots: [],
  };
}
