import { type ReadonlySignal, signal } from '@preact/signals';
import type { DeviceDefinition, SampleBatch, SensorEvent } from '#devices/core/types.ts';
import type { LiveAnalysis } from '#shared/analysis/types.ts';
import type { GapReason } from '#shared/recording/chunkData.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { Keeping, SessionEvent } from '#shared/schema/event.ts';
import type { BodySide, BodySite, SensorState } from '#shared/schema/quality.ts';
import type { Session } from '#shared/schema/session.ts';
import { MAX_SESSION_STREAMS, type Stream, type StreamKind } from '#shared/schema/stream.ts';
import type { EvenpaceDb } from '#web/store/db.ts';
import { appendEvents, saveSession } from '#web/store/records.ts';
import { ENDED_BY_SENSOR, SWAPPED } from '#web/store/sensorReason.ts';
import { createChunkKeeper } from './chunkKeeper.ts';
import { type ChunkWriter, createChunkWriter } from './chunkWriter.ts';
import { createClockBridge } from './clockBridge.ts';
import type { EventDraft } from './machine.ts';
import { toStored } from './stored.ts';
import type { Traces } from './traces.ts';
import { createWriteQueue, type WriteQueue } from './writeQueue.ts';

export interface HubDeps {
  readonly db: EvenpaceDb;
  readonly analysis: LiveAnalysis;
  readonly traces: Traces;
  readonly newId: () => string;
  /** UTC us of records. */
  readonly nowUs: () => number;
  /** UTC us of sample stamps (devices/transports/hostClock.ts). */
  readonly sensorNowUs: () => number;
  /** Bytes left for this site; null = the browser does not say. */
  readonly spaceLeft: () => Promise<number | null>;
  /** How much an interrupted session stored last; `all` when it is new. */
  readonly keptBefore: Keeping;
  /** Events of an interrupted session. */
  readonly recordedBefore: readonly SessionEvent[];
  /** New decisions, already recorded as shown. */
  readonly onDecisions: (decisions: readonly Decision[]) => void;
}

/** A sensor at its place on the body. Picking it again makes a new one, with new streams. */
export interface SensorPlace {
  readonly definition: DeviceDefinition;
  readonly sensorLabel: string;
  readonly bodySite: BodySite;
  readonly side: BodySide;
  readonly simulated: boolean;
  /** The sensor served another place until now: it was told apart from another one. */
  readonly moved?: boolean;
}

/** What comes from a place. `moved`: its sensor serves another place from now on. */
export type PlaceEvent = SensorEvent | { readonly type: 'moved' };

/** Everything that is recorded in a running session goes through here, samples and events alike. */
export interface SessionHub {
  readonly session: () => Session;
  readonly analysis: LiveAnalysis;
  readonly writes: WriteQueue;
  /** Less than `all`: this device is short of space. */
  readonly keeping: ReadonlySignal<Keeping>;
  /** The session's list of streams is full: sensors that are picked or moved now are shown, and not stored. */
  readonly streamsFull: ReadonlySignal<boolean>;
  /** Returns where the sensor's events shall go. */
  bind(place: SensorPlace): (event: PlaceEvent) => void;
  record(drafts: readonly EventDraft[], atUs?: number): readonly SessionEvent[];
  /** Evaluates what is due, and closes chunks that are old enough. Called every second; samples call it too. */
  tick(): void;
  /** Closes all chunks and waits until everything is in the database; false when a write fails. */
  flush(): Promise<boolean>;
  /** Stops taking samples: the recording is over. */
  close(): void;
  /** Nothing of the session is kept any more by this page. */
  leave(): void;
  /** Time of the newest sample of all streams, UTC us. */
  newestUs(): number;
}

interface OpenStream {
  readonly stream: Stream;
  /** Null: the session has no place for it; only what is shown rests on it. */
  readonly writer: ChunkWriter | null;
  lastUs: number;
  state: SensorState;
  wasLost: boolean;
  /** The page stood still, and nothing of this stream has come since. */
  wasAway: boolean;
}

