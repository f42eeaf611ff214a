import { useState } from 'preact/hooks';
import { Link } from 'wouter-preact';
import type { Flag, PatientDetail } from '#shared/schema/api.ts';
import { api } from '#web/api/client.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { common } from '#web/copy/common.ts';
import { therapist } from '#web/copy/therapist.ts';
import { agoText } from '#web/copy/time.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextField } from '#web/ui/textField.tsx';
import { DecisionDetail } from '#web/ui/timeline/decisionDetail.tsx';
import { showToast } from '#web/ui/toast.tsx';

const words = therapist.patient;

/** Open points with their whole reason; resolving asks for one line, which stays. */
export function Flags({ detail, onResolved }: { detail: PatientDetail; onResolved: (flag: Flag) => void }) {
  const [resolving, setResolving] = useState<Flag | null>(null);
  const open = detail.flags
    .filter((flag) => flag.resolvedAtUs === null)
    .toSorted((a, b) => b.severity - a.severity || b.openedAtUs - a.openedAtUs);
  const resolved = detail.flags.filter((flag) => flag.resolvedAtUs !== null);
  return (
    <Card title={words.flags} aside={open.length > 0 ? String(open.length) : undefined}>
      {open.length === 0 && <p class="muted">{words.noFlags}</p>}
      <div class="stack">
        {open.map((flag) => (
          <div key={flag.id} class="flag">
            <DecisionDetail decision={flag.decision} audience="pt" />
            <div class="row">
              <Button small onClick={() => setResolving(flag)}>
                {words.resolve}
              </Button>
              {flag.sessionId !== null && (
                <Link
                  class="small"
                  href={`/patients/${detail.patientId}/sessions/${flag.sessionId}?decision=${encodeURIComponent(flag.decision.id)}`}
                >
                  {words.toSession}
                </Link>
              )}
              <span class="muted small">{agoText(flag.openedAtUs, Date.now() * 1000)}</span>
            </div>
          </div>
        ))}
      </div>
      {resolved.length > 0 && (
        <details class="weeks-table" style={{ marginTop: '12px' }}>
          <summary>{words.resolvedFlags(resolved.length)}</summary>
          <ul class="plain-list stack-tight small">
            {resolved.map((flag) => (
              <li key={flag.id}>
                {flag.decision.ptText}
                {flag.resolvedNote && <span class="muted"> · {flag.resolvedNote}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
      <ResolveDialog flag={resolving} onClose={() => setResolving(null)} onResolved={onResolved} />
    </Card>
  );
}

function ResolveDialog({ flag, onClose, onResolved }: { flag: Flag | null; onClose: () => void; onResolved: (flag: Flag) => void }) {
  const [note, setNote] = useState('');
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  async function resolve(target: Flag) {
    setBusy(true);
    setFailure(null);
    try {
      onResolved(await api.resolveFlag(target.id, note.trim()));
      setNote('');
      onClose();
      showToast({ text: words.resolved });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Dialog open={flag !== null} title={words.resolveTitle} onClose={onClose}>
      {flag !== null && (
        <form
          class="stack"
          onSubmit={(event) => {
            event.preventDefault();
            void resolve(flag);
          }}
        >
          <p>{flag.decision.ptText}</p>
          <TextField label={words.resolveNote} hint={words.resolveHint} value={note} onValue={setNote} maxLength={500} multiline />
          {failure !== null && <ErrorNotice error={failure} />}
          <div class="row row-fill">
            <Button onClick={onClose}>{common.cancel}</Button>
            <Button type="submit" variant="primary" busy={busy}>
              {words.resolve}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
