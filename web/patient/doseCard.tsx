import type { RiseConsent } from '#shared/pacing/days/riseConsent.ts';
import type { Today } from '#shared/schema/api.ts';
import type { Plan } from '#shared/schema/plan.ts';
import type { LocalDay } from '#shared/schema/time.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { DecisionFacts } from '#web/ui/timeline/decisionFacts.tsx';
import { type DoseWords, doseWords, shownMinutes } from './doseModel.ts';
import { RiseChoice } from './riseChoice.tsx';
import type { StripDay, TodayView } from './todayModel.ts';

const copy = patientCopy.dose;

interface DoseCardProps {
  today: Today;
  view: TodayView;
  day: LocalDay;
  blocked: boolean;
  /** Something of an earlier day is still on its way to the clinic. */
  mayChange: boolean;
  rise: RiseConsent;
}

/** Today's dose, its one-sentence reason, and the facts behind it. In the PEM-safe mode there is no target: an upper end, in words. */
export function DoseCard({ today, view, day, blocked, mayChange, rise }: DoseCardProps) {
  const { doseMinutes, doneMinutes, leftMinutes, next } = view;
  const words = doseWords(today, day);
  if (today.plan === null || doseMinutes === null || leftMinutes === null) return null;
  const start = next !== null && leftMinutes > 0 && !blocked && (
    <ButtonLink href={`/session/start/${next.id}`} variant={words.pemSafe ? 'plain' : 'primary'} block>
      {copy.start}
    </ButtonLink>
  );
  if (words.pemSafe) {
    return (
      <Card title={copy.pemSafe.title}>
        <Why
          sentence={words.sentence ?? copy.pemSafe.atMost(doseMinutes)}
          words={words}
          rows={[[copy.pemSafe.limit, copy.minutes(doseMinutes)]]}
        />
        {doneMinutes > 0 && <p>{copy.pemSafe.done(doneMinutes)}</p>}
        {mayChange && <p class="muted small">{copy.mayChange}</p>}
        {rise !== null && <RiseChoice rise={rise} />}
        {start}
      </Card>
    );
  }
  return (
    <Card tone="accent" title={copy.title} aside={words.flarePlan === null ? undefined : copy.flareTitle}>
      <div class="dose-row">
        <strong class="dose-number">{copy.minutes(doseMinutes)}</strong>
        <DoseStrip days={view.strip} />
      </div>
      <Why sentence={words.sentence ?? copy.agreed(today.ptName)} words={words} rows={factRows(today.plan, view)} note={copy.facts.note} />
      {words.flarePlan === 'beside' && <p>{copy.flareBeside}</p>}
      {doneMinutes > 0 && <p>{leftMinutes === 0 ? copy.allDone : copy.someDone(doneMinutes, leftMinutes)}</p>}
      {mayChange && <p class="muted small">{copy.mayChange}</p>}
      {start}
    </Card>
  );
}

type Row = readonly [name: string, value: string];

function factRows(plan: Plan, { doseMinutes, doneMinutes }: TodayView): Row[] {
  const { facts, minutes } = copy;
  const { heartRateBandBpm: band, heartRateCeilingBpm: ceiling } = plan;
  return [
    [facts.quota, minutes(shownMinutes(plan.quotaMinutes))],
    ...(doseMinutes === null ? [] : [[facts.dose, minutes(doseMinutes)] as const]),
    [facts.done, minutes(doneMinutes)],
    [facts.days, String(plan.daysPerWeek)],
    [facts.band, band === null ? facts.none : facts.perMinute(`${band.from}–${band.to}`)],
    [facts.ceiling, ceiling === null ? facts.none : facts.perMinute(ceiling)],
    [facts.plan, String(plan.version)],
  ];
}

/** The sentence; "Why?" opens what the engine looked at and the agreed numbers. */
function Why({ sentence, words, rows, note }: { sentence: string; words: DoseWords; rows: readonly Row[]; note?: string }) {
  return (
    <details class="dose-why">
      <summary>
        {sentence} <span class="dose-why-word">{copy.why}</span>
      </summary>
      {words.decision !== null && <DecisionFacts facts={words.decision.facts} />}
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {note !== undefined && <p class="small">{note}</p>}
    </details>
  );
}

const WIDTH = 190;
const HEIGHT = 62;

/** Fourteen thin bars against the agreed dose. */
function DoseStrip({ days }: { days: readonly StripDay[] }) {
  const top = Math.max(1, ...days.flatMap((day) => [day.doneMinutes ?? 0, day.plannedMinutes ?? 0]));
  const y = (minutes: number) => HEIGHT - 3 - (minutes / top) * (HEIGHT - 8);
  const step = WIDTH / days.length;
  const line = days.flatMap((day, i) => (day.plannedMinutes === null ? [] : [`${(i + 0.5) * step},${y(day.plannedMinutes)}`])).join(' ');
  return (
    <svg class="dose-strip" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={copy.strip}>
      {days.map((day, i) => {
        const bar = y(day.doneMinutes ?? 0);
        return (
          <rect
            key={day.localDay}
            class={i === days.length - 1 ? 'strip-today' : 'strip-day'}
            x={i * step + 2}
            y={bar}
            width={step - 4}
            height={HEIGHT - bar}
            rx="2"
          />
        );
      })}
      {line !== '' && <polyline points={line} class="strip-quota" />}
    </svg>
  );
}
