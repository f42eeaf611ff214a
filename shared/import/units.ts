import { STANDARD_GRAVITY } from '#shared/signal/gravity.ts';

/** Quantities of a table and the units they may be in, each as a factor to the unit kept: s, m/s2, rad/s, beats per minute. */
export const UNITS = {
  time: { s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9 },
  interval: { s: 1, ms: 1e-3 },
  acceleration: { 'm/s2': 1, g: STANDARD_GRAVITY, mg: STANDARD_GRAVITY / 1000 },
  angularRate: { 'rad/s': 1, 'deg/s': Math.PI / 180, 'mdeg/s': Math.PI / 180_000 },
  heartRate: { '/min': 1 },
} as const;

export type Quantity = keyof typeof UNITS;
export type UnitOf<Q extends Quantity> = keyof (typeof UNITS)[Q] & string;

/** How files write these units: UCUM codes, and what loggers make of them. */
const SPELLINGS: Readonly<Record<Quantity, Readonly<Record<string, readonly string[]>>>> = {
  time: {
    s: ['s', 'sec', 'secs', 'second', 'seconds', 'seconds_elapsed'],
    ms: ['ms', 'msec', 'millis', 'milliseconds'],
    us: ['us', 'µs', 'μs', 'usec', 'micros', 'microseconds'],
    ns: ['ns', 'nsec', 'nanos', 'nanoseconds'],
  },
  interval: { s: ['s', 'sec', 'seconds'], ms: ['ms', 'msec', 'milliseconds'] },
  acceleration: { 'm/s2': ['m/s2', 'm/s²', 'm/s^2', 'm/s/s', 'm.s-2', 'ms-2', 'ms^-2', 'm_s2'], g: ['g', '[g]', 'g0'], mg: ['mg', 'm[g]'] },
  angularRate: {
    'rad/s': ['rad/s', 'rad.s-1', 'rad_s', 'rads'],
    'deg/s': ['deg/s', '°/s', 'dps', 'deg.s-1', 'deg_s'],
    'mdeg/s': ['mdeg/s', 'mdps', 'mdeg_s'],
  },
  heartRate: { '/min': ['bpm', '/min', '1/min', 'count/min', 'beats/min', '{beats}/min', 'min-1'] },
};

/** The unit a file means; null when it is none of this quantity. */
export function unitNamed<Q extends Quantity>(quantity: Q, text: string): UnitOf<Q> | null {
  const wanted = text.trim().toLowerCase();
  const found = Object.entries(SPELLINGS[quantity]).find(([, spellings]) => spellings.includes(wanted));
  return (found?.[0] as UnitOf<Q> | undefined) ?? null;
}

export function factorOf<Q extends Quantity>(quantity: Q, unit: UnitOf<Q>): number {
  return (UNITS[quantity] as Readonly<Record<string, number>>)[unit];
}

/** Smallest of 1, 2, 5 times a power of ten with which the largest value still fits into int16 with room. */
export function scaleFor(largest: number): number {
  const least = Math.max(largest, 1e-6) / 32_000;
  let decade = 1e-12;
  while (decade * 10 <= least) decade *= 10;
  const step = [1, 2, 5, 10].find((factor) => factor * decade >= least) ?? 10;
  return Number((step * decade).toPrecision(1));
}
