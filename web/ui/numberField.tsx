import { Field, type FieldProps } from './field.tsx';

export interface NumberFieldProps extends Omit<FieldProps, 'children'> {
  /** null = empty; an empty field is never read as 0. */
  value: number | null;
  onValue: (value: number | null) => void;
  min?: number;
  max?: number;
  step?: number;
  /** Stands in the label, so that the number keeps the whole field. */
  unit?: string;
  placeholder?: string;
}

export function NumberField({ value, onValue, min, max, step = 1, unit, placeholder, label, ...field }: NumberFieldProps) {
  return (
    <Field
      {...field}
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
          type="number"
          inputMode="decimal"
          min={min}
          max={max}
          step={step}
          placeholder={placeholder}
          value={value ?? ''}
          onInput={(event) => {
            const parsed = event.currentTarget.valueAsNumber;
            onValue(Number.isFinite(parsed) ? parsed : null);
          }}
        />
      )}
    </Field>
  );
}
