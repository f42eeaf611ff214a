import type { DayAggregate } from '#shared/schema/api.ts';
import { therapist } from '#web/copy/therapist.ts';
import { morningOf, STRIP, stripPaths, usualMorning } from './stripLayout.ts';

/** Two weeks in a glance: minutes against the quota, and how each morning was. */
export function Strip({ days }: { days: readonly DayAggregate[] }) {
  const paths = stripPaths(days);
  const usual = usualMorning(days);
  const active = days.filter((day) => day.sessionCount > 0).length;
  const harder = days.filter((day) => ['harder', 'flare'].includes(morningOf(day, usual))).length;
  return (
    <svg
      class="strip"
      viewBox={`0 0 ${STRIP.width} ${STRIP.height}`}
      role="img"
      aria-label={therapist.panel.strip(active, days.length, harder)}
    >
      <path d={paths.idle} fill="var(--line-strong)" opacity=".5" />
      <path d={paths.done} fill="var(--accent)" opacity=".5" />
      <path d={paths.boom} fill="var(--rest)" />
      <path d={paths.quota} fill="none" stroke="var(--ink)" stroke-width="1.3" stroke-dasharray="3 3" />
      <path d={paths.usual} fill="var(--go)" />
      <path d={paths.harder} fill="var(--ease)" />
      <path d={paths.flare} fill="var(--stop)" />
    </svg>
  );
}
