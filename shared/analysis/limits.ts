/** Sensors may run this long before a session starts; what is older, or after the longest session, is a broken time stamp. */
const MAX_LEAD_US = 3600 * 1e6;
/** Longest session that is analysed: 12 h. */
export const MAX_SESSION_US = 12 * 3600 * 1e6;

/** Whether a sample's time can belong to a session that began at `startedUs`. Never for NaN. */
export function isSampleTime(timeUs: number, startedUs: number): boolean {
  return timeUs >= 0 && timeUs >= startedUs - MAX_LEAD_US && timeUs <= startedUs + MAX_SESSION_US;
}

/** The end a session is analysed to: not before its start, not beyond the longest session. */
export function endWithin(endedUs: number, startedUs: number): number {
  return endedUs > startedUs ? Math.min(Math.round(endedUs), startedUs + MAX_SESSION_US) : startedUs;
}
