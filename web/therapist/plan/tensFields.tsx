import { plan as words } from '#web/copy/plan.ts';
import { Button } from '#web/ui/button.tsx';
import type { FieldErrors } from '#web/ui/formErrors.ts';
import { NumberField } from '#web/ui/numberField.tsx';
import { TextField } from '#web/ui/textField.tsx';
import type { TensForm } from './planForm.ts';

interface TensFieldsProps {
  form: TensForm;
  path: string;
  errors: FieldErrors;
  change: (form: TensForm) => void;
  remove: () => void;
}

export function TensFields({ form, path, errors, change, remove }: TensFieldsProps) {
  const error = (name: string) => errors[`${path}.${name}`];
  return (
    <div class="fields">
      <div class="plan-exercise-name">
        <TextField label={words.site} value={form.site} onValue={(site) => change({ ...form, site })} error={error('site')} />
      </div>
      <NumberField
        label={words.frequency}
        unit="Hz"
        value={form.frequencyHz}
        onValue={(frequencyHz) => change({ ...form, frequencyHz })}
        error={error('frequencyHz')}
      />
      <NumberField
        label={words.pulseWidth}
        unit="µs"
        value={form.pulseWidthUs}
        onValue={(pulseWidthUs) => change({ ...form, pulseWidthUs })}
        error={error('pulseWidthUs')}
      />
      <NumberField
        label={words.duration}
        unit="min"
        value={form.durationMinutes}
        onValue={(durationMinutes) => change({ ...form, durationMinutes })}
        error={error('durationMinutes')}
      />
      <div class="wide plan-note-row">
        <TextField label={words.note} value={form.note} onValue={(note) => change({ ...form, note })} error={error('note')} />
        <Button small onClick={remove}>
          {words.remove}
        </Button>
      </div>
    </div>
  );
}
