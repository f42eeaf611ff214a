import { exerciseName } from '#shared/import/activities.ts';
import { plan as words } from '#web/copy/plan.ts';
import { newId } from '#web/store/ids.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import type { FieldErrors } from '#web/ui/formErrors.ts';
import { NumberField } from '#web/ui/numberField.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { ExerciseFields, newExercise } from './exerciseFields.tsx';
import { moved, type PlanForm } from './planForm.ts';
import { TensFields } from './tensFields.tsx';

const MAX_GOALS = 5;

interface PlanFieldsProps {
  form: PlanForm;
  errors: FieldErrors;
  change: (part: Partial<PlanForm>) => void;
}

const replaced = <T,>(list: readonly T[], index: number, value: T): readonly T[] => list.map((old, i) => (i === index ? value : old));
const without = <T,>(list: readonly T[], index: number): readonly T[] => list.filter((_, i) => i !== index);

export function PlanFields({ form, errors, change }: PlanFieldsProps) {
  const BPM = 'beats/min';
  return (
    <>
      <Card title={words.dose}>
        <div class="fields fields-wide">
          <NumberField
            label={words.quota}
            value={form.quotaMinutes}
            onValue={(quotaMinutes) => change({ quotaMinutes })}
            error={errors.quotaMinutes}
          />
          <NumberField
            label={words.days}
            value={form.daysPerWeek}
            onValue={(daysPerWeek) => change({ daysPerWeek })}
            error={errors.daysPerWeek}
          />
          <NumberField
            label={words.bandFrom}
            unit={BPM}
            value={form.bandFrom}
            onValue={(bandFrom) => change({ bandFrom })}
            error={errors['heartRateBandBpm.from']}
          />
          <NumberField
            label={words.bandTo}
            unit={BPM}
            value={form.bandTo}
            onValue={(bandTo) => change({ bandTo })}
            error={errors['heartRateBandBpm.to']}
          />
          <NumberField
            label={words.ceiling}
            unit={BPM}
            value={form.heartRateCeilingBpm}
            onValue={(heartRateCeilingBpm) => change({ heartRateCeilingBpm })}
            error={errors.heartRateCeilingBpm}
          />
        </div>
        <p class="muted small" style={{ marginTop: '8px' }}>
          {words.bandHint}
        </p>
      </Card>
      <Card
        title={words.exercises}
        aside={
          <Button small onClick={() => change({ exercises: [...form.exercises, newExercise(newId())] })}>
            {words.addExercise}
          </Button>
        }
      >
        {form.exercises.length === 0 && (
          <p class={errors.exercises === undefined ? 'muted' : 'field-error'}>{errors.exercises ?? words.noExercises}</p>
        )}
        <div class="lined">
          {form.exercises.map((exercise, i) => (
            <ExerciseFields
              key={exercise.id}
              form={exercise}
              path={`exercises.${i}`}
              errors={errors}
              change={(next) => change({ exercises: replaced(form.exercises, i, next) })}
              moveUp={i === 0 ? null : () => change({ exercises: moved(form.exercises, i, i - 1) })}
              remove={() => {
                change({ exercises: without(form.exercises, i) });
                showToast({ text: words.removed(exerciseName(exercise.exerciseId)), undo: () => change({ exercises: form.exercises }) });
              }}
            />
          ))}
        </div>
      </Card>
      <Card
        title={words.tens}
        aside={
          <Button
            small
            onClick={() =>
              change({
                tens: [...form.tens, { key: newId(), site: '', frequencyHz: 80, pulseWidthUs: 200, durationMinutes: 30, note: '' }],
              })
            }
          >
            {words.addTens}
          </Button>
        }
      >
        {form.tens.length === 0 && <p class="muted">{words.noTens}</p>}
        <div class="lined">
          {form.tens.map((tens, i) => (
            <TensFields
              key={tens.key}
              form={tens}
              path={`tens.${i}`}
              errors={errors}
              change={(next) => change({ tens: replaced(form.tens, i, next) })}
              remove={() => {
                change({ tens: without(form.tens, i) });
                showToast({ text: words.removed('TENS'), undo: () => change({ tens: form.tens }) });
              }}
            />
          ))}
        </div>
      </Card>
      <Card title={words.goals}>
        <div class="stack-tight">
          {form.goals.map((goal, i) => (
            <div key={goal.key} class="plan-goal">
              <TextField
                label={words.goal(i + 1)}
                labelHidden
                value={goal.text}
                onValue={(text) => change({ goals: replaced(form.goals, i, { key: goal.key, text }) })}
                error={errors[`goals.${i}`]}
              />
              <Button small onClick={() => change({ goals: without(form.goals, i) })}>
                {words.remove}
              </Button>
            </div>
          ))}
          {form.goals.length < MAX_GOALS && (
            <div>
              <Button small onClick={() => change({ goals: [...form.goals, { key: newId(), text: '' }] })}>
                {words.addGoal}
              </Button>
            </div>
          )}
        </div>
      </Card>
      <Card>
        <TextField label={words.planNote} value={form.note} onValue={(note) => change({ note })} error={errors.note} multiline />
      </Card>
    </>
  );
}
