import { defaultPacingConfig, PacingConfigSchema } from '#shared/pacing/config.ts';
import { createPacing } from '#shared/pacing/engine.ts';
import { comparePacingInputs } from '#shared/pacing/order.ts';
import type { PacingConfig, PacingInput } from '#shared/pacing/types.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import { axisCount, type Stream } from '#shared/schema/stream.ts';
import type { Repetition } from '#shared/schema/summary.ts';
import { EventTrack } from './eventTrack.ts';
import { HeartTrack } from './heartTrack.ts';
import { endWithin } from './limits.ts';
import { type FoundRepetition, MotionTrack } from './motionTrack.ts';
import { emptyReading, readAngle, readHeart, readPacing, readRepetition, readRepetitions } from './reading.ts';
import { summarise } from './summary.ts';
import { TimeQueue } from './timeQueue.ts';
import {
  type AnalysisInput,
  type AnalysisResult,
  EVALUATION_LAG_US,
  type LiveAnalysis,
  type Reading,
  type StreamSamples,
  type ToldAngle,
} from './types.ts';
import { WorkTrack } from './workTrack.ts';

const TICK_US = 1_000_000;

/** The analysis of one session, step by step. See LiveAnalysis for what it promises. */
export function createLiveAnalysis(input: AnalysisInput, config: PacingConfig = configOf(input.setup)): LiveAnalysis {
  return new SessionAnalysis(input, config);
}

/** Thresholds that this version of the catalogue would refuse are not half applied: the defaults hold. */
function configOf({ pacingConfig }: AnalysisInput['setup']): PacingConfig {
  const parsed = PacingConfigSchema.safeParse(pacingConfig);
  return parsed.success ? parsed.data : defaultPacingConfig;
}

