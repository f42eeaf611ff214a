import { crc32, deflateSync, inflateSync } from 'node:zlib';

/** Smaller PNGs for docs/: at most 256 colours, as PNG colour type 3 (PNG specification, third edition, 11.2.1). */

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MAX_COLOURS = 256;

interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 0xRRGGBB per pixel. */
  readonly rgb: Uint32Array;
}

/** Writes the picture again with a palette. Throws RangeError for anything but an 8-bit, non-interlaced RGB(A) PNG. */
export function withPalette(png: Buffer): Buffer {
  const pixels = readPixels(png);
  const { palette, indices } = quantise(pixels.rgb);
  const rows = Buffer.alloc(pixels.height * (pixels.width + 1));
  for (let y = 0; y < pixels.height; y++) {
    rows.set(indices.subarray(y * pixels.width, (y + 1) * pixels.width), y * (pixels.width + 1) + 1);
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(pixels.width, 0);
  head.writeUInt32BE(pixels.height, 4);
  head.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour >> 16, (colour >> 8) & 0xff, colour & 0xff]));
  return Buffer.concat([
    SIGNATURE,
    part('IHDR', head),
    part('PLTE', colours),
    part('IDAT', deflateSync(rows, { level: 9 })),
    part('IEND', Buffer.alloc(0)),
  ]);
}

function part(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

function readPixels(png: Buffer): Pixels {
  const data: Buffer[] = [];
  let head = Buffer.alloc(13);
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    if (type === 'IHDR') head = Buffer.from(body);
    if (type === 'IDAT') data.push(body);
    at += length + 12;
  }
  const [width, height, depth, colourType, interlaced] = [head.readUInt32BE(0), head.readUInt32BE(4), head[8], head[9], head[12]];
  if (depth !== 8 || interlaced !== 0 || (colourType !== 2 && colourType !== 6)) throw new RangeError('not an 8-bit RGB picture');
  const step = colourType === 2 ? 3 : 4;
  const bytes = unfilter(inflateSync(Buffer.concat(data)), width * step, height, step);
  const rgb = new Uint32Array(width * height);
  for (let i = 0; i < rgb.length; i++) rgb[i] = (bytes[i * step] << 16) | (bytes[i * step + 1] << 8) | bytes[i * step + 2];
  return { width, height, rgb };
}

/** PNG specification, 9.2: every row is stored as differences to its neighbours. */
function unfilter(stored: Buffer, rowBytes: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const filter = stored[y * (rowBytes + 1)];
    for (let x = 0; x < rowBytes; x++) {
      const at = y * rowBytes + x;
      const left = x >= step ? out[at - step] : 0;
      const up = y > 0 ? out[at - rowBytes] : 0;
      const corner = x >= step && y > 0 ? out[at - rowBytes - step] : 0;
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter];
      out[at] = stored[y * (rowBytes + 1) + 1 + x] + guess;
    }
  }
  return out;
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  return a <= b && a <= c ? left : b <= c ? up : corner;
}

/** The most frequent colours; every other one becomes its nearest among them. Screens have few colours and many shades of edges. */
function quantise(rgb: Uint32Array): { palette: number[]; indices: Uint8Array } {
  const counts = new Map<number, number>();
  for (const colour of rgb) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const colours = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const palette = colours.slice(0, MAX_COLOURS);
  const indexOf = new Map(palette.map((colour, index) => [colour, index]));
  for (const colour of colours.slice(MAX_COLOURS)) indexOf.set(colour, nearest(palette, colour));
  return { palette, indices: Uint8Array.from(rgb, (colour) => indexOf.get(colour) as number) };
}

function nearest(palette: readonly number[], colour: number): number {
  let best = 0;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const [index, other] of palette.entries()) {
    const [r, g, b] = [16, 8, 0].map((shift) => ((colour >> shift) & 0xff) - ((other >> shift) & 0xff));
    const distance = r * r + g * g + b * b;
    if (distance < bestDistance) [best, bestDistance] = [index, distance];
  }
  return best;
}
