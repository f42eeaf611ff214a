import { useState } from 'preact/hooks';
import { importCopy } from '#web/copy/import.ts';
import { Card } from '#web/ui/card.tsx';
import { SelectField } from '#web/ui/selectField.tsx';

const copy = importCopy.pick;
const PERIODS = Object.entries(copy.periods).map(([value, label]) => ({ value, label }));
const USUAL_DAYS = '84';

/**
 * Files by a tap, or dropped on a laptop. No `accept`: phones grey out kinds that they do not know, .fit among them; what a file is, its
 * first bytes say.
 */
export function ChooseFiles({ onFiles }: { onFiles: (files: readonly File[], days: number) => void }) {
  const [days, setDays] = useState(USUAL_DAYS);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined) => {
    if (files != null && files.length > 0) onFiles([...files], Number(days));
  };
  return (
    <div class="stack">
      <p>{copy.lead}</p>
      <label
        class={over ? 'drop-zone drop-zone-over' : 'drop-zone'}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <span class="drop-words drop-words-mouse">{copy.drop}</span>
        <span class="drop-words drop-words-touch">{copy.file}</span>
        <span class="button button-primary" aria-hidden="true">
          {copy.choose}
        </span>
        <input
          type="file"
          multiple
          class="drop-input"
          aria-label={copy.choose}
          data-testid="import-files"
          onChange={(event) => {
            take(event.currentTarget.files);
            event.currentTarget.value = '';
          }}
        />
      </label>
      <SelectField label={copy.period} value={days} options={PERIODS} onValue={setDays} />
      <Card title={copy.kinds}>
        <dl class="kinds">
          {copy.kindList.map(([name, text]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd class="muted small">{text}</dd>
            </div>
          ))}
        </dl>
      </Card>
    </div>
  );
}
