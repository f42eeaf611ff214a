/** Eleven big buttons 0 to 10: one tap answers. */
export function NumberGrid({
  label,
  testId,
  value,
  wordOf,
  onPick,
}: {
  label: string;
  testId: string;
  value: number | null;
  wordOf: (value: number) => string | undefined;
  onPick: (value: number) => void;
}) {
  return (
    <fieldset class="number-grid">
      <legend class="visually-hidden">{label}</legend>
      {Array.from({ length: 11 }, (_, n) => (
        <button
          key={n}
          type="button"
          class="number-cell"
          data-testid={`${testId}-${n}`}
          aria-pressed={value === n}
          onClick={() => onPick(n)}
        >
          <b>{n}</b>
          <span>{wordOf(n)}</span>
        </button>
      ))}
    </fieldset>
  );
}
