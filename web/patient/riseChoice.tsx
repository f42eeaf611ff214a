import type { RiseConsent } from '#shared/pacing/days/riseConsent.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { appDb } from '#web/store/db.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { saveSaid } from '#web/store/records.ts';
import { Button } from '#web/ui/button.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { patientId } from './useToday.ts';

const copy = patientCopy.dose.rise;

/** In the PEM-safe mode nothing rises without the patient: one tap says that a little more is fine, one takes it back. Neither changes today. */
export function RiseChoice({ rise }: { rise: Exclude<RiseConsent, null> }) {
  if (rise === 'given') {
    return (
      <div class="row spread">
        <p class="small">{copy.given}</p>
        <Button variant="quiet" small onClick={() => void say(false)}>
          {copy.takeBack}
        </Button>
      </div>
    );
  }
  return (
    <div class="stack-tight">
      <p class="small">{copy.question}</p>
      <Button small onClick={() => void agree()}>
        {copy.agree}
      </Button>
    </div>
  );
}

async function agree(): Promise<void> {
  await say(true);
  showToast({ text: copy.saved, undo: () => void say(false) });
}

function say(agreed: boolean): Promise<void> {
  const event = { id: newId(), atUs: now.nowUs(), localDay: now.localDay(), type: 'riseAgreed' as const, agreed };
  return saveSaid(appDb(), patientId(), event);
}
