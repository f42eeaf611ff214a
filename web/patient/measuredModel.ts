import type { CheckIn } from '#shared/schema/checkIn.ts';
import { HeartRateBpm } from '#shared/schema/profile.ts';
import { DiastolicMmHg, SystolicMmHg, TemperatureC } from '#shared/schema/quality.ts';
import { patientCopy } from '#web/copy/patient.ts';
import type { FieldErrors } from '#web/ui/formErrors.ts';

/** What some people measure in the morning besides; null = not measured. */
export type Measured = { readonly [K in MeasuredField]: number | null };
export type MeasuredField = 'restingHeartRateBpm' | 'temperatureC' | 'systolicMmHg' | 'diastolicMmHg';

const copy = patientCopy.checkIn.measured;

/** What each field takes; `min` and `max` come from the record's own schema. */
export const MEASURED_FIELDS: readonly {
  readonly name: MeasuredField;
  readonly unit: string;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}[] = [
  { name: 'restingHeartRateBpm', unit: copy.units.restingHeartRateBpm, ...rangeOf(HeartRateBpm), step: 1 },
  { name: 'temperatureC', unit: copy.units.temperatureC, ...rangeOf(TemperatureC), step: 0.1 },
  { name: 'systolicMmHg', unit: copy.units.systolicMmHg, ...rangeOf(SystolicMmHg), step: 1 },
  { name: 'diastolicMmHg', unit: copy.units.diastolicMmHg, ...rangeOf(DiastolicMmHg), step: 1 },
];

function rangeOf({ minValue, maxValue }: { readonly minValue: number | null; readonly maxValue: number | null }) {
  return { min: minValue ?? 0, max: maxValue ?? 0 };
}

export function measuredOf(checkIn: CheckIn | null): Measured {
  return {
    restingHeartRateBpm: checkIn?.restingHeartRateBpm ?? null,
    temperatureC: checkIn?.temperatureC ?? null,
    systolicMmHg: checkIn?.systolicMmHg ?? null,
    diastolicMmHg: checkIn?.diastolicMmHg ?? null,
  };
}

export const isMeasured = (measured: Measured): boolean => Object.values(measured).some((value) => value !== null);

/** What is wrong, by field: out of range, half a blood pressure, or its two numbers the wrong way round. Empty = fine. */
export function measuredErrors(measured: Measured): FieldErrors {
  const errors: Record<string, string> = {};
  for (const { name, min, max, unit } of MEASURED_FIELDS) {
    const value = measured[name];
    if (value !== null && !(value >= min && value <= max)) errors[name] = copy.range(copy.fields[name], min, max, unit);
  }
  const { systolicMmHg: upper, diastolicMmHg: lower } = measured;
  if (upper === null && lower !== null) errors.systolicMmHg ??= copy.both;
  if (lower === null && upper !== null) errors.diastolicMmHg ??= copy.both;
  if (upper !== null && lower !== null && lower >= upper) errors.diastolicMmHg ??= copy.order;
  return errors;
}

/** Readings in one line: "Resting pulse 64 beats/min". Blood pressure is one reading. */
export function measuredWords({ restingHeartRateBpm, temperatureC, systolicMmHg, diastolicMmHg }: Measured): readonly [string, string][] {
  const { fields, units } = copy;
  return [
    ...(restingHeartRateBpm === null
      ? []
      : [[fields.restingHeartRateBpm, `${restingHeartRateBpm} ${units.restingHeartRateBpm}`] as [string, string]]),
    ...(temperatureC === null ? [] : [[fields.temperatureC, `${temperatureC} ${units.temperatureC}`] as [string, string]]),
    ...(systolicMmHg === null || diastolicMmHg === null
      ? []
      : [[copy.pressure, `${systolicMmHg}/${diastolicMmHg} ${units.systolicMmHg}`] as [string, string]]),
  ];
}
