import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeChunk, encodeChunk, readChunkHeader } from '#shared/recording/chunk.ts';
import type { ChunkCodec, ChunkData } from '#shared/recording/chunkData.ts';
import { crc32c } from '#shared/recording/crc32c.ts';
import { deflateRaw, inflateRaw } from '#shared/recording/deflate.ts';
import { BODY_SITES, CRC_OFFSET, GROUP_NAMES, KINDS, UNITS } from '#shared/recording/header.ts';
import { BodySite } from '#shared/schema/quality.ts';
import { AxisGroup, StreamKind, Unit } from '#shared/schema/stream.ts';
import { realChunks } from '#test/helpers/realChunks.ts';
import { NO_SHARED_DATA } from '#test/helpers/sharedData.ts';
import { chunkArbitrary } from './chunkArbitrary.ts';

const CODECS: readonly ChunkCodec[] = ['raw', 'deflateRaw', 'golomb'];

/** Two seconds of a 60 Hz six-axis sensor with a gap and a clock. */
function smallChunk(): ChunkData {
  const sampleCount = 120;
  const deviceUs = Float64Array.from({ length: sampleCount }, (_, i) => 4_294_000_000 + Math.round((i * 1e6) / 60));
  return {
    streamId: '0198f2d0-5c1a-7abc-8def-0123456789ab',
    kind: 'imu',
    bodySite: 'shank',
    groups: [
      { name: 'acceleration', axes: 3, scale: (16 * 9.80665) / 32768, unit: 'm/s2' },
      { name: 'angularRate', axes: 3, scale: ((2000 / 180) * Math.PI) / 32768, unit: 'rad/s' },
    ],
    nominalRateHz: 60,
    firstSampleIndex: 600,
    sampleCount,
    hostUs: deviceUs.map((us) => us + 1_790_000_000_000_000),
    deviceUs,
    counts: Int16Array.from({ length: sampleCount * 6 }, (_, i) => Math.round(2000 * Math.sin(i / 40 + (i % 6)))),
    gaps: [{ afterSample: 59, reason: 'disconnected' }],
    clock: { offsetUs: 1_790_000_000_000_000.5, slopePpm: -12.25 },
  };
}

/** Changes bytes and makes the checksum right again: what a hostile writer would send. */
function forged(bytes: Uint8Array, change: (view: DataView) => void): Uint8Array {
  const copy = bytes.slice();
  const view = new DataView(copy.buffer);
  change(view);
  view.setUint32(CRC_OFFSET, crc32c(copy.subarray(CRC_OFFSET + 4), crc32c(copy.subarray(0, CRC_OFFSET))), true);
  return copy;
}

describe.each(CODECS)('recording chunk, codec %s', (codec) => {
  it('gives back every chunk bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(chunkArbitrary, async (chunk) => {
        const bytes = await encodeChunk(chunk, codec);
        expect(await decodeChunk(bytes)).toEqual({ ok: true, value: chunk });
      }),
      { numRuns: 150 },
    );
  });

  it('tells the header without the payload', async () => {
    const chunk = smallChunk();
    const header = readChunkHeader(await encodeChunk(chunk, codec));
    expect(header).toMatchObject({
      ok: true,
      value: { codec, streamId: chunk.streamId, axes: 6, sampleCount: 120, firstHostUs: chunk.hostUs[0], firstDeviceUs: 4_294_000_000 },
    });
  });

  it('reads a chunk that lies inside a larger buffer', async () => {
    const bytes = await encodeChunk(smallChunk(), codec);
    const buffer = new Uint8Array(bytes.length + 9);
    buffer.set(bytes, 5);
    expect(await decodeChunk(buffer.subarray(5, 5 + bytes.length))).toEqual({ ok: true, value: smallChunk() });
  });

  it('refuses every truncation and every extension', async () => {
    const bytes = await encodeChunk(smallChunk(), codec);
    for (let length = 0; length < bytes.length; length++) {
      expect(await decodeChunk(bytes.subarray(0, length)), `length ${length}`).toMatchObject({ ok: false });
    }
    const longer = new Uint8Array(bytes.length + 1);
    longer.set(bytes);
    expect(await decodeChunk(longer)).toMatchObject({ ok: false });
  });

  it('refuses every single flipped bit', async () => {
    const bytes = await encodeChunk(smallChunk(), codec);
    let refused = 0;
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const flipped = bytes.slice();
      flipped[bit >> 3] ^= 1 << (bit & 7);
      if (!(await decodeChunk(flipped)).ok) refused++;
    }
    expect(refused).toBe(bytes.length * 8);
  });

  it('survives arbitrary changes under a right checksum', async () => {
    const bytes = await encodeChunk(smallChunk(), codec);
    let outcomes = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 6 }),
        async (changes) => {
          const hostile = forged(bytes, (view) => {
            for (const [at, value] of changes) view.setUint8(at, value);
          });
          expect(typeof (await decodeChunk(hostile)).ok).toBe('boolean');
          outcomes++;
        },
      ),
      { numRuns: 400 },
    );
    expect(outcomes).toBeGreaterThanOrEqual(400);
  });

  it.each([
    ['sample count', 36, 0xffffffff, /samples/],
    ['samples times axes', 36, 131_072, /values/],
    ['inflated size', 72, 0x7fffffff, /payload size/],
    ['stored size', 76, 0xffffffff, /length/],
    ['rate', 24, 0xffffffff, /rate/],
  ] as const)('refuses a hostile %s before it allocates', async (_name, offset, value, reason) => {
    const bytes = forged(await encodeChunk(smallChunk(), codec), (view) => view.setUint32(offset, value, true));
    const header = readChunkHeader(bytes);
    expect(header.ok ? '' : header.reason).toMatch(reason);
    expect(await decodeChunk(bytes)).toEqual(header);
  });

  it('refuses to write what it could not read back', async () => {
    const chunk = smallChunk();
    const wrong: readonly Partial<ChunkData>[] = [
      { hostUs: chunk.hostUs.map((us) => us + 0.5) },
      { hostUs: chunk.hostUs.toReversed() },
      { sampleCount: 119 },
      { streamId: 'knee' },
      { gaps: [{ afterSample: 120, reason: 'late' }] },
      { groups: [] },
      { nominalRateHz: 5000 },
      { clock: { offsetUs: Number.NaN, slopePpm: 0 } },
    ];
    for (const change of wrong) await expect(encodeChunk({ ...chunk, ...change }, codec)).rejects.toThrow(RangeError);
  });
});

