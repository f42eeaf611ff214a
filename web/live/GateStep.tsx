import { useState } from 'preact/hooks';
import { DoctorSymptom, IllnessSign, RedFlag } from '#shared/schema/event.ts';
import { common } from '#web/copy/common.ts';
import { liveCopy } from '#web/copy/live.ts';
import { Button } from '#web/ui/button.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import type { LiveSession } from './liveSession.ts';
import { SymptomList } from './SymptomList.tsx';

const TODAY = [...IllnessSign.options, ...DoctorSymptom.options] as const;
type TodaySymptom = (typeof TODAY)[number];

const isDoctor = (symptom: TodaySymptom): symptom is DoctorSymptom => DoctorSymptom.safeParse(symptom).success;
const isIllness = (symptom: TodaySymptom): symptom is IllnessSign => IllnessSign.safeParse(symptom).success;

/** Asked before every session: red flags as one open list, what is for a doctor or for bed behind "something else today?". */
export function GateStep({ live }: { live: LiveSession }) {
  const [flags, setFlags] = useState<RedFlag[]>([]);
  const [today, setToday] = useState<TodaySymptom[]>([]);
  const { gate, redFlag } = liveCopy;
  return (
    <PhonePage title={gate.title} overline={live.exercise.name}>
      <SymptomList legend={gate.question} options={RedFlag.options} words={redFlag} chosen={flags} onChange={setFlags} />
      <details class="gate-more" data-testid="gate-more">
        <summary>{gate.more}</summary>
        <SymptomList legend={gate.moreQuestion} options={TODAY} words={gate.today} chosen={today} onChange={setToday} />
      </details>
      {flags.length > 0 ? (
        <Button variant="danger" block data-testid="gate-flag" onClick={() => live.dispatch({ type: 'redFlag', symptoms: flags })}>
          {gate.some}
        </Button>
      ) : today.length > 0 ? (
        <Button
          variant="primary"
          block
          data-testid="gate-today"
          onClick={() => live.dispatch({ type: 'unwellToday', doctor: today.filter(isDoctor), illness: today.filter(isIllness) })}
        >
          {gate.someToday}
        </Button>
      ) : (
        <Button variant="primary" block data-testid="gate-none" onClick={() => live.dispatch({ type: 'gatePassed' })}>
          {gate.none}
        </Button>
      )}
      <p class="muted small">{common.notEmergency}</p>
    </PhonePage>
  );
}
