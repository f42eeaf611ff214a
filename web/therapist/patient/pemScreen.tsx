import { useState } from 'preact/hooks';
import { PEM_QUESTIONS, pemPositives } from '#shared/pacing/pemQuestions.ts';
import type { PatientPacing } from '#shared/schema/pacingApi.ts';
import { api } from '#web/api/client.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { pacingCopy } from '#web/copy/pacing.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { shortDayText } from '#web/copy/time.ts';
import { newId } from '#web/store/ids.ts';
import { now } from '#web/store/now.ts';
import { Button } from '#web/ui/button.tsx';
import { showToast } from '#web/ui/toast.tsx';

const words = pacingCopy.pem;

/** What the patient answered to the PEM questions, and the PT's own screen. Shown while the engine asks for one (A9), or answers wait for it. */
export function PemScreen({ pacing, onScreened }: { pacing: PatientPacing; onScreened: () => void }) {
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const { pemAnswers: answered = null, settings, todayDecisions, today, patientId } = pacing;
  const asked = todayDecisions.some(({ kind }) => kind === 'screen');
  if (!asked && (answered === null || settings.pemStatus !== 'notScreened')) return null;

  async function screen(result: 'negative' | 'positive') {
    setBusy(true);
    setFailure(null);
    try {
      await api.keepEvents(patientId, [{ id: newId(), atUs: now.nowUs(), localDay: today.localDay, type: 'pemScreened', result }]);
      showToast({ text: words.saved[result] });
      onScreened();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div class="stack-tight">
      <h3>{words.title}</h3>
      {answered === null ? (
        <p class="muted">{words.waiting}</p>
      ) : (
        <details>
          <summary>{words.answered(shortDayText(answered.localDay), pemPositives(answered.answers), PEM_QUESTIONS.length)}</summary>
          <dl class="pem-answers small">
            {answered.answers.map(({ frequency, severity }, i) => (
              <div key={PEM_QUESTIONS[i]}>
                <dt>{PEM_QUESTIONS[i]}</dt>
                <dd>
                  {patientCopy.pem.frequency[frequency]}
                  {frequency > 0 && `, ${patientCopy.pem.severity[severity]}`}
                </dd>
              </div>
            ))}
          </dl>
          <p class="muted small">{words.source}</p>
        </details>
      )}
      {failure !== null && <ErrorNotice error={failure} />}
      <div class="row">
        <Button small busy={busy} onClick={() => void screen('positive')}>
          {words.positive}
        </Button>
        <Button small busy={busy} onClick={() => void screen('negative')}>
          {words.negative}
        </Button>
      </div>
    </div>
  );
}
