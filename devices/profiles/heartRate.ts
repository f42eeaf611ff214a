import { ByteReader } from '#devices/core/bytes.ts';
import type { Capability } from '#devices/core/define.ts';
import { quantize } from '#devices/core/quantize.ts';
import type { Decoded, DecodeResult } from '#devices/core/types.ts';
import { HEART_RATE_MEASUREMENT, HEART_RATE_SERVICE } from '#devices/core/uuid.ts';

/** Contact as stored in the `contact` axis. */
export const CONTACT_COUNT = { no: 0, yes: 1, unsupported: 2 } as const;
export type SkinContact = keyof typeof CONTACT_COUNT;

/** Heart Rate Measurement 0x2A37 (Bluetooth Heart Rate Service 1.0, section 3.1). */
export interface HeartRateMeasurement {
  /** Null where the sensor has no reading (it sends 0). */
  readonly heartRateBpm: number | null;
  readonly contact: SkinContact;
  /** Since the last reset, kJ. */
  readonly energyKj: number | null;
  /** Beat-to-beat intervals, 1/1024 s, oldest first. */
  readonly rr1024: readonly number[];
  /** Bytes behind the last whole interval; seen from real straps. */
  readonly trailingBytes: number;
}

const FLAG_RATE_U16 = 0x01;
const FLAG_CONTACT = 0x02;
const FLAG_CONTACT_SUPPORTED = 0x04;
const FLAG_ENERGY = 0x08;
const FLAG_RR = 0x10;

/** Null when the packet ends before its flags say it may. */
export function parseHeartRateMeasurement(bytes: Uint8Array): HeartRateMeasurement | null {
  const reader = new ByteReader(bytes);
  const flags = reader.u8() ?? 0;
  const rate = flags & FLAG_RATE_U16 ? reader.u16() : reader.u8();
  const energyKj = flags & FLAG_ENERGY ? reader.u16() : undefined;
  if (reader.short || rate === undefined) return null;
  const rr1024: number[] = [];
  while (flags & FLAG_RR && reader.remaining >= 2) rr1024.push(reader.u16() ?? 0);
  const detected: SkinContact = flags & FLAG_CONTACT ? 'yes' : 'no';
  return {
    heartRateBpm: rate === 0 ? null : rate,
    contact: flags & FLAG_CONTACT_SUPPORTED ? detected : 'unsupported',
    energyKj: energyKj ?? null,
    rr1024,
    trailingBytes: reader.remaining,
  };
}

/** Beyond any heart; also keeps the count within int16. */
const MAX_PLAUSIBLE_BPM = 400;

function decodeHeartRate(bytes: Uint8Array): DecodeResult {
  const measured = parseHeartRateMeasurement(bytes);
  if (measured === null) return { ok: false, reason: `heart rate measurement cut short at ${bytes.length} bytes` };
  const streams: Decoded[] = [];
  const notes: string[] = [];
  const { heartRateBpm, rr1024 } = measured;
  if (heartRateBpm !== null && heartRateBpm <= MAX_PLAUSIBLE_BPM) {
    const counts = Int16Array.of(heartRateBpm, CONTACT_COUNT[measured.contact]);
    streams.push({ stream: 'heartRate', sampleCount: 1, counts, deviceUs: null });
  } else {
    notes.push(heartRateBpm === null ? 'no reading' : `${heartRateBpm} bpm is no heart rate`);
  }
  if (rr1024.length > 0) {
    const counts = Int16Array.from(rr1024, (rr) => quantize(rr, 1));
    streams.push({ stream: 'rr', sampleCount: counts.length, counts, deviceUs: null });
  }
  if (measured.trailingBytes > 0) notes.push(`${measured.trailingBytes} bytes behind the measurement`);
  return { ok: true, streams, notes };
}

/** Heart rate with skin contact, and the beats it was made from. */
export function heartRate(): Capability {
  return {
    services: [HEART_RATE_SERVICE],
    streams: [
      {
        key: 'heartRate',
        kind: 'heartRate',
        nominalRateHz: 1,
        clock: 'arrival',
        wrapBits: null,
        groups: [
          { name: 'heartRate', axes: 1, scale: 1, unit: 'bpm' },
          { name: 'contact', axes: 1, scale: 1, unit: 'flag' },
        ],
      },
      {
        key: 'rr',
        kind: 'rrInterval',
        nominalRateHz: 0,
        clock: 'rrChain',
        wrapBits: null,
        groups: [{ name: 'rrInterval', axes: 1, scale: 1, unit: '1/1024 s' }],
      },
    ],
    characteristics: [
      {
        service: HEART_RATE_SERVICE,
        characteristic: HEART_RATE_MEASUREMENT,
        mode: 'notify',
        decode: decodeHeartRate,
        optional: false,
      },
    ],
  };
}
