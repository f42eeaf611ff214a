import type { Stimulation } from '#shared/schema/stimulation.ts';

/** What a stimulator says about itself; null or absent where it does not. Evenpace reads it and never sets it. */
export interface StimulationReading {
  readonly frequencyHz?: number | null;
  readonly pulseWidthUs?: number | null;
  readonly intensity?: number | null;
  readonly intensityUnit?: Stimulation['intensityUnit'];
  /** The device gives pulses now. */
  readonly active?: boolean;
  readonly elapsedS?: number;
  readonly remainingS?: number;
  readonly plannedMinutes?: number;
}

/** The fields of the log that a device can fill. */
export type DeviceFilled = Pick<Stimulation, 'frequencyHz' | 'pulseWidthUs' | 'intensity' | 'intensityUnit' | 'plannedMinutes'>;
/** The form's own state: nothing typed yet is null. */
export type DeviceFillable = { readonly [Key in keyof DeviceFilled]: DeviceFilled[Key] | null };

const within = (value: number | null | undefined, min: number, max: number): number | null =>
  value !== null && value !== undefined && value >= min && value <= max ? value : null;

/**
 * Fills the empty fields of a log entry from what the device says. What a person typed stays: both are evidence. Values the log does
 * not take (schema Stimulation) are left out; intensity and its unit go together.
 */
export function fillFromDevice<T extends DeviceFillable>(entry: T, reading: StimulationReading): T {
  const intensity = entry.intensity === null && reading.intensityUnit ? within(reading.intensity, 0, 200) : null;
  return {
    ...entry,
    frequencyHz: entry.frequencyHz ?? within(reading.frequencyHz, 1, 250),
    pulseWidthUs: entry.pulseWidthUs ?? within(reading.pulseWidthUs, 30, 1000),
    intensity: entry.intensity ?? intensity,
    intensityUnit: intensity === null ? entry.intensityUnit : (reading.intensityUnit ?? null),
    plannedMinutes: entry.plannedMinutes ?? within(reading.plannedMinutes, 1, 120),
  };
}
