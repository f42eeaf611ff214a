import { useState } from 'preact/hooks';
import { common } from '#web/copy/common.ts';
import { decimalOf, stepped } from './decimalText.ts';
import { Field, type FieldProps } from './field.tsx';

export interface NumberFieldProps extends Omit<FieldProps, 'children'> {
  /** null = empty; an empty field is never read as 0, and NaN is what is no number: it is refused, not left out. */
  value: number | null;
  onValue: (value: number | null) => void;
  min?: number;
  max?: number;
  step?: number;
  /** Stands in the label, so that the number keeps the whole field. */
  unit?: string;
  placeholder?: string;
}

/**
 * A text field that takes numbers: type="number" drops the comma of "7,5" where the browser speaks English, and 75 is left without a word.
 * The arrow keys step as they do there.
 */
export function NumberField({ value, onValue, min, max, step = 1, unit, placeholder, label, error, ...field }: NumberFieldProps) {
  const [typed, setTyped] = useState('');
  const shown = Object.is(decimalOf(typed), value) ? typed : String(value ?? '');
  return (
    <Field
      {...field}
      error={Number.isNaN(value) ? common.noNumber : error}
      label={
        unit === undefined ? (
          label
        ) : (
          <>
            {label} <span class="field-unit">{unit}</span>
          </>
        )
      }
    >
      {(control) => (
        <input
          {...control}
          type="text"
          inputMode="decimal"
          autocomplete="off"
          placeholder={placeholder}
          value={shown}
          onInput={(event) => {
            setTyped(event.currentTarget.value);
            onValue(decimalOf(event.currentTarget.value));
          }}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            onValue(stepped(value, event.key === 'ArrowUp' ? 1 : -1, step, min, max));
          }}
        />
      )}
    </Field>
  );
}
