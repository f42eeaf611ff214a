import type { Step } from './step.ts';
import type { DeviceDefinition } from './types.ts';

/** Something about a device that may be chosen before it starts. */
export type DeviceOption = SwitchOption | NumberOption;
export interface SwitchOption {
  readonly key: string;
  readonly type: 'switch';
  readonly label: string;
  readonly default: boolean;
}
/** Every number has range, step and unit; `choices` where the device takes only some of them. */
export interface NumberOption {
  readonly key: string;
  readonly type: 'number';
  readonly label: string;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  readonly choices?: readonly number[];
  /** What each choice means, where the number alone does not say it. */
  readonly meanings?: Readonly<Record<number, string>>;
  readonly default: number;
}
export type OptionValues = Readonly<Record<string, boolean | number>>;

/** Whether a number may be given to a device. */
export function allowsValue(option: NumberOption, value: number): boolean {
  const steps = (value - option.min) / option.step;
  return value >= option.min && value <= option.max && Number.isInteger(steps) && (option.choices?.includes(value) ?? true);
}

/** Values of all options: the chosen ones, else the defaults. RangeError for a key or value the device does not know. */
export function chosenOptions(definition: DeviceDefinition, chosen: OptionValues = {}): OptionValues {
  const values: Record<string, boolean | number> = {};
  for (const option of definition.options) {
    const value = chosen[option.key] ?? option.default;
    const known = option.type === 'switch' ? typeof value === 'boolean' : typeof value === 'number' && allowsValue(option, value);
    if (!known) throw new RangeError(`${definition.id}: option ${option.key} cannot be ${value}`);
    values[option.key] = value;
  }
  const unknown = Object.keys(chosen).find((key) => !Object.hasOwn(values, key));
  if (unknown !== undefined) throw new RangeError(`${definition.id}: there is no option ${unknown}`);
  return values;
}

/** What is left of a device under its options: streams that are on, at their rates, and the steps for them. */
export function withOptions(definition: DeviceDefinition, values: OptionValues): DeviceDefinition {
  const on = (part: { readonly option?: string }): boolean => part.option === undefined || values[part.option] === true;
  const steps = (all: readonly Step[]): readonly Step[] => all.filter(on);
  return {
    ...definition,
    streams: definition.streams
      .filter(on)
      .map((stream) => (stream.rateOption === undefined ? stream : { ...stream, nominalRateHz: Number(values[stream.rateOption]) })),
    start: steps(definition.start),
    stop: steps(definition.stop),
    ...(definition.poll && { poll: { ...definition.poll, steps: steps(definition.poll.steps) } }),
  };
}
