import { z } from 'zod';
import { createByteStreamFramer, type Framer } from '#devices/core/framer.ts';
import { notifies, writes } from '#devices/core/parts.ts';
import type { Step } from '#devices/core/step.ts';
import type { CharacteristicUse, DecodeResult } from '#devices/core/types.ts';

/** Nordic UART, as Espruino's console uses it. */
const nusUuid = (short: string): string => `${short}-b5a3-f393-e0a9-e50e24dcca9e`;
export const UART_SERVICE = nusUuid('6e400001');
const UART_WRITE = nusUuid('6e400002');
const UART_NOTIFY = nusUuid('6e400003');

/** The smallest packet every link takes. */
const CHUNK_BYTES = 20;
/** A console line that should not be echoed begins with this. */
const QUIET = '\x10';
const CLEAR_INPUT = '\x03';

/**
 * Types text into the console, in chunks. A line is one statement. Nothing is saved: the device forgets it when it is reset. The steps
 * are also what a person would paste into the Espruino Web IDE.
 */
export function typed(lines: readonly string[]): Step[] {
  const bytes = [...new TextEncoder().encode(lines.map((line) => `${QUIET}${line}\n`).join(''))];
  const steps: Step[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) steps.push(writes(UART_SERVICE, UART_WRITE, bytes.slice(at, at + CHUNK_BYTES)));
  return steps;
}

/** Uploads a script: what stands half-typed in the console is cleared first. */
export function uploaded(lines: readonly string[]): Step[] {
  return [writes(UART_SERVICE, UART_WRITE, [...new TextEncoder().encode(CLEAR_INPUT)]), ...typed(lines)];
}

const MAX_LINE = 256;
function createLineFramer(): Framer {
  return createByteStreamFramer((bytes) => {
    const end = bytes.indexOf(0x0a);
    return end < 0 ? 'more' : end + 1;
  }, MAX_LINE);
}

const Count = z.int().min(-32768).max(32767);
const Triple = z.tuple([Count, Count, Count]);
/** A line of our scripts: ms since it was started, acceleration and angular rate in counts, heart rate with the watch's confidence. */
const Line = z.strictObject({
  t: z
    .int()
    .min(0)
    .max(2 ** 31 - 1),
  a: Triple.optional(),
  g: Triple.optional(),
  h: z.number().min(0).max(300).optional(),
  c: z.number().min(0).max(100).optional(),
});
export type EspruinoLine = z.infer<typeof Line>;

/** Lines of text; those that are JSON of our scripts go to `decode`, prompts and other prints are noted. XON and XOFF are taken out. */
export function uartLines(decode: (line: EspruinoLine) => DecodeResult): CharacteristicUse {
  const decodeLine = (bytes: Uint8Array): DecodeResult => {
    const text = new TextDecoder().decode(bytes.filter((byte) => byte >= 0x20));
    const from = text.indexOf('{');
    if (from < 0) return { ok: true, streams: [], notes: ['a line that is not ours'] };
    let value: unknown;
    try {
      value = JSON.parse(text.slice(from));
    } catch {
      return { ok: false, reason: 'a line that is no JSON' };
    }
    const line = Line.safeParse(value);
    return line.success ? decode(line.data) : { ok: false, reason: `a line that is not ours: ${z.prettifyError(line.error)}` };
  };
  return notifies(UART_SERVICE, UART_NOTIFY, decodeLine, { createFramer: createLineFramer });
}

export const deviceTimeOf = ({ t }: EspruinoLine): Float64Array => Float64Array.of(t * 1000);
