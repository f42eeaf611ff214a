import type { PlanDraft, PlanExercise, TensPrescription } from '#shared/schema/plan.ts';
import { common } from '#web/copy/common.ts';
import { plan as words } from '#web/copy/plan.ts';

type NameOf = (exerciseId: string) => string;

/** What changed from one version to another, in words, in the order of the form. Empty when the content is the same. */
export function planDifferences(before: PlanDraft, after: PlanDraft, nameOf: NameOf): readonly string[] {
  const { added, removed, changed } = words.difference;
  const list: string[] = [];
  const compare = (what: string, from: string, to: string) => {
    if (from !== to) list.push(changed(what, from, to));
  };
  for (const goal of after.goals) if (!before.goals.includes(goal)) list.push(added(goal));
  for (const goal of before.goals) if (!after.goals.includes(goal)) list.push(removed(goal));
  compare(words.quota, String(before.quotaMinutes), String(after.quotaMinutes));
  compare(words.days, String(before.daysPerWeek), String(after.daysPerWeek));
  compare(words.heart, bandText(before), bandText(after));
  compare(words.ceiling, numberText(before.heartRateCeilingBpm), numberText(after.heartRateCeilingBpm));

  const old = new Map(before.exercises.map((exercise) => [exercise.id, exercise]));
  for (const exercise of after.exercises) {
    const previous = old.get(exercise.id);
    old.delete(exercise.id);
    const text = exerciseText(exercise, nameOf);
    if (previous === undefined) list.push(added(text));
    else compare(nameOf(previous.exerciseId), exerciseText(previous, nameOf), text);
  }
  for (const exercise of old.values()) list.push(removed(exerciseText(exercise, nameOf)));

  const tensBefore = before.tens.map(tensText);
  const tensAfter = after.tens.map(tensText);
  for (const tens of tensAfter) if (!tensBefore.includes(tens)) list.push(added(tens));
  for (const tens of tensBefore) if (!tensAfter.includes(tens)) list.push(removed(tens));
  compare(words.planNote, before.note === '' ? words.none : before.note, after.note === '' ? words.none : after.note);
  return list;
}

const numberText = (value: number | null) => (value === null ? words.none : String(value));
const bandText = ({ heartRateBandBpm: band }: PlanDraft) => (band === null ? words.none : `${band.from}–${band.to}`);

function exerciseText(exercise: PlanExercise, nameOf: NameOf): string {
  const dose =
    exercise.repetitionsPerSet === null
      ? `${exercise.sets} × ${exercise.durationMinutes} min`
      : `${exercise.sets} × ${exercise.repetitionsPerSet}`;
  return [
    nameOf(exercise.exerciseId),
    exercise.side === 'none' ? '' : common.side[exercise.side].toLowerCase(),
    dose,
    exercise.repetitionsPerSet === null ? '' : `${exercise.durationMinutes} min`,
    exercise.targetAngleDeg === null ? '' : `${exercise.targetAngleDeg.from}–${exercise.targetAngleDeg.to}°`,
    exercise.note,
  ]
    .filter((text) => text !== '')
    .join(', ');
}

const tensText = (tens: TensPrescription) =>
  `TENS ${tens.site}, ${tens.frequencyHz} Hz, ${tens.pulseWidthUs} µs, ${tens.durationMinutes} min${tens.note === '' ? '' : `, ${tens.note}`}`;
