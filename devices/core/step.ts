import type { OptionValues } from './options.ts';
import type { DeviceErrorCode } from './types.ts';

/** Start, stop and poll are data: what to write, what to expect, what to read, how long to wait. */
export type Step = WriteStep | ReadStep | WaitStep;

interface StepRules {
  /** Done only while this on/off option is on. */
  readonly option?: string;
  /** A failure becomes a notice, and what follows for the same option is left out; else it ends the connection. */
  readonly optional?: boolean;
}
export interface WriteStep extends StepRules {
  readonly type: 'write';
  readonly service: string;
  readonly characteristic: string;
  readonly bytes: Uint8Array;
  readonly response: boolean;
  /** Values of options that go into the bytes, little-endian. */
  readonly put?: readonly { readonly option: string; readonly at: number; readonly bytes: 1 | 2 | 4 }[];
  /** Go on only when this has come. Not for stop steps. */
  readonly answer?: Answer;
}
/** The value goes the way of a notification of the same characteristic: through its decoder. */
export interface ReadStep extends StepRules {
  readonly type: 'read';
  readonly service: string;
  readonly characteristic: string;
}
export interface WaitStep extends StepRules {
  readonly type: 'wait';
  readonly ms: number;
}

/** A notification or indication (a whole frame of a byte stream) that answers a write; the driver listens to the characteristic. */
export interface Answer {
  readonly characteristic: string;
  /** How it begins; null stands for any byte. */
  readonly match: readonly (number | null)[];
  readonly timeoutMs: number;
  /** Why the answer means failure, or null when all is well. Pure and total; without it any match is well. */
  readonly refusal?: (bytes: Uint8Array, options: OptionValues) => Refusal | null;
}
export interface Refusal {
  readonly code: DeviceErrorCode;
  /** A sentence. */
  readonly message: string;
}

export function matches(match: Answer['match'], bytes: Uint8Array): boolean {
  return match.length <= bytes.length && match.every((wanted, i) => wanted === null || wanted === bytes[i]);
}

/** The bytes to write, with the options' values in place. */
export function bytesOfStep(step: WriteStep, options: OptionValues): Uint8Array {
  const bytes = step.bytes.slice();
  for (const { option, at, bytes: count } of step.put ?? []) {
    const value = Number(options[option]);
    for (let i = 0; i < count; i++) bytes[at + i] = Math.floor(value / 256 ** i) % 256;
  }
  return bytes;
}
