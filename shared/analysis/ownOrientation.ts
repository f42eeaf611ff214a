import type { Stream } from '#shared/schema/stream.ts';
import type { StreamSamples } from './types.ts';

/** A sensor sends whatever it is set to within this time of its first sample, us. */
const ALL_THERE_US = 2_000_000;
const NONE: readonly Waiting[] = [];

interface Waiting {
  readonly stream: Stream;
  readonly samples: StreamSamples;
}

/**
 * Orientations that a sensor computes itself. They wait until it is clear whether the sensor sends rates, too: which of its streams
 * came first must not decide what an angle is made of.
 */
export class OwnOrientation {
  #waiting: Waiting[] = [];
  #decided = false;

  /** Takes samples and returns what is to be used, in order. `measured`: the sensor sends rates. */
  admit(one: Waiting, measured: boolean): readonly Waiting[] {
    if (measured) {
      this.#waiting = [];
      return NONE;
    }
    if (this.#decided) return [one];
    this.#waiting.push(one);
    const { hostUs, sampleCount } = one.samples;
    if (hostUs[sampleCount - 1] - this.#waiting[0].samples.hostUs[0] < ALL_THERE_US) return NONE;
    const all = this.#waiting;
    this.#waiting = [];
    this.#decided = true;
    return all;
  }
}
