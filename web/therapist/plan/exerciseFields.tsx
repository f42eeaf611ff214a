import type { ExerciseDefinition } from '#shared/exercises/define.ts';
import { exercises } from '#shared/exercises/index.ts';
import { common } from '#web/copy/common.ts';
import { plan as words } from '#web/copy/plan.ts';
import { Button } from '#web/ui/button.tsx';
import type { FieldErrors } from '#web/ui/formErrors.ts';
import { NumberField } from '#web/ui/numberField.tsx';
import { SelectField } from '#web/ui/selectField.tsx';
import { TextField } from '#web/ui/textField.tsx';
import type { ExerciseForm } from './planForm.ts';

const catalogue: readonly ExerciseDefinition[] = exercises;

/** A new row with the catalogue's own target and a gentle dose. */
export function newExercise(id: string): ExerciseForm {
  return withDefinition(
    { id, exerciseId: '', side: 'none', sets: 2, repetitionsPerSet: 8, durationMinutes: 5, targetFrom: null, targetTo: null, note: '' },
    catalogue[0],
  );
}

function withDefinition(form: ExerciseForm, definition: ExerciseDefinition): ExerciseForm {
  return {
    ...form,
    exerciseId: definition.id,
    side: definition.sides.includes(form.side) ? form.side : definition.sides[0],
    repetitionsPerSet: definition.minRomDeg === null ? null : (form.repetitionsPerSet ?? 8),
    targetFrom: definition.targetDeg?.from ?? null,
    targetTo: definition.targetDeg?.to ?? null,
  };
}

interface ExerciseFieldsProps {
  form: ExerciseForm;
  /** Path of this entry in the plan: "exercises.0". */
  path: string;
  errors: FieldErrors;
  change: (form: ExerciseForm) => void;
  remove: () => void;
  moveUp: (() => void) | null;
}

export function ExerciseFields({ form, path, errors, change, remove, moveUp }: ExerciseFieldsProps) {
  const definition = catalogue.find((candidate) => candidate.id === form.exerciseId);
  const sides = definition?.sides ?? [form.side];
  const error = (name: string) => errors[`${path}.${name}`];
  return (
    <div class="stack-tight">
      <div class="fields">
        <div class="plan-exercise-name">
          <SelectField
            label={words.exercise}
            value={form.exerciseId}
            options={exerciseOptions(form.exerciseId)}
            onValue={(exerciseId) => {
              const chosen = catalogue.find((candidate) => candidate.id === exerciseId);
              if (chosen !== undefined) change(withDefinition(form, chosen));
            }}
          />
        </div>
        {sides.length > 1 && (
          <SelectField
            label={words.side}
            value={form.side}
            options={sides.map((side) => ({ value: side, label: common.side[side] }))}
            onValue={(side) => change({ ...form, side })}
          />
        )}
        <NumberField label={words.sets} value={form.sets} onValue={(sets) => change({ ...form, sets })} error={error('sets')} />
        <NumberField
          label={words.repetitions}
          placeholder={words.repetitionsHint}
          value={form.repetitionsPerSet}
          onValue={(repetitionsPerSet) => change({ ...form, repetitionsPerSet })}
          error={error('repetitionsPerSet')}
        />
        <NumberField
          label={words.minutes}
          step={0.5}
          value={form.durationMinutes}
          onValue={(durationMinutes) => change({ ...form, durationMinutes })}
          error={error('durationMinutes')}
        />
        {definition?.rangeDeg != null && (
          <>
            <NumberField
              label={words.targetFrom}
              unit="°"
              value={form.targetFrom}
              onValue={(targetFrom) => change({ ...form, targetFrom })}
              error={error('targetAngleDeg.from')}
            />
            <NumberField
              label={words.targetTo}
              unit="°"
              value={form.targetTo}
              onValue={(targetTo) => change({ ...form, targetTo })}
              error={error('targetAngleDeg.to')}
            />
          </>
        )}
        <div class="wide plan-note-row">
          <TextField label={words.note} value={form.note} onValue={(note) => change({ ...form, note })} error={error('note')} />
          {moveUp !== null && (
            <Button small onClick={moveUp}>
              {words.up}
            </Button>
          )}
          <Button small onClick={remove}>
            {words.remove}
          </Button>
        </div>
      </div>
    </div>
  );
}

function exerciseOptions(current: string) {
  const options = catalogue.map((exercise) => ({ value: exercise.id, label: exercise.name }));
  return options.some((option) => option.value === current) ? options : [{ value: current, label: current }, ...options];
}