class SessionAnalysis implements LiveAnalysis {
  readonly reading: Reading;
  readonly decisions: Decision[] = [];
  readonly #input: AnalysisInput;
  readonly #pacing;
  readonly #heart: HeartTrack;
  readonly #motion: MotionTrack;
  readonly #events: EventTrack;
  readonly #work = new WorkTrack();
  readonly #streams = new Map<string, { readonly stream: Stream; readonly axes: number }>();
  readonly #pendingEvents = new TimeQueue<SessionEvent>(
    (event) => event.atUs,
    (a, b) => (a.id < b.id ? -1 : 1),
  );
  readonly #pendingRepetitions = new TimeQueue<FoundRepetition>((found) => found.availableUs);
  readonly #repetitions: Repetition[] = [];
  #foundTaken = 0;
  #tickUs: number;
  #finished: AnalysisResult | null = null;

  constructor(input: AnalysisInput, config: PacingConfig) {
    this.#input = input;
    this.#tickUs = input.startedUs;
    this.#pacing = createPacing(config, { sessionId: input.sessionId, startedUs: input.startedUs, setup: input.setup });
    this.#heart = new HeartTrack(input.startedUs, input.setup);
    this.#motion = new MotionTrack(input.startedUs, input.setup);
    this.#events = new EventTrack(input.startedUs);
    this.reading = emptyReading(input.startedUs);
  }

  addStream(stream: Stream): void {
    if (this.#streams.has(stream.id)) return;
    this.#streams.set(stream.id, { stream, axes: axisCount(stream.groups) });
    this.#motion.addStream(stream);
    this.#heart.addStream(stream);
  }

  pushSamples(streamId: string, samples: StreamSamples): void {
    const known = this.#streams.get(streamId);
    if (known === undefined || samples.sampleCount === 0) return;
    const { stream, axes } = known;
    const newestUs = samples.hostUs[samples.sampleCount - 1];
    if (stream.kind === 'heartRate' || stream.kind === 'rrInterval') {
      this.#heart.push(stream, axes, samples);
      readHeart(this.reading, this.#heart, this.#input, newestUs);
    } else {
      this.#motion.push(stream, axes, samples);
      this.#takeFound();
      readAngle(this.reading, this.#motion, newestUs);
    }
  }

  pushEvent(event: SessionEvent): void {
    if (!this.#events.push(event)) return;
    this.#pendingEvents.push(event);
    if (event.type === 'zeroPose') this.#motion.zeroAt(event.atUs);
    this.reading.phase = this.#events.phaseAt(event.atUs);
    readRepetitions(this.reading, this.#motion, this.#events);
  }

  watchAngle(told: ToldAngle): void {
    this.#motion.told = told;
  }

  advance(nowUs: number): readonly Decision[] {
    if (!Number.isFinite(nowUs)) return [];
    const before = this.decisions.length;
    const untilUs = endWithin(nowUs, this.#input.startedUs) - EVALUATION_LAG_US;
    while (this.#tickUs + TICK_US <= untilUs) this.#tick(this.#tickUs + TICK_US);
    this.reading.atUs = Math.max(this.reading.atUs, nowUs);
    readHeart(this.reading, this.#heart, this.#input, nowUs);
    readAngle(this.reading, this.#motion, nowUs);
    readPacing(this.reading, this.#pacing, this.#events, nowUs);
    return this.decisions.slice(before);
  }

  finish(atUs: number): AnalysisResult {
    if (this.#finished !== null) return this.#finished;
    const endedUs = endWithin(atUs, this.#input.startedUs);
    while (this.#tickUs + TICK_US <= endedUs) this.#tick(this.#tickUs + TICK_US);
    this.#heart.tick(endedUs);
    this.#motion.finish();
    this.#takeFound();
    this.#feed(this.#inputsUntil(Number.POSITIVE_INFINITY, endedUs));
    const summary = summarise(this.#input, endedUs, {
      heart: this.#heart,
      motion: this.#motion,
      events: this.#events,
      repetitions: this.#repetitions,
    });
    readPacing(this.reading, this.#pacing, this.#events, endedUs);
    this.#finished = { summary, decisions: [...this.decisions] };
    return this.#finished;
  }

  #tick(tickUs: number): void {
    this.#tickUs = tickUs;
    this.#heart.tick(tickUs);
    const inputs = this.#inputsUntil(tickUs, tickUs);
    inputs.push({
      type: 'tick',
      atUs: tickUs,
      heartRateBpm: this.#heart.tickBpm,
      heartRateQuality: this.#heart.tickQuality,
      rrArtefactPct: this.#heart.artefactPct(tickUs),
      workPerMinute: this.#work.perMinute(tickUs),
      workMinutes: this.#events.workMinutes(tickUs),
    });
    this.#feed(inputs);
  }

  /** Events and finished repetitions that no tick has seen yet. */
  #inputsUntil(eventsUntilUs: number, repetitionsUntilUs: number): PacingInput[] {
    const inputs: PacingInput[] = [];
    for (let event = this.#pendingEvents.takeUntil(eventsUntilUs); event; event = this.#pendingEvents.takeUntil(eventsUntilUs)) {
      inputs.push(event);
    }
    for (
      let found = this.#pendingRepetitions.takeUntil(repetitionsUntilUs);
      found;
      found = this.#pendingRepetitions.takeUntil(repetitionsUntilUs)
    ) {
      if (!this.#events.isWork(found.repetition.endUs)) continue;
      const repetition = { ...found.repetition, index: this.#repetitions.length };
      this.#repetitions.push(repetition);
      this.#work.add(found.availableUs, repetition.romDeg);
      inputs.push({ type: 'repetition', atUs: found.availableUs, repetition });
    }
    return inputs.sort(comparePacingInputs);
  }

  #feed(inputs: readonly PacingInput[]): void {
    for (const input of inputs) this.decisions.push(...this.#pacing.step(input));
  }

  #takeFound(): void {
    const { found } = this.#motion;
    for (; this.#foundTaken < found.length; this.#foundTaken++) {
      this.#pendingRepetitions.push(found[this.#foundTaken]);
      readRepetition(this.reading, found[this.#foundTaken].repetition, this.#events);
    }
  }
}
