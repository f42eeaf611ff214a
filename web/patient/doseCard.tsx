import type { Today } from '#shared/schema/api.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import type { StripDay, TodayView } from './todayModel.ts';

/** Today's dose, its one-sentence reason, and the facts behind it. */
export function DoseCard({ today, view, blocked }: { today: Today; view: TodayView; blocked: boolean }) {
  const { plan, ptName } = today;
  if (plan === null || view.quotaMinutes === null || view.leftMinutes === null) return null;
  const reason =
    view.doneMinutes === 0
      ? patientCopy.dose.agreed(ptName)
      : view.leftMinutes === 0
        ? patientCopy.dose.allDone
        : patientCopy.dose.someDone(view.doneMinutes, view.leftMinutes);
  const facts = patientCopy.dose.facts;
  const rows: [string, string][] = [
    [facts.quota, patientCopy.dose.minutes(view.quotaMinutes)],
    [facts.done, patientCopy.dose.minutes(view.doneMinutes)],
    [facts.days, String(plan.daysPerWeek)],
    [
      facts.band,
      plan.heartRateBandBpm === null ? facts.none : facts.perMinute(`${plan.heartRateBandBpm.from}–${plan.heartRateBandBpm.to}`),
    ],
    [facts.ceiling, plan.heartRateCeilingBpm === null ? facts.none : facts.perMinute(plan.heartRateCeilingBpm)],
    [facts.plan, String(plan.version)],
  ];
  return (
    <Card tone="accent" title={patientCopy.dose.title}>
      <div class="dose-row">
        <strong class="dose-number">{patientCopy.dose.minutes(view.quotaMinutes)}</strong>
        <DoseStrip days={view.strip} />
      </div>
      <details class="dose-why">
        <summary>
          {reason} <span class="dose-why-word">{patientCopy.dose.why}</span>
        </summary>
        <dl class="facts">
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p class="small">{facts.note}</p>
      </details>
      {view.next !== null && view.leftMinutes > 0 && !blocked && (
        <ButtonLink href={`/session/start/${view.next.id}`} variant="primary" block>
          {patientCopy.dose.start}
        </ButtonLink>
      )}
    </Card>
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
    <svg class="dose-strip" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={patientCopy.dose.strip}>
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
