import type { SampleBatch } from '#devices/core/types.ts';

/** What speed and power sensors say now; null where nothing came lately. */
export interface ActivityNumbers {
  readonly speedKmPerH: number | null;
  readonly cadencePerMin: number | null;
  readonly powerW: number | null;
}

interface Value {
  readonly value: number;
  readonly atUs: number;
}

/** Older than this a number is not shown as the present one, us of the sensor clock. */
const FRESH_US = 4_000_000;
const KM_PER_H = 3.6;

/** Keeps the newest number of each kind. The wheel's turns are no speed without its size, and never stand for the legs' cadence. */
export function createActivityReading() {
  const newest = new Map<'speed' | 'cadence' | 'power', Value>();
  return {
    take({ stream, sampleCount, counts, arrivalUs }: SampleBatch): void {
      if (sampleCount === 0 || stream.key === 'wheel') return;
      const axes = counts.length / sampleCount;
      let column = (sampleCount - 1) * axes;
      for (const { name, axes: own, scale } of stream.groups) {
        if (name === 'speed' || name === 'cadence' || name === 'power')
          newest.set(name, { value: counts[column] * scale, atUs: arrivalUs });
        column += own;
      }
    },
    read(nowUs: number): ActivityNumbers {
      const fresh = (name: 'speed' | 'cadence' | 'power'): number | null => {
        const found = newest.get(name);
        return found !== undefined && nowUs - found.atUs <= FRESH_US ? found.value : null;
      };
      const speed = fresh('speed');
      return { speedKmPerH: speed === null ? null : speed * KM_PER_H, cadencePerMin: fresh('cadence'), powerW: fresh('power') };
    },
  };
}
