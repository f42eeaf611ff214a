import { ByteReader } from '#devices/core/bytes.ts';
import type { Capability } from '#devices/core/define.ts';
import type { Decoded, DecodeResult, Learned } from '#devices/core/types.ts';
import { CSC_MEASUREMENT, CYCLING_SERVICE } from '#devices/core/uuid.ts';
import { crankAt, type Revolutions, readRevolutions, turned, turningStream, wheelAt } from './revolutions.ts';

/** CSC Measurement 0x2A5B (Cycling Speed and Cadence Service 1.0, section 3.1); event times in 1/1024 s. */
export interface CyclingMeasurement {
  readonly wheel: Revolutions | null;
  readonly crank: Revolutions | null;
}
export const CSC_WHEEL = wheelAt(1024);
export const CSC_CRANK = crankAt(1024);

const FLAG_WHEEL = 0x01;
const FLAG_CRANK = 0x02;

/** Null when the packet ends before its flags say it may. */
export function parseCyclingMeasurement(bytes: Uint8Array): CyclingMeasurement | null {
  const reader = new ByteReader(bytes);
  const flags = reader.u8() ?? 0;
  const wheel = flags & FLAG_WHEEL ? readRevolutions(reader, CSC_WHEEL) : null;
  const crank = flags & FLAG_CRANK ? readRevolutions(reader, CSC_CRANK) : null;
  return reader.short ? null : { wheel, crank };
}

function decodeCycling(bytes: Uint8Array, learned: Learned = {}): DecodeResult {
  const measured = parseCyclingMeasurement(bytes);
  if (measured === null) return { ok: false, reason: `cycling measurement cut short at ${bytes.length} bytes` };
  const streams: Decoded[] = [];
  const notes: string[] = [];
  let kept: Learned = {};
  for (const [turning, now] of [[CSC_WHEEL, measured.wheel] as const, [CSC_CRANK, measured.crank] as const]) {
    if (now === null) continue;
    const { part, note, learned: fresh } = turned(turning, now, learned);
    if (part !== null) streams.push(part);
    if (note !== null) notes.push(note);
    kept = { ...kept, ...fresh };
  }
  return { ok: true, streams, notes, learned: kept };
}

/** Turns of wheel and crank per minute. Speed would need the size of the wheel, which the sensor does not know. */
export function cyclingSpeed(): Capability {
  return {
    services: [CYCLING_SERVICE],
    streams: [turningStream(CSC_WHEEL), turningStream(CSC_CRANK)],
    characteristics: [
      { service: CYCLING_SERVICE, characteristic: CSC_MEASUREMENT, mode: 'notify', decode: decodeCycling, optional: false },
    ],
  };
}
