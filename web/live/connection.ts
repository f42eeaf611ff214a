import { type ReadonlySignal, signal } from '@preact/signals';
import { DeviceError } from '#devices/core/errors.ts';
import { SENSOR_TIMES } from '#devices/core/sensorTimes.ts';
import type { DeviceDefinition, DeviceErrorCode, SampleBatch, SensorEvent } from '#devices/core/types.ts';
import { hostScheduler } from '#devices/transports/hostClock.ts';
import type { SensorState } from '#shared/schema/quality.ts';
import { createSignalMeter } from './signalMeter.ts';
import type { Chosen, SourceKind } from './sources.ts';

/** Nothing comes of some streams of a sensor that is connected. */
export interface Silence {
  /** Null: of none. */
  readonly streams: readonly string[] | null;
  /** Since when, UTC us of the sensor clock. */
  readonly sinceUs: number;
}

/** What a connected sensor says about itself. `connecting`: the first connection. */
export interface ConnectionStatus {
  /** Of the link. Whether a sensor is stale depends on what it is worn for (placeStatus.ts). */
  readonly state: 'connecting' | Exclude<SensorState, 'manual' | 'stale'>;
  readonly silences: readonly Silence[];
  /** The automatic tries are over: one tap picks it again. */
  readonly canPick: boolean;
  /** A person has tried to connect it again in vain: the next tap opens the chooser. */
  readonly triedAgain: boolean;
  readonly error: DeviceErrorCode | null;
  readonly batteryPercent: number | null;
  /** The sensor itself says that it does not touch the skin. */
  readonly noContact: boolean;
  /** Less arrives than it sends. */
  readonly weak: boolean;
  /** What did not work while the rest goes on; sentences of the driver. */
  readonly notices: readonly string[];
  /** Streams it has stopped by itself. */
  readonly ended: readonly string[];
}

export interface Hold {
  /** With the last hold the sensor is stopped. Never rejects. */
  release(): Promise<void>;
}

/** One link to one sensor, whichever and however many places on the body it serves. */
export interface Connection {
  /** Stable while the page lives, and longer where the browser remembers devices. */
  readonly deviceId: string;
  readonly source: SourceKind;
  /** To open the same device once more, without a chooser. */
  readonly chosen: Chosen;
  readonly definition: DeviceDefinition;
  readonly name: string;
  readonly status: ReadonlySignal<ConnectionStatus>;
  hold(listener: (event: SensorEvent) => void): Hold;
  /** Listens without keeping the link up. Returns how to stop that. */
  hear(listener: (event: SensorEvent) => void): () => void;
  /** Connects. Never rejects: the status tells. */
  start(): Promise<void>;
  /** One try of 4 s to connect a lost sensor, as far as the browser still lets us. Never rejects; whether it is live. */
  startAgain(): Promise<boolean>;
  /** Makes the sensor show itself; false where it cannot, or just now could not. */
  identify(): Promise<boolean>;
}

const BEGUN: ConnectionStatus = {
  state: 'connecting',
  silences: [],
  canPick: false,
  triedAgain: false,
  error: null,
  batteryPercent: null,
  noContact: false,
  weak: false,
  notices: [],
  ended: [],
};

const START_TRIES = 3;
const BETWEEN_STARTS_MS = 400;

export const codeOf = (error: unknown): DeviceErrorCode => (error instanceof DeviceError ? error.code : 'unknown');

/** Index of the `contact` column of a stream, -1 without; 0 there means no skin contact (devices/profiles/heartRate.ts). */
function contactColumn({ groups }: SampleBatch['stream']): number {
  let offset = 0;
  for (const group of groups) {
    if (group.name === 'contact') return offset;
    offset += group.axes;
  }
  return -1;
}

/** Makes the sensor that was chosen. Rejects with DeviceError when it is none that is known. */
export async function openConnection(source: SourceKind, chosen: Chosen): Promise<Connection> {
  const status = signal<ConnectionStatus>(BEGUN);
  const listeners = new Set<(event: SensorEvent) => void>();
  const holds = new Set<Hold>();
  const meter = createSignalMeter();
  let starting = false;

  const change = (part: Partial<ConnectionStatus>) => {
    status.value = { ...status.value, ...part };
  };
  const silencesWithout = (streams: readonly string[] | undefined) =>
    streams === undefined ? [] : status.value.silences.filter((silence) => silence.streams?.join() !== streams.join());
  const look = (batch: SampleBatch) => {
    const before = status.value;
    const weak = meter.take(batch);
    const column = contactColumn(batch.stream);
    const axes = batch.counts.length / batch.sampleCount;
    const noContact = column < 0 ? before.noContact : batch.counts[(batch.sampleCount - 1) * axes + column] === 0;
    const ended = before.ended.includes(batch.stream.key) ? before.ended.filter((key) => key !== batch.stream.key) : before.ended;
    if (weak !== before.weak || noContact !== before.noContact || ended !== before.ended) change({ weak, noContact, ended });
  };
  const show = (event: SensorEvent) => {
    switch (event.type) {
      case 'connecting':
        return change({ state: 'connecting', silences: [], canPick: false, error: null, notices: [], ended: [] });
      case 'live':
        return change({ state: 'live', silences: silencesWithout(event.streams), canPick: false, triedAgain: false, error: null });
      case 'stale':
        meter.restart();
        return change({
          silences: [...silencesWithout(event.streams), { streams: event.streams ?? null, sinceUs: event.sinceUs }],
          weak: false,
        });
      case 'lost':
        meter.restart();
        if (starting) return;
        return change({ state: 'lost', silences: [], canPick: event.canRepick, error: event.code, weak: false, noContact: false });
      case 'battery':
        return change({ batteryPercent: event.percent });
      case 'notice':
        return change({ notices: [...new Set([...status.value.notices, event.message])] });
      case 'ended':
        return change({ ended: [...new Set([...status.value.ended, ...event.streams])] });
      case 'undecodable':
        meter.unreadable();
        return;
      case 'samples':
        return look(event.batch);
    }
  };
  const sensor = await chosen.open((event) => {
    show(event);
    for (const listener of listeners) listener(event);
  });

  /** A link that breaks while it is made, as right after another one's end, is made again; anything else is told. */
  async function start(): Promise<void> {
    starting = true;
    for (let tries = 1; ; tries++) {
      const code = await sensor.start().then(() => null, codeOf);
      if (code === 'disconnected' && tries < START_TRIES && holds.size > 0) {
        await new Promise<void>((resolve) => void hostScheduler.schedule(BETWEEN_STARTS_MS, resolve));
        continue;
      }
      starting = false;
      if (code !== null) change({ state: 'lost', canPick: true, error: code });
      return;
    }
  }

  return {
    deviceId: chosen.deviceId,
    source,
    chosen,
    definition: sensor.definition,
    name: sensor.name,
    status,
    hold(listener) {
      // Two places may give the same function; each hold is its own.
      const heard = (event: SensorEvent) => listener(event);
      listeners.add(heard);
      const hold: Hold = {
        release: async () => {
          listeners.delete(heard);
          if (!holds.delete(hold) || holds.size > 0) return;
          await sensor.stop().catch(() => undefined);
        },
      };
      holds.add(hold);
      return hold;
    },
    hear(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    start,
    startAgain: async () => {
      starting = true;
      const code = await sensor.start(SENSOR_TIMES.reconnectMs).then(() => null, codeOf);
      starting = false;
      if (code !== null) change({ state: 'lost', canPick: true, triedAgain: true, error: code });
      return code === null;
    },
    identify: async () => (await sensor.identify?.().catch(() => false)) ?? false,
  };
}
