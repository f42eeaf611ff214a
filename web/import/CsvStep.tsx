import { useEffect, useRef, useState } from 'preact/hooks';
import { UNITS } from '#shared/import/units.ts';
import { BodySide, BodySite } from '#shared/schema/quality.ts';
import { importCopy } from '#web/copy/import.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Field } from '#web/ui/field.tsx';
import { SelectField } from '#web/ui/selectField.tsx';
import { COLUMN_ROLES } from './csv/columns.ts';
import { type CsvAnswers, type CsvQuestions, needsOf } from './csv/questions.ts';
import { timeKindOf } from './csv/times.ts';

const copy = importCopy.csv;

/** Preselected, shown, and to be confirmed: most files were written where they are read. */
const here = () => Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

/** What the columns of a table are, their units, and where its times belong. Nothing is read before all of it is said. */
export function CsvStep({ questions, onAnswer }: { questions: CsvQuestions; onAnswer: (answers: CsvAnswers | null) => void }) {
  const { layout, head, firstRows } = questions;
  const [answers, setAnswers] = useState<CsvAnswers>({ ...questions.answers, zone: questions.answers.zone ?? here() });
  const [tried, setTried] = useState(0);
  const page = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (tried > 0) page.current?.querySelector<HTMLElement>('[aria-invalid="true"], .field-error[tabindex]')?.focus();
  }, [tried]);
  const change = (part: Partial<CsvAnswers>) => setAnswers((before) => ({ ...before, ...part }));
  const at = answers.columns.indexOf('time');
  const timeKind =
    at < 0 ? null : (firstRows.map((row) => timeKindOf(row[at] ?? '', answers.timeUnit)).find((kind) => kind !== null) ?? null);
  const needs = needsOf(answers, timeKind);
  // Times in a form that is not read are no omission: nothing else that is answered helps, so this is said at once.
  const error = (need: (typeof needs)[number]) =>
    (tried > 0 || need === 'timeText') && needs.includes(need) ? copy.needs[need] : undefined;
  const has = (role: string) => answers.columns.some((each) => each === role);
  const motion = answers.columns.some((role) => role.startsWith('acc') || role.startsWith('gyr'));
  const numeric = timeKind === 'epoch' || timeKind === 'elapsed';
  const placed = timeKind !== 'written' && timeKind !== null;
  const asks = placed || motion || has('interval');
  const columns = (
    <div class="stack">
      {head.map((name, i) => (
        <SelectField
          key={i}
          label={copy.column(name)}
          hint={copy.example(
            firstRows
              .slice(0, 3)
              .map((row) => row[i] ?? '')
              .filter((cell) => cell !== '')
              .join(' · ') || '–',
          )}
          value={answers.columns[i]}
          options={COLUMN_ROLES.map((role) => ({ value: role, label: copy.roles[role] }))}
          onValue={(role) => change({ columns: answers.columns.map((each, j) => (j === i ? role : each)) })}
        />
      ))}
    </div>
  );
  return (
    <div class="stack" ref={page}>
      <p>{layout === null ? copy.unknown : copy.known(layout)}</p>
      <Card>
        <div class="stack">
          {layout === null ? (
            columns
          ) : (
            <details>
              <summary class="csv-columns">{copy.columns}</summary>
              {columns}
            </details>
          )}
          {(['timeColumn', 'timeText', 'valueColumn', 'allAxes', 'columnTwice'] as const).map((need) => {
            const text = error(need);
            return (
              text !== undefined && (
                <p key={need} class="field-error" role="alert" tabIndex={-1}>
                  {text}
                </p>
              )
            );
          })}
        </div>
      </Card>
      {asks && (
        <Card>
          <div class="stack">
            {numeric && (
              <UnitField
                quantity="time"
                label={copy.timeUnit}
                value={answers.timeUnit}
                error={error('timeUnit')}
                onValue={(timeUnit) => change({ timeUnit })}
              />
            )}
            {has('interval') && (
              <UnitField
                quantity="interval"
                label={copy.intervalUnit}
                value={answers.intervalUnit}
                error={error('intervalUnit')}
                onValue={(intervalUnit) => change({ intervalUnit })}
              />
            )}
            {has('accX') && (
              <UnitField
                quantity="acceleration"
                label={copy.accelerationUnit}
                value={answers.accelerationUnit}
                error={error('accelerationUnit')}
                onValue={(accelerationUnit) => change({ accelerationUnit })}
              />
            )}
            {has('gyrX') && (
              <UnitField
                quantity="angularRate"
                label={copy.angularRateUnit}
                value={answers.angularRateUnit}
                error={error('angularRateUnit')}
                onValue={(angularRateUnit) => change({ angularRateUnit })}
              />
            )}
            {placed && (
              <SelectField
                label={copy.zone}
                value={answers.zone ?? 'UTC'}
                options={zones().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
                onValue={(zone) => change({ zone })}
              />
            )}
            {(timeKind === 'elapsed' || timeKind === 'clock') && (
              <Field label={copy.startLocal} hint={copy.startHint} error={error('startLocal')}>
                {(control) => (
                  <input
                    {...control}
                    type="datetime-local"
                    step={1}
                    value={answers.startLocal ?? ''}
                    onInput={(event) => change({ startLocal: event.currentTarget.value === '' ? null : event.currentTarget.value })}
                  />
                )}
              </Field>
            )}
            {motion && (
              <Choice
                label={copy.bodySite}
                words={importCopy.bodySite}
                options={BodySite.options}
                value={answers.bodySite}
                error={error('bodySite')}
                onValue={(bodySite) => change({ bodySite })}
              />
            )}
            {motion && (
              <Choice
                label={copy.side}
                words={importCopy.side}
                options={BodySide.options}
                value={answers.side}
                error={error('side')}
                onValue={(side) => change({ side })}
              />
            )}
          </div>
        </Card>
      )}
      <Button
        variant="primary"
        block
        data-testid="csv-read"
        onClick={() => {
          if (needs.length === 0) onAnswer(answers);
          else setTried((before) => before + 1);
        }}
      >
        {copy.read}
      </Button>
      <Button block onClick={() => onAnswer(null)}>
        {copy.skip}
      </Button>
    </div>
  );
}

const zones = (): readonly string[] =>
  ['UTC', ...new Set([here(), ...Intl.supportedValuesOf('timeZone')])].filter((zone, i, all) => all.indexOf(zone) === i);

interface ChoiceProps<T extends string> {
  label: string;
  words: Readonly<Record<string, string>>;
  options: readonly T[];
  value: T | null;
  error: string | undefined;
  onValue: (value: T | null) => void;
}

/** A choice that begins with none. */
function Choice<T extends string>({ label, words, options, value, error, onValue }: ChoiceProps<T>) {
  return (
    <SelectField
      label={label}
      error={error}
      value={value ?? ''}
      options={[{ value: '' as T | '', label: copy.choose }, ...options.map((option) => ({ value: option, label: words[option] }))]}
      onValue={(chosen) => onValue(chosen === '' ? null : chosen)}
    />
  );
}

function UnitField<Q extends keyof typeof UNITS>({
  quantity,
  ...rest
}: { quantity: Q } & Omit<ChoiceProps<keyof (typeof UNITS)[Q] & string>, 'words' | 'options'>) {
  return <Choice {...rest} words={copy.units} options={Object.keys(UNITS[quantity]) as (keyof (typeof UNITS)[Q] & string)[]} />;
}
