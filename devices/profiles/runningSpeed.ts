import { ByteReader } from '#devices/core/bytes.ts';
import type { Capability } from '#devices/core/define.ts';
import { quantize } from '#devices/core/quantize.ts';
import type { Decoded, DecodeResult } from '#devices/core/types.ts';
import { RSC_MEASUREMENT, RUNNING_SERVICE } from '#devices/core/uuid.ts';
import type { AxisGroup } from '#shared/schema/stream.ts';

/** RSC Measurement 0x2A53 (Running Speed and Cadence Service 1.0, section 3.1). */
export interface RunningMeasurement {
  readonly speedMPerS: number;
  readonly cadencePerMin: number;
  readonly strideLengthM: number | null;
  readonly distanceM: number | null;
  readonly running: boolean;
}

const FLAG_STRIDE = 0x01;
const FLAG_DISTANCE = 0x02;
const FLAG_RUNNING = 0x04;

/** Null when the packet ends before its flags say it may. */
export function parseRunningMeasurement(bytes: Uint8Array): RunningMeasurement | null {
  const reader = new ByteReader(bytes);
  const flags = reader.u8() ?? 0;
  const speed = reader.u16();
  const cadencePerMin = reader.u8();
  const stride = flags & FLAG_STRIDE ? reader.u16() : undefined;
  const distance = flags & FLAG_DISTANCE ? reader.u32() : undefined;
  if (reader.short || speed === undefined || cadencePerMin === undefined) return null;
  return {
    speedMPerS: speed / 256,
    cadencePerMin,
    strideLengthM: stride === undefined ? null : stride / 100,
    distanceM: distance === undefined ? null : distance / 10,
    running: (flags & FLAG_RUNNING) !== 0,
  };
}

const SPEED: AxisGroup = { name: 'speed', axes: 1, scale: 1 / 256, unit: 'm/s' };
const CADENCE: AxisGroup = { name: 'cadence', axes: 1, scale: 1, unit: '1/min' };
const STRIDE: AxisGroup = { name: 'strideLength', axes: 1, scale: 0.01, unit: 'm' };

function decodeRunning(bytes: Uint8Array): DecodeResult {
  const measured = parseRunningMeasurement(bytes);
  if (measured === null) return { ok: false, reason: `running measurement cut short at ${bytes.length} bytes` };
  const counts = Int16Array.of(quantize(measured.speedMPerS, SPEED.scale), measured.cadencePerMin);
  const streams: Decoded[] = [{ stream: 'running', sampleCount: 1, counts, deviceUs: null }];
  if (measured.strideLengthM !== null) {
    streams.push({
      stream: 'stride',
      sampleCount: 1,
      counts: Int16Array.of(quantize(measured.strideLengthM, STRIDE.scale)),
      deviceUs: null,
    });
  }
  return { ok: true, streams, notes: [] };
}

/** Speed and steps per minute; stride length where the sensor gives it. */
export function runningSpeed(): Capability {
  const stream = { kind: 'speed', nominalRateHz: 1, clock: 'arrival', wrapBits: null } as const;
  return {
    services: [RUNNING_SERVICE],
    streams: [
      { ...stream, key: 'running', groups: [SPEED, CADENCE] },
      { ...stream, key: 'stride', groups: [STRIDE] },
    ],
    characteristics: [
      { service: RUNNING_SERVICE, characteristic: RSC_MEASUREMENT, mode: 'notify', decode: decodeRunning, optional: false },
    ],
  };
}
