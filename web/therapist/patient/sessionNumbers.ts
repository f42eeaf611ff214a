import type { SessionSummary } from '#shared/schema/summary.ts';
import { therapist } from '#web/copy/therapist.ts';
import { durationText } from '#web/copy/time.ts';

const words = therapist.session;

/** The session's results as label and value; what was not measured is left out, never shown as 0. */
export function sessionNumbers(summary: SessionSummary): readonly (readonly [string, string])[] {
  const heart = summary.heartRate;
  const rows: (readonly [string, string | null])[] = [
    [words.duration, durationText(summary.durationS)],
    [words.repetitions, repetitionText(summary)],
    [words.rom, withUnit(summary.romMedianDeg, '°')],
    [words.meanHeart, withUnit(heart?.meanBpm, ' beats/min')],
    [words.maxHeart, withUnit(heart?.maxBpm, ' beats/min')],
    [words.aboveCeiling, heart?.aboveCeilingS == null ? null : durationText(heart.aboveCeilingS)],
    [words.coverage, heart === null ? null : `${Math.round(heart.coverage * 100)} %`],
    [words.pain, summary.pain === null ? null : `${summary.pain.first} → ${summary.pain.max} → ${summary.pain.last}`],
    [words.load, withUnit(summary.sessionRpeLoad, '')],
    [words.trimp, withUnit(heart?.trimpBanister, '')],
    [words.tens, summary.tensS > 0 ? durationText(summary.tensS) : null],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

function repetitionText(summary: SessionSummary): string | null {
  if (summary.repetitions.length > 0) return String(summary.repetitions.length);
  return summary.manualRepetitions === null ? null : `${summary.manualRepetitions} ${words.byHand}`;
}

function withUnit(value: number | null | undefined, unit: string): string | null {
  return value === null || value === undefined ? null : `${Math.round(value)}${unit}`;
}