describe('golomb chunk', () => {
  it('writes raw what it has no code for: stamps 71 years apart', async () => {
    const chunk = smallChunk();
    const hostUs = chunk.hostUs.map((us, i) => us + (i === 0 ? 0 : 2 ** 51 + i));
    const apart = { ...chunk, deviceUs: null, hostUs };
    const bytes = await encodeChunk(apart, 'golomb');
    expect(readChunkHeader(bytes)).toMatchObject({ ok: true, value: { codec: 'raw' } });
    expect(await decodeChunk(bytes)).toEqual({ ok: true, value: apart });
  });

  const real = realChunks(/^(knee|phone)/);
  it.skipIf(real === null)(
    `stores real recordings bit for bit in less than a quarter of float32, times included${real ? '' : `: ${NO_SHARED_DATA}`}`,
    async () => {
      for (const { file, chunks } of real ?? []) {
        let stored = 0;
        for (const chunk of chunks) {
          const bytes = await encodeChunk(chunk, 'golomb');
          expect(await decodeChunk(bytes)).toEqual({ ok: true, value: chunk });
          stored += bytes.length;
        }
        const float32 = 4 * chunks.reduce((sum, { counts }) => sum + counts.length, 0);
        expect(float32 / stored, file).toBeGreaterThanOrEqual(4);
      }
    },
  );
});

describe('deflateRaw chunk', () => {
  it('inflates no further than told', async () => {
    const zeros = await deflateRaw(new Uint8Array(1_000_000));
    expect(await inflateRaw(zeros, 999_999)).toBeNull();
    expect(await inflateRaw(zeros, 1_000_000)).toHaveLength(1_000_000);
  });

  it('stops a bomb at the size stated in the header', async () => {
    const bytes = await encodeChunk(smallChunk(), 'deflateRaw');
    const header = readChunkHeader(bytes);
    if (!header.ok) throw new Error(header.reason);
    const bomb = await deflateRaw(new Uint8Array(64 * 1024 * 1024));
    const hostile = new Uint8Array(header.value.payloadOffset + bomb.length);
    hostile.set(bytes.subarray(0, header.value.payloadOffset));
    hostile.set(bomb, header.value.payloadOffset);
    const result = await decodeChunk(forged(hostile, (view) => view.setUint32(76, bomb.length, true)));
    expect(result).toEqual({ ok: false, reason: 'payload does not inflate to its stated size' });
  });

  it('refuses a payload that is not deflate at all', async () => {
    const bytes = await encodeChunk(smallChunk(), 'deflateRaw');
    const hostile = forged(bytes, (view) => {
      for (let at = bytes.length - 400; at < bytes.length; at++) view.setUint8(at, 0xff);
    });
    expect(await decodeChunk(hostile)).toMatchObject({ ok: false });
  });

  it('refuses a chunk above the size limit', () => {
    expect(readChunkHeader(new Uint8Array(256 * 1024 + 1))).toEqual({ ok: false, reason: 'longer than a chunk may be' });
  });
});

it('CRC-32C gives the check values of RFC 3720 appendix B.4', () => {
  expect(crc32c(new TextEncoder().encode('123456789'))).toBe(0xe3069283);
  expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  expect(crc32c(Uint8Array.from({ length: 32 }, (_, i) => i))).toBe(0x46dd794e);
});

it('every kind, site, group and unit of the schema has a code in the format', () => {
  expect(StreamKind.options.filter((kind) => !KINDS.includes(kind))).toEqual([]);
  expect(BodySite.options.filter((site) => !BODY_SITES.includes(site))).toEqual([]);
  expect(Unit.options.filter((unit) => !UNITS.includes(unit))).toEqual([]);
  expect(AxisGroup.shape.name.options.filter((name) => !GROUP_NAMES.includes(name))).toEqual([]);
});
