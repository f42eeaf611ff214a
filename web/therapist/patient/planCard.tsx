import { exerciseName } from '#shared/import/activities.ts';
import type { PatientDetail } from '#shared/schema/api.ts';
import { localDayOf } from '#shared/schema/time.ts';
import { common } from '#web/copy/common.ts';
import { therapist } from '#web/copy/therapist.ts';
import { shortDayText } from '#web/copy/time.ts';
import { ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';

const words = therapist.patient;

export function PlanCard({ detail }: { detail: PatientDetail }) {
  const { plan } = detail;
  const href = `/patients/${detail.patientId}/plan`;
  if (plan === null) {
    return (
      <Card title={words.plan}>
        <div class="stack">
          <p class="muted">{words.noPlan}</p>
          <ButtonLink href={href} variant="primary">
            {words.writePlan}
          </ButtonLink>
        </div>
      </Card>
    );
  }
  return (
    <Card title={words.plan} aside={words.planVersion(plan.version, shortDayText(localDayOf(plan.createdAt)))}>
      <div class="stack">
        <div>
          <b>{words.quota(plan.quotaMinutes, plan.daysPerWeek)}</b>
          {plan.heartRateBandBpm !== null && (
            <span class="muted">
              {' '}
              · {plan.heartRateBandBpm.from}–{plan.heartRateBandBpm.to} beats/min
            </span>
          )}
        </div>
        <dl class="pairs">
          {plan.exercises.map((exercise) => (
            <div key={exercise.id} style={{ display: 'contents' }}>
              <dt>
                {exerciseName(exercise.exerciseId)}
                {exercise.side !== 'none' && `, ${common.side[exercise.side].toLowerCase()}`}
              </dt>
              <dd>
                {exercise.sets} × {exercise.repetitionsPerSet ?? `${exercise.durationMinutes} min`}
              </dd>
            </div>
          ))}
          {plan.tens.map((tens) => (
            <div key={`${tens.site}-${tens.frequencyHz}`} style={{ display: 'contents' }}>
              <dt>TENS, {tens.site}</dt>
              <dd>
                {tens.frequencyHz} Hz · {tens.durationMinutes} min
              </dd>
            </div>
          ))}
        </dl>
        {plan.goals.length > 0 && (
          <div>
            <h3>{words.goals}</h3>
            <ul class="plain-list small">
              {plan.goals.map((goal) => (
                <li key={goal}>{goal}</li>
              ))}
            </ul>
          </div>
        )}
        <div>
          <ButtonLink href={href}>{words.editPlan}</ButtonLink>
        </div>
      </div>
    </Card>
  );
}
