/** Columns of a row kept while counting: time us, angle deg, speed deg/s, confidence 0 to 1. */
export const REP = { timeUs: 0, angleDeg: 1, speed: 2, confidence: 3, width: 4 } as const;
