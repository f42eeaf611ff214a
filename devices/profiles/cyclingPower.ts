import { ByteReader } from '#devices/core/bytes.ts';
import type { Capability } from '#devices/core/define.ts';
import type { DecodeResult, Learned } from '#devices/core/types.ts';
import { CYCLING_POWER_SERVICE, POWER_MEASUREMENT } from '#devices/core/uuid.ts';
import { crankAt, type Revolutions, readRevolutions, turned, turningStream, wheelAt } from './revolutions.ts';

/** Cycling Power Measurement 0x2A63 (Cycling Power Service 1.1, section 3.2), as far as it is used; what follows the crank is not read. */
export interface PowerMeasurement {
  readonly powerW: number;
  /** Event time in 1/2048 s: twice as fine as in the speed service. */
  readonly wheel: Revolutions | null;
  /** Event time in 1/1024 s. */
  readonly crank: Revolutions | null;
}
const WHEEL = wheelAt(2048);
const CRANK = crankAt(1024);

const FLAG_BALANCE = 0x01;
const FLAG_TORQUE = 0x04;
const FLAG_WHEEL = 0x10;
const FLAG_CRANK = 0x20;

/** Null when the packet ends before its flags say it may. */
export function parsePowerMeasurement(bytes: Uint8Array): PowerMeasurement | null {
  const reader = new ByteReader(bytes);
  const flags = reader.u16() ?? 0;
  const powerW = reader.s16();
  if (flags & FLAG_BALANCE) reader.u8();
  if (flags & FLAG_TORQUE) reader.u16();
  const wheel = flags & FLAG_WHEEL ? readRevolutions(reader, WHEEL) : null;
  const crank = flags & FLAG_CRANK ? readRevolutions(reader, CRANK) : null;
  return reader.short || powerW === undefined ? null : { powerW, wheel, crank };
}

function decodePower(bytes: Uint8Array, learned: Learned = {}): DecodeResult {
  const measured = parsePowerMeasurement(bytes);
  if (measured === null) return { ok: false, reason: `power measurement cut short at ${bytes.length} bytes` };
  const crank = measured.crank ? turned(CRANK, measured.crank, learned) : null;
  const power = { stream: 'power', sampleCount: 1, counts: Int16Array.of(measured.powerW), deviceUs: null };
  return {
    ok: true,
    streams: crank?.part ? [power, crank.part] : [power],
    notes: crank?.note ? [crank.note] : [],
    ...(crank && { learned: crank.learned }),
  };
}

/** Power, and turns of the crank per minute where the meter gives them. */
export function cyclingPower(): Capability {
  return {
    services: [CYCLING_POWER_SERVICE],
    streams: [
      {
        key: 'power',
        kind: 'power',
        nominalRateHz: 1,
        clock: 'arrival',
        wrapBits: null,
        groups: [{ name: 'power', axes: 1, scale: 1, unit: 'W' }],
      },
      turningStream(CRANK),
    ],
    characteristics: [
      { service: CYCLING_POWER_SERVICE, characteristic: POWER_MEASUREMENT, mode: 'notify', decode: decodePower, optional: false },
    ],
  };
}
