/** A stretch without heart rate longer than this is a gap: nothing is held or integrated over it (intensity.md). Seconds. */
export const HEART_RATE_GAP_S = 5;
