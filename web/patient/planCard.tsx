import type { Plan } from '#shared/schema/plan.ts';
import { common } from '#web/copy/common.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { formatTime } from './format.ts';
import type { PlanItem } from './todayModel.ts';

export interface PlanCardProps {
  plan: Plan;
  items: readonly PlanItem[];
  /** No exercise can be started now. */
  locked: boolean;
  /** Nothing can be started, TENS included. */
  suspended: boolean;
}

/** The plan's items in order; each starts in one tap, done ones say when. */
export function PlanCard({ plan, items, locked, suspended }: PlanCardProps) {
  return (
    <Card title={patientCopy.plan.title}>
      <ul class="plan-list">
        {items.map((item) => (
          <PlanRow key={item.planned.id} item={item} locked={locked} />
        ))}
        {plan.tens.map((tens) => (
          <li key={`${tens.site}-${tens.frequencyHz}`} class="plan-row">
            <span class="plan-mark plan-mark-tens" aria-hidden="true" />
            <span class="plan-words">
              <strong>{patientCopy.plan.tens(tens.site)}</strong>
              <span class="muted small">
                {patientCopy.plan.tensDetail(tens.frequencyHz, tens.pulseWidthUs)} · {patientCopy.dose.minutes(tens.durationMinutes)}
              </span>
            </span>
            {!suspended && (
              <ButtonLink href="/tens" small aria-label={`${patientCopy.plan.start}: TENS`}>
                {patientCopy.plan.start}
              </ButtonLink>
            )}
          </li>
        ))}
      </ul>
      {plan.note !== '' && <p class="small">{plan.note}</p>}
    </Card>
  );
}

function PlanRow({ item, locked }: { item: PlanItem; locked: boolean }) {
  const { planned, definition, doneAtUs } = item;
  const name = definition?.name ?? planned.exerciseId;
  const dose = patientCopy.plan.sets(planned.sets, planned.repetitionsPerSet);
  const side = planned.side === 'left' || planned.side === 'right' ? `${common.side[planned.side]} · ` : '';
  const detail =
    doneAtUs === null ? patientCopy.plan.sensors[definition?.angle.method ?? 'none'] : patientCopy.plan.done(formatTime(doneAtUs));
  return (
    <li class="plan-row">
      <span class={doneAtUs === null ? 'plan-mark' : 'plan-mark plan-mark-done'} aria-hidden="true">
        {doneAtUs === null ? '' : '✓'}
      </span>
      <span class="plan-words">
        <strong>
          {name}
          {dose !== '' && <span class="number">, {dose}</span>}
        </strong>
        <span class="muted small">
          {side}
          {patientCopy.dose.minutes(Math.round(planned.durationMinutes))} · {detail}
        </span>
      </span>
      {!locked && (
        <ButtonLink href={`/session/start/${planned.id}`} small aria-label={`${patientCopy.plan.start}: ${name}`}>
          {patientCopy.plan.start}
        </ButtonLink>
      )}
    </li>
  );
}
