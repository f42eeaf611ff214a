import type { ClockMapping } from '#shared/recording/chunkData.ts';
import type { BodySite } from '#shared/schema/quality.ts';
import type { AxisGroup, ClockKind, StreamKind } from '#shared/schema/stream.ts';
import type { StimulationReading } from '#shared/stimulation/reading.ts';
import type { Framer } from './framer.ts';
import type { DeviceOption } from './options.ts';
import type { Step } from './step.ts';

/**
 * The words all of devices/ shares. A driver is data plus pure decoders; a transport is the only thing that touches a radio.
 */

/** Decoded samples of one stream from one packet, still in the sensor's own time. */
export interface Decoded {
  /** Key of the stream in the definition, e.g. 'heartRate', 'rr', 'imu'. */
  readonly stream: string;
  readonly sampleCount: number;
  /** sampleCount x axes int16 counts, sample-major; physical value = count * group.scale. */
  readonly counts: Int16Array;
  /**
   * Device time, us, as the device counts it (the clock mapper unwraps): of each sample, or one value where the stream's stamp is
   * `first` or `last`. Null where the device has no clock or this packet no usable time.
   */
  readonly deviceUs: Float64Array | null;
  /** Instead of deviceUs where the stream's clock is a counter: its value, one per sample or per packet as for deviceUs. */
  readonly counter?: Float64Array;
  /** The last sample was over this long before the packet was made, us: intervals behind it could not be used. */
  readonly lagUs?: number;
  /** The device itself says that samples are missing before these. */
  readonly gapBefore?: boolean;
}
/** What a packet says about the device itself rather than about the body. */
export interface DeviceFacts {
  readonly batteryPct?: number;
  readonly manufacturer?: string;
  readonly modelNumber?: string;
  readonly firmware?: string;
  /** What a stimulator is set to or does. */
  readonly stimulation?: StimulationReading;
}
/** Numbers a sensor told on this link that later packets need, by name: Polar's conversion factor of a stream. */
export type Learned = Readonly<Record<string, number>>;
/** Result of decoding: total, so any bytes give samples or a reason. */
export type DecodeResult =
  | {
      readonly ok: true;
      readonly streams: readonly Decoded[];
      readonly notes: readonly string[];
      readonly facts?: DeviceFacts;
      readonly learned?: Learned;
      /** Keys of streams that the device has stopped by itself. */
      readonly ended?: readonly string[];
    }
  | { readonly ok: false; readonly reason: string };

export interface StreamDefinition {
  readonly key: string;
  readonly kind: StreamKind;
  readonly nominalRateHz: number;
  readonly clock: ClockKind;
  /** Bits of the device's clock or counter before it wraps; null when it never does or there is none. */
  readonly wrapBits: number | null;
  /** What one step of the clock's wrapping number is worth, us; default 1. Counters count packets or samples instead. */
  readonly tickUs?: number;
  /** Samples per step of a counter; default 1. */
  readonly samplesPerTick?: number;
  /** Which sample of a packet the device's time belongs to; default `each`. The others are spread around it. */
  readonly stamp?: 'first' | 'last' | 'each';
  readonly groups: readonly AxisGroup[];
  /** Comes only while this on/off option is on. */
  readonly option?: string;
  /** The option that sets nominalRateHz. */
  readonly rateOption?: string;
}

export interface CharacteristicUse {
  readonly service: string;
  readonly characteristic: string;
  readonly mode: 'notify' | 'indicate' | 'read';
  /** Pure and total; gets one packet, or one frame where there is a framer. */
  readonly decode: (bytes: Uint8Array, learned?: Learned) => DecodeResult;
  /** Makes the framer of a link where notifications are pieces of a byte stream; without it every notification is a packet. */
  readonly createFramer?: () => Framer;
  /** The characteristic may be absent (battery, device information). */
  readonly optional: boolean;
  /** Of an optional one that notifies: listened to once the sensor is live, so that nothing waits for it. */
  readonly late?: boolean;
  /** What to tell when an optional one is absent, where that means something: an old firmware. */
  readonly absent?: { readonly code: DeviceErrorCode; readonly message: string };
}
/** Steps repeated while the link is up: sensors that answer only when asked. */
export interface Poll {
  readonly everyMs: number;
  readonly steps: readonly Step[];
}
/** Something that may be asked of a device while it is live. */
export interface DeviceAction {
  readonly key: string;
  readonly label: string;
  readonly steps: readonly Step[];
}
export type DriverStatus = 'verified' | 'sdk' | 'reverseEngineered' | 'synthetic';

