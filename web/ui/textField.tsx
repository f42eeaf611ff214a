import type { InputHTMLAttributes } from 'preact';
import { Field, type FieldProps } from './field.tsx';

export interface TextFieldProps extends Omit<FieldProps, 'children'> {
  value: string;
  onValue: (value: string) => void;
  type?: 'text' | 'email' | 'password' | 'search';
  name?: string;
  required?: boolean;
  maxLength?: number;
  placeholder?: string;
  autoComplete?: InputHTMLAttributes['autocomplete'];
  autoFocus?: boolean;
  /** More than one line. */
  multiline?: boolean;
}

export function TextField(props: TextFieldProps) {
  const { value, onValue, type = 'text', autoComplete, autoFocus, multiline, name, required, maxLength, placeholder, ...field } = props;
  return (
    <Field {...field}>
      {(control) =>
        multiline ? (
          <textarea
            {...control}
            name={name}
            required={required}
            maxLength={maxLength}
            placeholder={placeholder}
            value={value}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
        ) : (
          <input
            id={control.id}
            class={control.class}
            aria-describedby={control['aria-describedby']}
            aria-invalid={control['aria-invalid']}
            name={name}
            required={required}
            maxLength={maxLength}
            placeholder={placeholder}
            value={value}
            // The four kinds take the same attributes; the platform's types only tell them apart by ARIA role.
            type={type as 'text'}
            autocomplete={autoComplete}
            ref={autoFocus ? focusOnce : undefined}
            onInput={(event) => onValue(event.currentTarget.value)}
          />
        )
      }
    </Field>
  );
}

/** Focuses the first field of a screen that consists of one form. */
function focusOnce(element: HTMLInputElement | null) {
  element?.focus({ preventScroll: true });
}
