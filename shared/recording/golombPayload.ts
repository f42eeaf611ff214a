import { BitReader, BitWriter } from './bits.ts';
import { CHUNK_LIMITS, type ChunkColumns, type ChunkData, type ChunkHeader, emptyColumns, type Result, refuse } from './chunkData.ts';
import { readTimeSteps, writeTimeSteps } from './golombTimes.ts';
import { payloadBounds } from './header.ts';
import { readResiduals } from './readResiduals.ts';
import { nominalIntervalUs } from './times.ts';
import { writeResiduals } from './writeResiduals.ts';

/**
 * Payload of codec `golomb`: device times where there are any, host times (as distance from the device times where there are any,
 * which is nearly constant), counts. Null where the code would not be smaller than int16.
 */
export function golombPayload(chunk: ChunkData): Uint8Array | null {
  const { counts, deviceUs, hostUs, sampleCount } = chunk;
  const sizes = chunk.groups.map((group) => group.axes);
  const axes = sizes.reduce((sum, size) => sum + size, 0);
  const payload = new Uint8Array(payloadBounds(sampleCount, axes, deviceUs !== null, 'golomb')[1]);
  const out = new BitWriter(payload, 0);
  const intervalUs = nominalIntervalUs(chunk.nominalRateHz);
  if (deviceUs !== null && !writeTimeSteps(out, deviceUs, intervalUs)) return null;
  const apartUs = deviceUs === null ? hostUs : hostUs.map((timeUs, i) => timeUs - deviceUs[i]);
  if (!writeTimeSteps(out, apartUs, deviceUs === null ? intervalUs : 0)) return null;
  const length = writeResiduals(counts, sizes, payload, out.finish());
  return length < payloadBounds(sampleCount, axes, deviceUs !== null, 'raw')[0] ? payload.subarray(0, length) : null;
}

/** Reads it back: any bytes give columns or a reason. */
export function readGolombPayload(stored: Uint8Array, header: ChunkHeader): Result<ChunkColumns> {
  const { hostUs, deviceUs, counts } = emptyColumns(header);
  const bits = new BitReader(stored, 0);
  const intervalUs = nominalIntervalUs(header.nominalRateHz);
  if (deviceUs !== null && !readTimeSteps(bits, deviceUs, intervalUs)) return refuse('device times are malformed');
  if (deviceUs !== null && hostUs.length > 0) hostUs[0] -= deviceUs[0];
  if (!readTimeSteps(bits, hostUs, deviceUs === null ? intervalUs : 0)) return refuse('host times are malformed');
  for (let i = 0; deviceUs !== null && i < hostUs.length; i++) hostUs[i] += deviceUs[i];
  if (!areTimes(hostUs, true) || (deviceUs !== null && !areTimes(deviceUs, false))) return refuse('time stamps are malformed');
  if (bits.overrun) return refuse('payload ends early');
  const sizes = header.groups.map((group) => group.axes);
  if (!readResiduals(stored, bits.offset, sizes, counts)) return refuse('payload is not as long as its columns');
  return { ok: true, value: { hostUs, deviceUs, counts } };
}

function areTimes(timesUs: Float64Array, increasing: boolean): boolean {
  for (let i = 0; i < timesUs.length; i++) {
    if (!(timesUs[i] >= 0 && timesUs[i] < CHUNK_LIMITS.timeUs)) return false;
    if (increasing && i > 0 && timesUs[i] <= timesUs[i - 1]) return false;
  }
  return true;
}
