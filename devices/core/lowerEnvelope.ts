/**
 * Line under a cloud of (device time, arrival - device time) points. Arrival is true time plus a delay that is never negative, so the
 * truth runs along the lower edge: of the lower convex hull, the edge over the mean device time is the line below all points with the
 * least total distance (Zhang, Liu, Xia: Clock synchronization algorithms for network measurements, INFOCOM 2002, pp. 160-169).
 */
export interface EnvelopeParams {
  /** The line lies below the points of this last stretch, us. Longer: steadier, and slower to follow a link whose least delay has grown. Default 30 s. */
  readonly windowUs: number;
  /** The slope is that of the hull over this stretch, us, at least `windowUs`: oscillators change more slowly than links. Default 60 s. */
  readonly slopeWindowUs: number;
  /** Only the lowest point of each such stretch is kept, us, as seen along the line; also the time between two fits. Default 1 s. */
  readonly bucketUs: number;
  /** A shorter window says nothing about slope, us: the last known one stays in force. Default 10 s. */
  readonly minSlopeSpanUs: number;
  /** Bound of the slope. Default 300 ppm: quartz differs by less than this from the host. */
  readonly maxSlope: number;
  /**
   * How much is set against a slope that the points do not show clearly, as a share of the stretch: of the hull's edges this far before
   * and behind the mean the slope is the one nearest to zero, and zero where they differ in sign. 0 takes the edge over the mean. Default
   * 0.25: quartz is mostly within 50 ppm, and some seconds of luck on a crowded link look like 300.
   */
  readonly slopeDoubtShare: number;
}
export const QUARTZ_ENVELOPE: EnvelopeParams = {
  windowUs: 30_000_000,
  slopeWindowUs: 60_000_000,
  bucketUs: 1_000_000,
  minSlopeSpanUs: 10_000_000,
  maxSlope: 300e-6,
  slopeDoubtShare: 0.25,
};
/** A counter counts samples, and a motion sensor makes those by an oscillator on its chip, percents off the nominal rate: soon seen. */
export const COUNTER_ENVELOPE: EnvelopeParams = { ...QUARTZ_ENVELOPE, minSlopeSpanUs: 3_000_000, maxSlope: 0.05, slopeDoubtShare: 0 };
/** Beats: one packet a second that waited for up to a beat needs long to come near the edge; intervals cut to 1/1024 s are up to 0.1 % short. */
export const BEAT_ENVELOPE: EnvelopeParams = {
  windowUs: 300_000_000,
  slopeWindowUs: 300_000_000,
  bucketUs: 5_000_000,
  minSlopeSpanUs: 60_000_000,
  maxSlope: 1e-3,
  slopeDoubtShare: 0,
};

/** Keeps a point per bucket: a step costs a comparison, and once a bucket a fit over some sixty points. Nothing is allocated after the start. */
export class LowerEnvelope {
  /** The line in force: y = interceptUs + slope * x. */
  slope: number;
  interceptUs = 0;
  readonly #params: EnvelopeParams;
  readonly #xUs: Float64Array;
  readonly #yUs: Float64Array;
  /** Indices of the points on the hull. */
  readonly #hull: Uint16Array;
  #count = 0;
  #bucketEndUs = Number.NEGATIVE_INFINITY;

  /** `slope`: what is known of it beforehand, from an earlier fit of the same clock. */
  constructor(params: EnvelopeParams, slope = 0) {
    const room = Math.ceil(params.slopeWindowUs / params.bucketUs) + 2;
    this.#params = params;
    this.#xUs = new Float64Array(room);
    this.#yUs = new Float64Array(room);
    this.#hull = new Uint16Array(room);
    this.slope = slope;
  }

  /** Adds a point (x never goes back). Refits once per bucket, and at once when the point lies below the line. */
  add(xUs: number, yUs: number): void {
    const opens = xUs >= this.#bucketEndUs;
    if (opens) {
      this.#forget(xUs - this.#params.slopeWindowUs);
      this.#bucketEndUs = xUs + this.#params.bucketUs;
      this.#count++;
    } else if (yUs - this.#yUs[this.#count - 1] >= this.slope * (xUs - this.#xUs[this.#count - 1])) return;
    this.#xUs[this.#count - 1] = xUs;
    this.#yUs[this.#count - 1] = yUs;
    if (opens || yUs < this.interceptUs + this.slope * xUs) this.#fit();
  }

  #forget(untilUs: number): void {
    let old = 0;
    while (old < this.#count && this.#xUs[old] <= untilUs) old++;
    this.#xUs.copyWithin(0, old, this.#count);
    this.#yUs.copyWithin(0, old, this.#count);
    this.#count -= old;
  }

  #fit(): void {
    const { windowUs, minSlopeSpanUs, maxSlope } = this.#params;
    const newestUs = this.#xUs[this.#count - 1];
    if (newestUs - this.#xUs[0] >= minSlopeSpanUs) this.slope = Math.max(-maxSlope, Math.min(maxSlope, this.#hullSlope()));
    this.interceptUs = Number.POSITIVE_INFINITY;
    for (let i = this.#count - 1; i >= 0 && newestUs - this.#xUs[i] < windowUs; i--) {
      this.interceptUs = Math.min(this.interceptUs, this.#yUs[i] - this.slope * this.#xUs[i]);
    }
  }

  /** Slope of the line with the least total distance, each slope held against it as much as `slopeDoubtShare` says. */
  #hullSlope(): number {
    const xUs = this.#xUs;
    const yUs = this.#yUs;
    const hull = this.#hull;
    let top = 0;
    let sumUs = 0;
    for (let p = 0; p < this.#count; p++) {
      sumUs += xUs[p];
      while (top >= 2) {
        const a = hull[top - 2];
        const b = hull[top - 1];
        if ((xUs[b] - xUs[a]) * (yUs[p] - yUs[a]) - (yUs[b] - yUs[a]) * (xUs[p] - xUs[a]) > 0) break;
        top--;
      }
      hull[top++] = p;
    }
    const meanUs = sumUs / this.#count;
    const doubtUs = this.#params.slopeDoubtShare * (xUs[this.#count - 1] - xUs[0]);
    // The hull is convex: the first is never the steeper one.
    const least = this.#edgeSlope(meanUs - doubtUs, top);
    return least > 0 ? least : Math.min(0, this.#edgeSlope(meanUs + doubtUs, top));
  }

  /** Slope of the hull's edge over an x; the hull has `corners` points. */
  #edgeSlope(atUs: number, corners: number): number {
    const xUs = this.#xUs;
    const yUs = this.#yUs;
    const hull = this.#hull;
    let right = 1;
    while (right < corners - 1 && xUs[hull[right]] < atUs) right++;
    const a = hull[right - 1];
    const b = hull[right];
    return (yUs[b] - yUs[a]) / (xUs[b] - xUs[a]);
  }
}
