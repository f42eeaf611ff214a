import { rollingMedian, rollingQuartileDeviation } from './rolling.ts';

/**
 * RR artefact correction for whole recordings after Lipponen & Tarvainen 2019 (doi:10.1080/03091902.2019.1640306). Beats are
 * times in whole ms. Differences of RR, and RR minus their running median, are divided by thresholds that follow the recording
 * (5.2 x quartile deviation in 91 beats); where those exceed 1 or 3 the shape of the neighbours tells the class.
 */
const C1 = 0.13;
const C2 = 0.17;
const ALPHA = 5.2;
const THRESHOLD_BEATS = 91;
const MEDIAN_BEATS = 11;

/** Indices of beats: the beat that ends the interval in question. */
export interface RrArtefacts {
  readonly ectopic: readonly number[];
  readonly missed: readonly number[];
  readonly extra: readonly number[];
  readonly longShort: readonly number[];
}

export interface CorrectedBeats {
  /** What was found in the beats as they came, before any correction. */
  readonly artefacts: RrArtefacts;
  readonly beatsMs: readonly number[];
}

/** Too short to judge: below this many beats nothing is called an artefact. */
const MIN_BEATS = 12;

export function findRrArtefacts(beatsMs: readonly number[]): RrArtefacts {
  const found = { ectopic: [] as number[], missed: [] as number[], extra: [] as number[], longShort: [] as number[] };
  if (beatsMs.length < MIN_BEATS) return found;
  const rr = intervalsS(beatsMs);
  const difference = withMeanFirst(rr.map((value, i) => (i === 0 ? 0 : value - rr[i - 1])));
  divideBy(difference, threshold(difference));
  const median = rollingMedian(rr, MEDIAN_BEATS);
  // Long intervals are bounded below by 0 but not above, so negative deviations are doubled.
  const deviation = rr.map((value, i) => (value - median[i] < 0 ? 2 * (value - median[i]) : value - median[i]));
  const deviationLimit = threshold(deviation);
  divideBy(deviation, deviationLimit);

  let i = 0;
  while (i < rr.length - 2) {
    const d = difference[i];
    if (Math.abs(d) <= 1) {
      i++;
      continue;
    }
    const opposite = strongestOpposite(difference, i);
    if ((d > 1 && opposite < -C1 * d - C2) || (d < -1 && opposite > -C1 * d + C2)) {
      found.ectopic.push(i++);
      continue;
    }
    const candidates = Math.abs(difference[i + 1]) < Math.abs(difference[i + 2]) ? [i, i + 1] : [i];
    for (const j of candidates) {
      const following = strongestFollowing(difference, j);
      const long = difference[j] > 1 && following < -1;
      const short = difference[j] < -1 && following > 1;
      if (long || short || Math.abs(deviation[j]) > 3) {
        if (short && Math.abs(rr[j] + rr[j + 1] - median[j]) < deviationLimit[j]) found.extra.push(j);
        else if (long && Math.abs(rr[j] / 2 - median[j]) < deviationLimit[j]) found.missed.push(j);
        else found.longShort.push(j);
      }
      i++;
    }
  }
  return found;
}

/** Finds and corrects until the number of artefacts no longer falls: extra beats go, missed ones come in, the others move to the middle. */
export function correctRrArtefacts(beatsMs: readonly number[]): CorrectedBeats {
  const artefacts = findRrArtefacts(beatsMs);
  let corrected = applyCorrection(beatsMs, artefacts);
  let count = countRrArtefacts(artefacts);
  for (;;) {
    const left = findRrArtefacts(corrected);
    if (countRrArtefacts(left) >= count) return { artefacts, beatsMs: corrected };
    count = countRrArtefacts(left);
    corrected = applyCorrection(corrected, left);
  }
}

export function countRrArtefacts(artefacts: RrArtefacts): number {
  return artefacts.ectopic.length + artefacts.missed.length + artefacts.extra.length + artefacts.longShort.length;
}

function applyCorrection(beatsMs: readonly number[], { extra, missed, ectopic, longShort }: RrArtefacts): readonly number[] {
  const gone = new Set(extra);
  let beats = beatsMs.filter((_, i) => !gone.has(i));
  const shiftedBy = (index: number) => index - extra.filter((e) => e < index).length;
  const missedNow = missed.map(shiftedBy).filter((i) => i > 1 && i < beats.length);
  const insertedBefore = new Set(missedNow);
  beats = beats.flatMap((beat, i) => (insertedBefore.has(i) ? [middleMs(beats[i - 1], beat), beat] : [beat]));
  const place = (index: number) => {
    const shifted = shiftedBy(index);
    return shifted + missedNow.filter((m) => m < shifted).length;
  };
  beats = moveToMiddle(beats, ectopic.map(place));
  return moveToMiddle(beats, longShort.map(place));
}

function moveToMiddle(beats: readonly number[], indices: readonly number[]): number[] {
  const moved = [...beats];
  for (const i of indices) if (i > 1 && i < beats.length - 1) moved[i] = middleMs(beats[i - 1], beats[i + 1]);
  return moved.sort((a, b) => a - b);
}

function middleMs(before: number, after: number): number {
  return Math.trunc(before + (after - before) / 2);
}

/** Interval that ends at each beat, s; the first beat has none and gets the mean. */
function intervalsS(beatsMs: readonly number[]): number[] {
  return withMeanFirst(beatsMs.map((beat, i) => (i === 0 ? 0 : (beat - beatsMs[i - 1]) / 1000)));
}

function withMeanFirst(values: number[]): number[] {
  let sum = 0;
  for (let i = 1; i < values.length; i++) sum += values[i];
  values[0] = sum / (values.length - 1);
  return values;
}

function threshold(values: readonly number[]): number[] {
  return rollingQuartileDeviation(values.map(Math.abs), THRESHOLD_BEATS).map((deviation) => ALPHA * deviation);
}

function divideBy(values: number[], divisors: readonly number[]): void {
  for (let i = 0; i < values.length; i++) values[i] /= divisors[i];
}

/** Values mirrored at both ends. */
function mirrored(values: readonly number[], i: number): number {
  const last = values.length - 1;
  return values[i < 0 ? -i : i > last ? 2 * last - i : i];
}

/** Of the two neighbours, the one that goes furthest in the same direction: below 0 only if both turn back. */
function strongestOpposite(d: readonly number[], i: number): number {
  const before = mirrored(d, i - 1);
  const after = mirrored(d, i + 1);
  if (d[i] > 0) return Math.max(before, after);
  return d[i] < 0 ? Math.min(before, after) : 0;
}

/** Of the next two, the one that turns back furthest. */
function strongestFollowing(d: readonly number[], i: number): number {
  const next = mirrored(d, i + 1);
  const second = mirrored(d, i + 2);
  return d[i] >= 0 ? Math.min(next, second) : Math.max(next, second);
}
