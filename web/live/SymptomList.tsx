/** Symptoms as large check boxes. */
export function SymptomList<T extends string>({
  legend,
  options,
  words,
  chosen,
  onChange,
}: {
  legend: string;
  options: readonly T[];
  words: Readonly<Record<T, string>>;
  chosen: readonly T[];
  onChange: (next: T[]) => void;
}) {
  return (
    <fieldset class="symptoms">
      <legend>{legend}</legend>
      {options.map((option) => (
        <label key={option} class="symptom">
          <input
            type="checkbox"
            data-testid={`symptom-${option}`}
            checked={chosen.includes(option)}
            onChange={(event) => onChange(event.currentTarget.checked ? [...chosen, option] : chosen.filter((each) => each !== option))}
          />
          <span>{words[option]}</span>
        </label>
      ))}
    </fieldset>
  );
}
