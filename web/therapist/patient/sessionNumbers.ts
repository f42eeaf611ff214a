import { romChange } from '#shared/motion/romChange.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import { therapist } from '#web/copy/therapist.ts';
import { durationText } from '#web/copy/time.ts';

const words = therapist.session;

/** The session's results as label and value; what was not measured is left out, never shown as 0. */
export function sessionNumbers(summary: SessionSummary): readonly (readonly [string, string])[] {
  const heart = summary.heartRate;
  const again = measuredAgain(summary);
  const rows: (readonly [string, string | null])[] = [
    [words.duration, durationText(summary.durationS)],
    [words.repetitions, repetitionText(summary)],
    [words.repetitionsAgain, again.repetitions],
    [words.rom, withUnit(summary.romMedianDeg, '°')],
    [words.romAgain, again.rom],
    [words.steps, stepsText(summary)],
    [words.meanHeart, withUnit(heart?.meanBpm, ' beats/min')],
    [words.maxHeart, withUnit(heart?.maxBpm, ' beats/min')],
    [words.aboveCeiling, heart?.aboveCeilingS == null ? null : durationText(heart.aboveCeilingS)],
    [words.coverage, heart === null ? null : `${Math.round(heart.coverage * 100)} %`],
    [words.rmssd, withUnit(summary.refined?.heart?.rmssdMs, ' ms')],
    [words.dfaAlpha1, summary.refined?.heart?.dfaAlpha1?.toFixed(2) ?? null],
    [words.pain, summary.pain === null ? null : `${summary.pain.first} → ${summary.pain.max} → ${summary.pain.last}`],
    [words.load, withUnit(summary.sessionRpeLoad, '')],
    [words.trimp, withUnit(heart?.trimpBanister, '')],
    [words.tens, summary.tensS > 0 ? durationText(summary.tensS) : null],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

/** What the whole recording shows differently enough to be told apart from the live numbers; null where it agrees. */
export function measuredAgain({ repetitions, romMedianDeg, refined }: SessionSummary): { repetitions: string | null; rom: string | null } {
  const motion = refined?.motion ?? null;
  if (motion === null || motion.repetitions.length === 0) return { repetitions: null, rom: null };
  const { kind } = romChange(romMedianDeg, motion.romMedianDeg);
  return {
    repetitions: motion.repetitions.length === repetitions.length ? null : String(motion.repetitions.length),
    rom: kind === 'noClearChange' ? null : withUnit(motion.romMedianDeg, '°'),
  };
}

function stepsText({ refined }: SessionSummary): string | null {
  const steps = refined?.steps ?? null;
  if (steps === null || steps.cadencePerMin === null) return null;
  return `${steps.count} · ${words.cadence(Math.round(steps.cadencePerMin))}`;
}

function repetitionText(summary: SessionSummary): string | null {
  if (summary.repetitions.length > 0) return String(summary.repetitions.length);
  return summary.manualRepetitions === null ? null : `${summary.manualRepetitions} ${words.byHand}`;
}

function withUnit(value: number | null | undefined, unit: string): string | null {
  return value === null || value === undefined ? null : `${Math.round(value)}${unit}`;
}
