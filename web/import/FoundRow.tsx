import { exerciseById, exercises } from '#shared/exercises/index.ts';
import { activities, exerciseName } from '#shared/import/activities.ts';
import type { FoundSession, FoundStream } from '#shared/import/found.ts';
import type { Plan } from '#shared/schema/plan.ts';
import type { Moment } from '#shared/schema/time.ts';
import { common } from '#web/copy/common.ts';
import { importCopy } from '#web/copy/import.ts';
import { Field } from '#web/ui/field.tsx';
import { SelectField } from '#web/ui/selectField.tsx';
import type { ReviewItem } from './review.ts';
import type { CountsAs } from './setup.ts';

const copy = importCopy.review;

/** One found session: tick it, say what it was, how it felt. */
export function FoundRow({ item, plan, onChange }: { item: ReviewItem; plan: Plan | null; onChange: (part: Partial<ReviewItem>) => void }) {
  const { found, refusal, likeness, chosen, countsAs } = item;
  const name = nameOf(countsAs);
  const warning = refusal !== null ? copy.refusal[refusal] : likeness !== null ? importCopy.likeness(likeness, item.likeFound) : null;
  return (
    <li
      class={refusal === null ? 'found-row' : 'found-row found-row-out'}
      data-testid="found"
      data-refusal={refusal ?? undefined}
      data-likeness={likeness?.kind}
    >
      <label class="found-head">
        <input
          type="checkbox"
          checked={chosen}
          disabled={refusal !== null}
          onChange={(event) => onChange({ chosen: event.currentTarget.checked })}
        />
        <span class="plan-words">
          <strong>
            {name}, {whenText(item.startedAt)}
          </strong>
          <span class="muted small">{factsOf(found)}</span>
          <span class="muted small">{importCopy.from(importCopy.format[found.format], found.source)}</span>
          {warning !== null && <span class="small found-warning">{warning}</span>}
          {found.damaged && refusal === null && <span class="small found-warning">{copy.unreadable}</span>}
        </span>
      </label>
      {chosen && (
        <details class="found-details">
          <summary>{copy.details}</summary>
          <div class="stack">
            <CountsAsField value={countsAs} item={item} plan={plan} onValue={(next) => onChange({ countsAs: next })} />
            <div class="row two">
              <NumberChoice label={copy.pain} value={item.painNrs} onValue={(painNrs) => onChange({ painNrs })} />
              <NumberChoice
                label={copy.effort}
                words={common.effortWords}
                value={item.rpeCr10}
                onValue={(rpeCr10) => onChange({ rpeCr10 })}
              />
            </div>
          </div>
        </details>
      )}
    </li>
  );
}

const nameOf = (countsAs: CountsAs) => exerciseName(countsAs.type === 'planned' ? countsAs.item.exerciseId : countsAs.exerciseId);

/** Made once: an export has hundreds of rows. */
const dayAndTime = new Intl.DateTimeFormat(undefined, {
  ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  timeZone: 'UTC',
});

/** Day and time of day where it was, whatever zone the phone is in now. */
const whenText = ({ utcUs, offsetMinutes }: Moment): string => dayAndTime.format(utcUs / 1000 + 60_000 * offsetMinutes);

function factsOf({ startedUs, endedUs, streams }: FoundSession): string {
  const of = (...kinds: readonly FoundStream['kind'][]) =>
    streams.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { samples }) => sum + samples.sampleCount, 0);
  const [heart, beats, motion] = [of('heartRate'), of('rrInterval'), of('imu', 'acceleration', 'angularRate')];
  return [
    copy.minutes(Math.round((endedUs - startedUs) / 60e6)),
    heart > 0 ? copy.heart(heart) : motion === 0 ? copy.noSamples : '',
    beats > 0 ? copy.beats(beats) : '',
    motion > 0 ? copy.motion(motion) : '',
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

interface CountsAsProps {
  value: CountsAs;
  item: ReviewItem;
  plan: Plan | null;
  onValue: (value: CountsAs) => void;
}

/** Groups of one list: beside the plan, from the plan, exercises beside it. The plan is never the first choice. */
function CountsAsField({ value, item, plan, onValue }: CountsAsProps) {
  const side = item.found.streams.find((stream) => stream.side !== 'none')?.side ?? 'none';
  const beside = (exerciseId: string): CountsAs => ({ type: 'beside', exerciseId, side });
  const groups: { readonly label: string; readonly options: readonly { readonly label: string; readonly value: CountsAs }[] }[] = [
    { label: copy.besideGroup, options: activities.map(({ id, name }) => ({ label: name, value: beside(id) })) },
    {
      label: copy.planGroup,
      options: (plan?.exercises ?? []).flatMap((planned) => {
        const name = exerciseById(planned.exerciseId)?.name ?? planned.exerciseId;
        return [
          { label: copy.planDone(name), value: { type: 'planned', item: planned, completed: true } as const },
          { label: copy.planPart(name), value: { type: 'planned', item: planned, completed: false } as const },
        ];
      }),
    },
    { label: copy.exerciseGroup, options: exercises.map(({ id, name }) => ({ label: name, value: beside(id) })) },
  ];
  return (
    <Field label={copy.countsAs}>
      {(control) => (
        <select
          {...control}
          value={keyOf(value)}
          onChange={(event) => {
            const key = event.currentTarget.value;
            const chosen = groups.flatMap(({ options }) => options).find((option) => keyOf(option.value) === key);
            if (chosen !== undefined) onValue(chosen.value);
          }}
        >
          {groups.map(
            ({ label, options }) =>
              options.length > 0 && (
                <optgroup key={label} label={label}>
                  {options.map((option) => (
                    <option key={keyOf(option.value)} value={keyOf(option.value)}>
                      {option.label}
                    </option>
                  ))}
                </optgroup>
              ),
          )}
        </select>
      )}
    </Field>
  );
}

const keyOf = (value: CountsAs) => (value.type === 'planned' ? `plan:${value.item.id}:${value.completed}` : `beside:${value.exerciseId}`);

function NumberChoice({
  label,
  words,
  value,
  onValue,
}: {
  label: string;
  words?: readonly string[];
  value: number | null;
  onValue: (value: number | null) => void;
}) {
  const options = Array.from({ length: 11 }, (_, n) => ({
    value: String(n),
    label: words === undefined ? String(n) : `${n}, ${words[n]}`,
  }));
  return (
    <SelectField
      label={label}
      value={value === null ? '' : String(value)}
      options={[{ value: '', label: copy.unanswered }, ...options]}
      onValue={(text) => onValue(text === '' ? null : Number(text))}
    />
  );
}
