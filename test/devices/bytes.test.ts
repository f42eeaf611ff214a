import fc from 'fast-check';
import { expect, it } from 'vitest';
import { ByteReader } from '#devices/core/bytes.ts';
import { quantize } from '#devices/core/quantize.ts';

it('reads little-endian fields of a view that starts inside its buffer', () => {
  const reader = new ByteReader(new Uint8Array([9, 9, 0x01, 0x34, 0x12, 0x78, 0x56, 0x34, 0x92, 0, 0, 0xc0, 0x3f]).subarray(2));
  expect([reader.u8(), reader.u16(), reader.u32(), reader.f32(), reader.remaining, reader.short]).toEqual([
    1,
    0x1234,
    0x92345678,
    1.5,
    0,
    false,
  ]);
});

it('never throws, says when it is short, and gives nothing more from then on', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 12 }),
      fc.array(fc.constantFrom('u8', 'u16', 'u32', 'f32'), { maxLength: 12 }),
      (bytes, reads) => {
        const reader = new ByteReader(bytes);
        const size = { u8: 1, u16: 2, u32: 4, f32: 4 } as const;
        let wanted = 0;
        for (const read of reads) {
          const value = reader[read as keyof typeof size]();
          wanted += size[read as keyof typeof size];
          if (wanted > bytes.length) expect(value === undefined || Number.isNaN(value)).toBe(true);
        }
        expect(reader.short).toBe(wanted > bytes.length);
        expect(reader.remaining).toBe(Math.max(0, reader.short ? 0 : bytes.length - wanted));
      },
    ),
  );
});

it('quantises to the nearest count and stays at the ends of the range', () => {
  expect([0.0149, -0.0149, 1e9, -1e9].map((value) => quantize(value, 0.01))).toEqual([1, -1, 32767, -32768]);
});

it('reads the other byte order when told, and passes bytes over', () => {
  const reader = new ByteReader(Uint8Array.of(9, 9, 0x01, 0x02, 0xff, 0xfe, 0xff, 0xff, 0xfe, 0x3f, 0x80, 0, 0), 'big');
  reader.skip(2);
  expect([reader.u16(), reader.s16(), reader.s24(), reader.f32(), reader.remaining]).toEqual([0x0102, -2, -2, 1, 0]);
});
