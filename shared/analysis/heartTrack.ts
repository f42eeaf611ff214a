import { HEART_RATE_GAP_S } from '#shared/cardio/gap.ts';
import { initRrArtefacts, rrArtefactPct, stepRrArtefacts } from '#shared/cardio/rrArtefacts.ts';
import { rrTicksToMs } from '#shared/cardio/rrChain.ts';
import type { Quality } from '#shared/schema/quality.ts';
import type { SessionSetup } from '#shared/schema/session.ts';
import type { Stream } from '#shared/schema/stream.ts';
import { groupColumns } from './columns.ts';
import { GapTrack } from './gaps.ts';
import { HeartSums } from './heartSummary.ts';
import { isSampleTime } from './limits.ts';
import { TimeQueue } from './timeQueue.ts';
import type { StreamSamples } from './types.ts';

/** Beyond this no heart rate is believed (shared/schema/profile.ts). */
const MIN_BPM = 20;
const MAX_BPM = 260;
/** Between two readings of a file, s. */
const MOST_GAP_S = 15;
/** `contact` axis: 0 = the sensor says it has no skin contact; 1 = contact; 2 = the sensor cannot tell. */
const NO_CONTACT = 0;

interface Beat {
  readonly streamId: string;
  readonly atUs: number;
  readonly bpm: number;
  readonly contact: boolean;
}

/** Heart rate of a session: samples of all straps merged by time, looked at second by second. */
export class HeartTrack {
  readonly sums: HeartSums;
  gaps = new GapTrack(1, HEART_RATE_GAP_S);
  /** What the last second held; for the pacing tick. */
  tickBpm: number | null = null;
  tickQuality: Quality = 'missing';
  /** Newest sample on arrival; for the screen. */
  newest: Beat | null = null;
  readonly #beats = new TimeQueue<Beat>(
    (beat) => beat.atUs,
    (a, b) => (a.streamId < b.streamId ? -1 : 1),
  );
  readonly #intervals = new TimeQueue<{ readonly atUs: number; readonly rrMs: number }>((interval) => interval.atUs);
  readonly #artefacts = initRrArtefacts();
  readonly #startedUs: number;
  #lastUs = Number.NEGATIVE_INFINITY;
  #lastIntervalUs = Number.NEGATIVE_INFINITY;

  constructor(startedUs: number, setup: SessionSetup) {
    this.#startedUs = startedUs;
    this.sums = new HeartSums(startedUs, setup);
  }

  /** Before any sample. A watch's file may have a reading every 5 to 10 s only: there three of its periods are the gap, 15 s at most. */
  addStream({ kind, clock, nominalRateHz }: Stream): void {
    if (kind !== 'heartRate' || clock !== 'file' || !(nominalRateHz > 0)) return;
    const gapS = Math.min(MOST_GAP_S, Math.max(HEART_RATE_GAP_S, 3 / nominalRateHz));
    if (gapS * 1e6 <= this.gaps.limitUs) return;
    this.gaps = new GapTrack(1, gapS);
    this.sums.gapUs = gapS * 1e6;
  }

  push(stream: Stream, axes: number, samples: StreamSamples): void {
    const rate = groupColumns(stream, 'heartRate');
    const contact = groupColumns(stream, 'contact');
    const interval = groupColumns(stream, 'rrInterval');
    for (let i = 0; i < samples.sampleCount; i++) {
      const atUs = Math.round(samples.hostUs[i]);
      if (!isSampleTime(atUs, this.#startedUs)) continue;
      if (interval !== null) {
        this.#intervals.push({ atUs, rrMs: rrTicksToMs(samples.counts[i * axes + interval.offset] * interval.scale) });
      }
      if (rate === null) continue;
      const bpm = samples.counts[i * axes + rate.offset] * rate.scale;
      if (!(bpm >= MIN_BPM && bpm <= MAX_BPM)) continue;
      const touching = contact === null || samples.counts[i * axes + contact.offset] !== NO_CONTACT;
      const beat = { streamId: stream.id, atUs, bpm, contact: touching };
      this.#beats.push(beat);
      if (this.newest === null || atUs > this.newest.atUs) this.newest = beat;
    }
  }

  /** Takes in the second that ends at `tickUs`. */
  tick(tickUs: number): void {
    this.tickBpm = null;
    this.tickQuality = 'missing';
    for (let beat = this.#beats.takeUntil(tickUs); beat !== undefined; beat = this.#beats.takeUntil(tickUs)) {
      if (beat.atUs <= this.#lastUs) continue;
      this.#lastUs = beat.atUs;
      if (beat.contact) this.sums.add(beat.atUs, beat.bpm, this.gaps.add(beat.streamId, beat.atUs));
      if (beat.atUs <= tickUs - 1_000_000) continue;
      this.tickBpm = beat.bpm;
      this.tickQuality = beat.contact ? 'ok' : 'doubtful';
    }
    for (let next = this.#intervals.takeUntil(tickUs); next !== undefined; next = this.#intervals.takeUntil(tickUs)) {
      if (next.atUs <= this.#lastIntervalUs) continue;
      this.#lastIntervalUs = next.atUs;
      stepRrArtefacts(this.#artefacts, next.atUs, next.rrMs);
    }
  }

  /** Share of RR artefacts in the minute before `tickUs`, percent; null without enough RR. */
  artefactPct(tickUs: number): number | null {
    return rrArtefactPct(this.#artefacts, tickUs);
  }
}
