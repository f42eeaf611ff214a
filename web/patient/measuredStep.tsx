import { useState } from 'preact/hooks';
import { patientCopy } from '#web/copy/patient.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import type { FieldErrors } from '#web/ui/formErrors.ts';
import { NumberField } from '#web/ui/numberField.tsx';
import { MEASURED_FIELDS, type Measured, measuredErrors } from './measuredModel.ts';

const copy = patientCopy.checkIn.measured;

interface MeasuredStepProps {
  measured: Measured;
  onSave: (measured: Measured) => void;
  /** Nothing measured this morning. */
  onSkip: () => void;
  /** Not asked from the next morning on. */
  onStop: (() => void) | null;
}

/** Pulse, temperature and blood pressure for those who measure them. Never asked of anybody who has not opened it once. */
export function MeasuredStep({ measured, onSave, onSkip, onStop }: MeasuredStepProps) {
  const [values, setValues] = useState(measured);
  const [errors, setErrors] = useState<FieldErrors>({});
  function save() {
    const found = measuredErrors(values);
    setErrors(found);
    if (Object.keys(found).length === 0) onSave(values);
  }
  return (
    <Card title={copy.title}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <p class="muted">{copy.hint}</p>
        <div class="measured-fields">
          {MEASURED_FIELDS.map(({ name, ...field }) => (
            <NumberField
              key={name}
              {...field}
              label={copy.fields[name]}
              value={values[name]}
              onValue={(value) => setValues((before) => ({ ...before, [name]: value }))}
              error={errors[name]}
            />
          ))}
        </div>
        <Button type="submit" variant="primary" block>
          {copy.save}
        </Button>
        <div class="row spread">
          <Button variant="quiet" small onClick={onSkip}>
            {copy.skip}
          </Button>
          {onStop !== null && (
            <Button variant="quiet" small onClick={onStop}>
              {copy.stop}
            </Button>
          )}
        </div>
      </form>
    </Card>
  );
}
