import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { EventDraft } from './machine.ts';

/** What was measured on this morning as a session's own events, so that the rules of the gate see it (G2, G3). A morning pulse counts as taken sitting: only the higher limit acts on one reading. */
export function morningReadings(checkIn: CheckIn | null): EventDraft[] {
  const { restingHeartRateBpm, temperatureC, systolicMmHg, diastolicMmHg } = checkIn ?? {};
  return [
    ...(restingHeartRateBpm == null ? [] : [{ type: 'restingReading' as const, heartRateBpm: restingHeartRateBpm, lying: false }]),
    ...(temperatureC == null ? [] : [{ type: 'temperature' as const, temperatureC }]),
    ...(systolicMmHg == null || diastolicMmHg == null ? [] : [{ type: 'bloodPressure' as const, systolicMmHg, diastolicMmHg }]),
  ];
}
