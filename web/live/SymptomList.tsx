import { RedFlag } from '#shared/schema/event.ts';
import { liveCopy } from '#web/copy/live.ts';

/** The red-flag symptoms as large check boxes. */
export function SymptomList({
  legend,
  chosen,
  onChange,
}: {
  legend: string;
  chosen: readonly RedFlag[];
  onChange: (next: RedFlag[]) => void;
}) {
  return (
    <fieldset class="symptoms">
      <legend>{legend}</legend>
      {RedFlag.options.map((flag) => (
        <label key={flag} class="symptom">
          <input
            type="checkbox"
            data-testid={`symptom-${flag}`}
            checked={chosen.includes(flag)}
            onChange={(event) => onChange(event.currentTarget.checked ? [...chosen, flag] : chosen.filter((each) => each !== flag))}
          />
          <span>{liveCopy.redFlag[flag]}</span>
        </label>
      ))}
    </fieldset>
  );
}
