import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import './field.css';

/** Attributes that tie a control to its label, hint and error. */
export interface ControlProps {
  id: string;
  class: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
}

export interface FieldProps {
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: string | undefined;
  /** The label is obvious from a table head or heading: screen readers only. */
  labelHidden?: boolean;
  children: (control: ControlProps) => VNode;
}

export function Field({ label, hint, error, labelHidden, children }: FieldProps) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div class="field">
      <label class={labelHidden ? 'visually-hidden' : 'field-label'} for={id}>
        {label}
      </label>
      {children({ id, class: 'input', 'aria-describedby': described === '' ? undefined : described, 'aria-invalid': error !== undefined })}
      {hint !== undefined && (
        <span id={`${id}-hint`} class="field-hint">
          {hint}
        </span>
      )}
      {error !== undefined && (
        <span id={`${id}-error`} class="field-error">
          {error}
        </span>
      )}
    </div>
  );
}