/** Samples ask for an evaluation at most this often, us. */
const ADVANCE_EVERY_US = 250_000;
/** Events that are kept again in one write: they also go to the clinic in one request, which takes 500. */
const EVENTS_PER_WRITE = 200;

/** Nothing ran for this long: the page was away, us. Timers of a hidden page come at least once a second while it is connected. */
const AWAY_US = 5_000_000;
/** Shorter silences of a stream around such a time are not a gap, us. */
const SILENT_US = 2_000_000;

function gapBefore(stream: OpenStream, fromUs: number, late: boolean): GapReason | null {
  if (stream.wasLost) return 'disconnected';
  if (stream.wasAway && fromUs - stream.lastUs > SILENT_US) return 'paused';
  return late ? 'late' : null;
}

export function createHub(deps: HubDeps, begun: Session): SessionHub {
  const { analysis, db, newId, nowUs, traces } = deps;
  const writes = createWriteQueue();
  const shiftUs = createClockBridge(nowUs, deps.sensorNowUs);
  const open: OpenStream[] = [];
  const recorded: SessionEvent[] = [...deps.recordedBefore];
  const emptiedBefore = db.emptied.value;
  const streamsFull = signal(recorded.some((event) => event.type === 'storage' && event.reason === 'streams'));
  let session = begun;
  let closed = false;
  let lastAdvanceUs = 0;
  let aliveUs = nowUs();

  const keeper = createChunkKeeper({
    db,
    session: begun,
    begunAt: deps.keptBefore,
    nowUs,
    spaceLeft: deps.spaceLeft,
    changed: (change) => record([{ type: 'storage', ...change }]),
  });

  const keepSession = () => {
    const version = session;
    writes.push(() => saveSession(db, version));
  };

  function record(drafts: readonly EventDraft[], atUs?: number): readonly SessionEvent[] {
    const events = drafts.map((draft): SessionEvent => ({ ...draft, id: newId(), atUs: atUs ?? nowUs() }) as SessionEvent);
    for (const event of events) analysis.pushEvent(event);
    recorded.push(...events);
    if (events.length > 0) writes.push(() => appendEvents(db, session, events));
    return events;
  }

  /** The browser has deleted the records under this page: everything but the samples is still here, and is kept again. */
  function keepAgain(): void {
    keepSession();
    for (let i = 0; i < recorded.length; i += EVENTS_PER_WRITE) {
      const part = recorded.slice(i, i + EVENTS_PER_WRITE);
      writes.push(() => appendEvents(db, session, part));
    }
    record([{ type: 'storage', keeping: keeper.keeping.value, reason: 'cleared', fromUs: begun.startedAt.utcUs }]);
  }
  const unwatch = db.emptied.subscribe((times) => {
    if (times > emptiedBefore) keepAgain();
  });

  /** Says once for each kind that it is stored no more. */
  function tellFull(kind: StreamKind, fromUs: number): void {
    streamsFull.value = true;
    const told = recorded.some((event) => event.type === 'storage' && event.streamKind === kind);
    if (!told) record([{ type: 'storage', keeping: keeper.keeping.value, reason: 'streams', fromUs, streamKind: kind }]);
  }

  function openStream(place: SensorPlace, batch: SampleBatch): OpenStream {
    const stream: Stream = {
      id: newId(),
      sessionId: session.id,
      kind: batch.stream.kind,
      deviceModel: place.definition.id,
      sensorLabel: place.sensorLabel.slice(0, 60),
      bodySite: place.bodySite,
      side: place.side,
      nominalRateHz: batch.stream.nominalRateHz,
      groups: [...batch.stream.groups],
      clock: batch.stream.clock,
      simulated: place.simulated,
    };
    const full = session.streams.length >= MAX_SESSION_STREAMS;
    analysis.addStream(stream);
    const writer = full ? null : createChunkWriter(stream, (closed) => writes.push(() => keeper.keep(stream, closed)));
    const opened: OpenStream = { stream, writer, lastUs: begun.startedAt.utcUs, state: 'live', wasLost: false, wasAway: false };
    open.push(opened);
    if (full) {
      tellFull(stream.kind, Math.round(batch.hostUs[0] + shiftUs()));
      return opened;
    }
    session = { ...session, streams: [...session.streams, stream] };
    keepSession();
    record([{ type: 'sensor', streamId: stream.id, state: 'live', reason: place.moved === true ? SWAPPED : null }]);
    return opened;
  }

  /** A phone call, another app or sleep can freeze the page for minutes: no timer and no sample comes through. */
  function noticeAway(): void {
    const atUs = nowUs();
    if (atUs - aliveUs > AWAY_US) for (const each of open) each.wasAway = true;
    aliveUs = atUs;
  }

  function advance(): void {
    lastAdvanceUs = nowUs();
    const decisions = analysis.advance(lastAdvanceUs);
    if (decisions.length === 0) return;
    record(decisions.map((decision) => ({ type: 'decisionShown', decision })));
    deps.onDecisions(decisions);
  }

  function bind(place: SensorPlace): (event: PlaceEvent) => void {
    const streams = new Map<string, OpenStream>();
    const tell = (state: SensorState, reason: string | null, keys: Iterable<string> = streams.keys()) => {
      for (const key of keys) {
        const each = streams.get(key);
        if (each === undefined || each.state === state) continue;
        // One that the sensor has ended is silent as a matter of course.
        if (state === 'stale' && each.state === 'lost') continue;
        each.state = state;
        if (state === 'lost') each.wasLost = true;
        if (each.writer !== null) record([{ type: 'sensor', streamId: each.stream.id, state, reason }]);
      }
    };
    const take = (batch: SampleBatch) => {
      noticeAway();
      let opened = streams.get(batch.stream.key);
      if (opened === undefined) {
        opened = openStream(place, batch);
        streams.set(batch.stream.key, opened);
      }
      // A stream the sensor had ended by itself comes again without a word.
      if (opened.state === 'lost') tell('live', null, [batch.stream.key]);
      const samples = toStored(batch, shiftUs(), opened.lastUs);
      if (samples === null) return;
      opened.writer?.push(samples, gapBefore(opened, samples.hostUs[0], batch.gapBefore));
      opened.wasLost = false;
      opened.wasAway = false;
      opened.lastUs = samples.hostUs[samples.sampleCount - 1];
      analysis.pushSamples(opened.stream.id, samples);
      if (batch.stream.kind === 'heartRate' || batch.stream.kind === 'rrInterval') traces.takeHeart(analysis.reading, opened.lastUs);
      if (nowUs() - lastAdvanceUs >= ADVANCE_EVERY_US) advance();
    };
    return (event) => {
      if (closed) return;
      if (event.type === 'samples') take(event.batch);
      else if (event.type === 'live') tell('live', null, event.streams);
      else if (event.type === 'stale') tell('stale', null, event.streams);
      else if (event.type === 'lost') tell('lost', event.code);
      else if (event.type === 'ended') tell('lost', ENDED_BY_SENSOR, event.streams);
      else if (event.type === 'moved') tell('lost', SWAPPED);
    };
  }

  analysis.watchAngle(traces.takeAngle);
  keepSession();
  return {
    session: () => session,
    analysis,
    writes,
    keeping: keeper.keeping,
    streamsFull,
    bind,
    record,
    tick: () => {
      if (closed) return;
      noticeAway();
      advance();
      for (const each of open) each.writer?.age(nowUs());
      void keeper.look();
      if (writes.failing.value) void writes.retry();
    },
    flush: () => {
      for (const each of open) each.writer?.cut();
      return writes.retry();
    },
    newestUs: () => open.reduce((newest, each) => Math.max(newest, each.lastUs), begun.startedAt.utcUs),
    close: () => {
      closed = true;
      for (const each of open) each.writer?.cut();
    },
    leave: unwatch,
  };
}