export interface DeviceDefinition {
  readonly id: string;
  readonly vendor: string;
  readonly model: string;
  readonly kind: 'heartRate' | 'imu' | 'phone' | 'activity' | 'stimulator';
  /** Where it is worn as a rule: stored where nobody says where. Null where the place says it, as for a motion sensor. */
  readonly usualSite: BodySite | null;
  readonly match: { readonly services: readonly string[]; readonly namePrefixes: readonly string[] };
  /** Every service the driver touches: lower-case 128-bit UUIDs. */
  readonly services: readonly string[];
  readonly status: DriverStatus;
  readonly sources: readonly string[];
  readonly streams: readonly StreamDefinition[];
  readonly characteristics: readonly CharacteristicUse[];
  readonly start: readonly Step[];
  readonly stop: readonly Step[];
  readonly poll?: Poll;
  /** How to tell two of the same model apart: what makes it show itself, or `tap`: the one that was tapped moves. Null: no need. */
  readonly identify: readonly Step[] | 'tap' | null;
  readonly actions: readonly DeviceAction[];
  readonly options: readonly DeviceOption[];
  /** Plain sentences for people who use it. */
  readonly hints: readonly string[];
  readonly safety: DeviceSafety;
}
/** A stimulator is read, never set: no write at all, unless it is byte for byte one of `queries`, which only ask. */
export type DeviceSafety =
  | { readonly stimulator: false }
  | { readonly stimulator: true; readonly control: 'none'; readonly queries: readonly Uint8Array[] };

export type DeviceErrorCode =
  | 'unsupported'
  | 'cancelled'
  | 'notFound'
  | 'connectTimeout'
  | 'discoveryTimeout'
  | 'operationTimeout'
  | 'disconnected'
  | 'serviceMissing'
  | 'permissionDenied'
  | 'adapterOff'
  | 'protocol'
  | 'updateNeeded'
  | 'smallPackets'
  | 'refused'
  | 'unknown';

/** A GATT-like port: webBluetooth, replay and simulated implement it (one contract suite). */
export interface GattPort {
  readonly id: string;
  readonly name: string;
  /** Rejects with DeviceError. Every wait is raced against its timeout and the disconnect. */
  connect(timeoutMs: number): Promise<void>;
  /** UUIDs of the primary services that the connected device has, as far as the browser may see them. */
  services(): Promise<readonly string[]>;
  read(service: string, characteristic: string): Promise<Uint8Array>;
  write(service: string, characteristic: string, bytes: Uint8Array, response: boolean): Promise<void>;
  subscribe(service: string, characteristic: string, onBytes: (bytes: Uint8Array, arrivalUs: number) => void): Promise<void>;
  onDisconnect(listener: () => void): void;
  disconnect(): void;
}

/** Samples of one stream, mapped to host time: what the session hub receives. */
export interface SampleBatch {
  readonly stream: StreamDefinition;
  readonly sampleCount: number;
  /** UTC us (host clock) of each sample, strictly increasing over the life of a stream. */
  readonly hostUs: Float64Array;
  readonly deviceUs: Float64Array | null;
  readonly counts: Int16Array;
  readonly arrivalUs: number;
  /** Set when samples are known to be missing before this batch. */
  readonly gapBefore: boolean;
  /** The clock mapping in force, for the chunk header; null or absent where the stream has no device clock. */
  readonly clock?: ClockMapping | null;
}

export type SensorEvent =
  | { readonly type: 'connecting' }
  /** `streams`: only these were silent before; absent: the link is up. */
  | { readonly type: 'live'; readonly streams?: readonly string[] }
  /** Nothing comes of these streams; absent: of none. */
  | { readonly type: 'stale'; readonly sinceUs: number; readonly streams?: readonly string[] }
  | { readonly type: 'lost'; readonly code: DeviceErrorCode; readonly canRepick: boolean }
  | { readonly type: 'closed' }
  | { readonly type: 'samples'; readonly batch: SampleBatch }
  | { readonly type: 'battery'; readonly percent: number }
  | {
      readonly type: 'information';
      readonly manufacturer: string | null;
      readonly modelNumber: string | null;
      readonly firmware: string | null;
    }
  | { readonly type: 'stimulation'; readonly reading: StimulationReading; readonly source: 'notify' | 'query' }
  /** Something optional did not work: the rest goes on. The message is a sentence. */
  | { readonly type: 'notice'; readonly code: DeviceErrorCode; readonly message: string }
  /** The device stopped these streams by itself. */
  | { readonly type: 'ended'; readonly streams: readonly string[] }
  | { readonly type: 'undecodable'; readonly reason: string };

/** A running sensor. Made by devices/core/sensor.ts: openSensor(definition, port, deps, listener). */
export interface Sensor {
  readonly definition: DeviceDefinition;
  readonly name: string;
  /** Connects (or reconnects after a loss), discovers, subscribes, runs the start steps. `connectMs`: how long the link may take to come up. */
  start(connectMs?: number): Promise<void>;
  /** Runs the stop steps and disconnects. */
  stop(): Promise<void>;
  /**
   * Makes the device show itself; while live only. False where it cannot: tap it instead. Rejects with DeviceError.
   */
  identify?(): Promise<boolean>;
  /** Does one of the definition's actions; while live only. Rejects with DeviceError, RangeError for an action it does not have. */
  act?(key: string): Promise<void>;
}
