import type { ClockMapping } from '#shared/recording/chunkData.ts';
import type { AxisGroup, ClockKind, StreamKind } from '#shared/schema/stream.ts';

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
  /** Device time of each sample, us, unwrapped by the clock mapper, or null where the device has no clock. */
  readonly deviceUs: Float64Array | null;
}
/** What a packet says about the device itself rather than about the body. */
export interface DeviceFacts {
  readonly batteryPct?: number;
  readonly manufacturer?: string;
  readonly modelNumber?: string;
  readonly firmware?: string;
}
/** Result of decoding: total, so any bytes give samples or a reason. */
export type DecodeResult =
  | { readonly ok: true; readonly streams: readonly Decoded[]; readonly notes: readonly string[]; readonly facts?: DeviceFacts }
  | { readonly ok: false; readonly reason: string };

export interface StreamDefinition {
  readonly key: string;
  readonly kind: StreamKind;
  readonly nominalRateHz: number;
  readonly clock: ClockKind;
  /** Bits of the device's counter before it wraps; null without one. */
  readonly wrapBits: number | null;
  readonly groups: readonly AxisGroup[];
}

export interface CharacteristicUse {
  readonly service: string;
  readonly characteristic: string;
  readonly mode: 'notify' | 'indicate' | 'read';
  /** Pure and total. */
  readonly decode: (bytes: Uint8Array) => DecodeResult;
  /** The characteristic may be absent (battery, device information). */
  readonly optional: boolean;
}
/** Start and stop are data: what to write and what to wait for. */
export interface WriteStep {
  readonly service: string;
  readonly characteristic: string;
  readonly bytes: Uint8Array;
  readonly response: boolean;
}
export type DriverStatus = 'verified' | 'sdk' | 'reverseEngineered' | 'synthetic';

export interface DeviceDefinition {
  readonly id: string;
  readonly vendor: string;
  readonly model: string;
  readonly kind: 'heartRate' | 'imu' | 'phone' | 'stimulator';
  readonly match: { readonly services: readonly string[]; readonly namePrefixes: readonly string[] };
  /** Every service the driver touches: lower-case 128-bit UUIDs. */
  readonly services: readonly string[];
  readonly status: DriverStatus;
  readonly sources: readonly string[];
  readonly streams: readonly StreamDefinition[];
  readonly characteristics: readonly CharacteristicUse[];
  readonly start: readonly WriteStep[];
  readonly stop: readonly WriteStep[];
  readonly safety: { readonly stimulator: false } | { readonly stimulator: true; readonly control: 'none' };
}

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
  | 'unknown';

/** A GATT-like port: webBluetooth, replay and simulated implement it (one contract suite). */
export interface GattPort {
  readonly id: string;
  readonly name: string;
  /** Rejects with DeviceError. Every wait is raced against its timeout and the disconnect. */
  connect(timeoutMs: number): Promise<void>;
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
  | { readonly type: 'live' }
  | { readonly type: 'stale'; readonly sinceUs: number }
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
  | { readonly type: 'undecodable'; readonly reason: string };

/** A running sensor. Made by devices/core/sensor.ts: openSensor(definition, port, deps, listener). */
export interface Sensor {
  readonly definition: DeviceDefinition;
  readonly name: string;
  /** Connects (or reconnects after a loss), discovers, subscribes, runs the start steps. */
  start(): Promise<void>;
  /** Runs the stop steps and disconnects. */
  stop(): Promise<void>;
}
