import type { TargetedKeyboardEvent } from 'preact';
import { useId } from 'preact/hooks';
import './scaleGroup.css';

const steps = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10] as const;

export interface ScaleGroupProps {
  legend: string;
  /** The question stands elsewhere on the screen: keep the legend for screen readers only. */
  legendHidden?: boolean;
  /** null = not answered yet; nothing is preselected. */
  value: number | null;
  onChange: (value: number) => void;
  tone?: 'accent' | 'pain';
  lowWord: string;
  highWord: string;
  /** Word for a number, read out with it and shown once it is chosen. */
  wordOf?: (value: number) => string | undefined;
}

/** Eleven native radio buttons drawn as cells: arrows come with the platform, digits 0 to 9 jump. */
export function ScaleGroup({ legend, legendHidden, value, onChange, tone = 'accent', lowWord, highWord, wordOf }: ScaleGroupProps) {
  const name = useId();
  function onKeyDown(event: TargetedKeyboardEvent<HTMLFieldSetElement>) {
    if (event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
    onChange(Number(event.key));
  }
  const word = value === null ? undefined : wordOf?.(value);
  return (
    <fieldset class={tone === 'pain' ? 'scale scale-pain' : 'scale'} onKeyDown={onKeyDown}>
      <legend class={legendHidden ? 'visually-hidden' : 'scale-legend'}>{legend}</legend>
      <div class="scale-cells">
        {steps.map((step) => (
          <label key={step} class="scale-cell">
            <input type="radio" name={name} value={step} checked={value === step} onChange={() => onChange(step)} />
            <span>{step}</span>
            {wordOf?.(step) !== undefined && <span class="visually-hidden">, {wordOf(step)}</span>}
          </label>
        ))}
      </div>
      <div class="scale-words" aria-hidden="true">
        {word === undefined ? (
          <>
            <span>{lowWord}</span>
            <span>{highWord}</span>
          </>
        ) : (
          <span>
            {value}: {word}
          </span>
        )}
      </div>
    </fieldset>
  );
}
