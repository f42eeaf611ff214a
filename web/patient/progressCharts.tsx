import type { DayAggregate } from '#shared/schema/api.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { formatShortDay } from './format.ts';

const WIDTH = 330;
const HEIGHT = 92;
const FLOOR = HEIGHT - 18;

/** Bars of minutes done; the agreed dose dashed. Days run left to right, the newest last. */
export function MinutesChart({ days }: { days: readonly DayAggregate[] }) {
  const top = Math.max(5, ...days.flatMap((day) => [day.doneMinutes ?? 0, day.plannedMinutes ?? 0]));
  const step = WIDTH / Math.max(1, days.length);
  const y = (minutes: number) => FLOOR - (minutes / top) * (FLOOR - 6);
  const quota = days.flatMap((day, i) => (day.plannedMinutes === null ? [] : [`${(i + 0.5) * step},${y(day.plannedMinutes)}`])).join(' ');
  return (
    <svg
      class="day-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${patientCopy.progress.minutes}. ${patientCopy.progress.minutesNote}`}
    >
      <path d={`M0 ${FLOOR}H${WIDTH}`} class="axis" />
      {days.map((day, i) =>
        day.doneMinutes === null ? null : (
          <rect
            key={day.localDay}
            class="bar"
            x={i * step + step * 0.15}
            width={step * 0.7}
            y={y(day.doneMinutes)}
            height={FLOOR - y(day.doneMinutes)}
            rx="1.5"
          />
        ),
      )}
      {quota !== '' && <polyline class="strip-quota" points={quota} />}
      <DayLabels days={days} />
    </svg>
  );
}

/** Morning pain as a line that breaks where there is no answer. */
export function PainChart({ days }: { days: readonly DayAggregate[] }) {
  const step = WIDTH / Math.max(1, days.length);
  const y = (pain: number) => FLOOR - (pain / 10) * (FLOOR - 8);
  let path = '';
  let broken = true;
  days.forEach((day, i) => {
    if (day.morningPainNrs === null) broken = true;
    else {
      path += `${broken ? 'M' : 'L'}${(i + 0.5) * step} ${y(day.morningPainNrs)}`;
      broken = false;
    }
  });
  return (
    <svg
      class="day-chart"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`${patientCopy.progress.pain}. ${patientCopy.progress.painNote}`}
    >
      <path d={`M0 ${FLOOR}H${WIDTH}`} class="axis" />
      {path !== '' && <path d={path} class="pain-line" />}
      {days.map((day, i) =>
        day.morningPainNrs === null ? null : (
          <circle key={day.localDay} class="pain-dot" cx={(i + 0.5) * step} cy={y(day.morningPainNrs)} r="2.2" />
        ),
      )}
      <DayLabels days={days} />
    </svg>
  );
}

function DayLabels({ days }: { days: readonly DayAggregate[] }) {
  const first = days[0];
  const last = days[days.length - 1];
  if (first === undefined || last === undefined) return null;
  return (
    <>
      <text x="0" y={HEIGHT - 3} class="axis-label">
        {formatShortDay(first.localDay)}
      </text>
      <text x={WIDTH} y={HEIGHT - 3} text-anchor="end" class="axis-label">
        {formatShortDay(last.localDay)}
      </text>
    </>
  );
}
