import { readFileSync } from 'node:fs';
import { sharedData } from '#test/helpers/sharedData.ts';

/** A JSON file of the reference set; call only where `hasReference`. */
export function referenceJson<T>(path: string): T {
  return JSON.parse(readFileSync(sharedData(`intensity/${path}`) as string, 'utf8')) as T;
}

export const hasReference = sharedData('intensity/hr/formula_vectors.json') !== null;

/** RR intervals in ms, one per line. */
export function referenceRrMs(name: 'rest_rri' | 'exercise_rri'): number[] {
  const text = readFileSync(sharedData(`intensity/hrv/${name}.txt`) as string, 'utf8');
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(Number);
}

/** Heart rate at each whole second: that of the interval in progress (whole ms, so boundaries are exact). Index 0 is second 1. */
export function oncePerSecondBpm(rrMs: readonly number[]): number[] {
  const bpm: number[] = [];
  let endMs = rrMs[0];
  let beat = 0;
  const totalMs = rrMs.reduce((sum, rr) => sum + rr, 0);
  for (let second = 1; second * 1000 <= totalMs; second++) {
    while (endMs < second * 1000) endMs += rrMs[++beat];
    bpm.push(60_000 / rrMs[beat]);
  }
  return bpm;
}
