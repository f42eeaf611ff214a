import { chosenOptions, type OptionValues, withOptions } from '#devices/core/options.ts';
import { bytesOfStep, type Step } from '#devices/core/step.ts';
import type { DeviceDefinition } from '#devices/core/types.ts';

/** What steps write, in order, as declared. */
export function writtenBytes(steps: readonly Step[]): Uint8Array[] {
  return steps.flatMap((step) => (step.type === 'write' ? [step.bytes] : []));
}

/** What a device is told at its start and its stop under some options, as hex lines. */
export function conversation(definition: DeviceDefinition, chosen: OptionValues = {}): { start: string[]; stop: string[] } {
  const values = chosenOptions(definition, chosen);
  const { start, stop } = withOptions(definition, values);
  const lines = (steps: readonly Step[]): string[] =>
    steps.flatMap((step) => (step.type === 'write' ? [hexOf(bytesOfStep(step, values))] : []));
  return { start: lines(start), stop: lines(stop) };
}

export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');
}
