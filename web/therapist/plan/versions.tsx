import { exerciseName } from '#shared/import/activities.ts';
import type { Plan } from '#shared/schema/plan.ts';
import { localDayOf } from '#shared/schema/time.ts';
import { plan as words } from '#web/copy/plan.ts';
import { therapist } from '#web/copy/therapist.ts';
import { shortDayText } from '#web/copy/time.ts';
import { Card } from '#web/ui/card.tsx';
import { planDifferences } from './differences.ts';
import { draftOfPlan } from './planForm.ts';

/** Newest first; each with what it changed against the one before. */
export function Versions({ plans }: { plans: readonly Plan[] }) {
  return (
    <Card title={words.history}>
      {plans.length <= 1 && <p class="muted">{words.historyEmpty}</p>}
      <ol class="plain-list version-list small">
        {plans.map((plan, i) => {
          const before = plans.at(i + 1);
          const differences = before === undefined ? [] : planDifferences(draftOfPlan(before), draftOfPlan(plan), exerciseName);
          return (
            <li key={plan.version}>
              <b>{therapist.patient.planVersion(plan.version, shortDayText(localDayOf(plan.createdAt)))}</b>
              {before !== undefined && differences.length === 0 && <div class="muted">{words.unchanged}</div>}
              {differences.map((text) => (
                <div key={text}>{text}</div>
              ))}
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
