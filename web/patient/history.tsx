import { useState } from 'preact/hooks';
import { exerciseName } from '#shared/import/activities.ts';
import type { AppliedCorrection } from '#shared/schema/correction.ts';
import type { Decision } from '#shared/schema/decision.ts';
import type { SessionEvent } from '#shared/schema/event.ts';
import type { Session } from '#shared/schema/session.ts';
import type { Stimulation } from '#shared/schema/stimulation.ts';
import type { SessionSummary } from '#shared/schema/summary.ts';
import { ApiError } from '#web/api/apiError.ts';
import { api } from '#web/api/client.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { useLoad } from '#web/api/useLoad.ts';
import { importCopy } from '#web/copy/import.ts';
import { patientNav } from '#web/copy/navigation.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { momentTimeText } from '#web/copy/time.ts';
import { appDb } from '#web/store/db.ts';
import { loadRecorded } from '#web/store/recorded.ts';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { EmptyState } from '#web/ui/emptyState.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { storedNote } from '#web/ui/timeline/storedNote.ts';
import { SessionTimeline } from '#web/ui/timeline/timeline.tsx';
import { CorrectDialog } from './correctDialog.tsx';
import { formatShortDay } from './format.ts';
import './patient.css';

const copy = patientCopy.history;

interface Recorded {
  session: Session;
  summary: SessionSummary;
  events: readonly SessionEvent[];
  decisions: readonly Decision[];
  stimulations: readonly Stimulation[];
  corrections: readonly AppliedCorrection[];
  agrees: boolean | null;
  /** Kept on this phone. */
  here: boolean;
}

/** This phone's copy first (it works offline), else the server's. */
async function loadSession(sessionId: string): Promise<Recorded | null> {
  const local = await loadRecorded(appDb(), sessionId);
  if (local !== null && local.row.summary !== null) {
    const corrections = (await appDb().corrections.all()).filter((each) => local.events.some((event) => event.id === each.target.id));
    const { session, summary, decisions, agrees } = local.row;
    return { session, summary, decisions, agrees, events: local.events, stimulations: local.stimulations, corrections, here: true };
  }
  try {
    const detail = await api.session(sessionId);
    return detail.summary === null ? null : { ...detail, summary: detail.summary, here: false };
  } catch (error) {
    if (error instanceof ApiError && error.code === 'notFound') return null;
    throw error;
  }
}

/** One timeline of one session; answers can be corrected, the first ones stay. */
export function HistoryScreen({ sessionId }: { sessionId: string }) {
  const load = useLoad(`history:${sessionId}`, () => loadSession(sessionId));
  return (
    <PhonePage title={copy.title} back="/progress" nav={patientNav}>
      <Loaded load={load} reload={load.reload}>
        {(recorded) =>
          recorded === null ? (
            <Card>
              <EmptyState title={copy.title}>{copy.notHere}</EmptyState>
            </Card>
          ) : (
            <HistoryBody recorded={recorded} onCorrected={load.reload} />
          )
        }
      </Loaded>
    </PhonePage>
  );
}

function HistoryBody({ recorded, onCorrected }: { recorded: Recorded; onCorrected: () => void }) {
  const [correcting, setCorrecting] = useState<SessionEvent | null>(null);
  const { session, events, corrections } = recorded;
  const stored = storedNote(events, session.startedAt.utcUs);
  const answers = events.filter((event) => event.type === 'pain' || event.type === 'rpe');
  const timeOf = (event: SessionEvent) => momentTimeText({ ...session.startedAt, utcUs: event.atUs });
  return (
    <div class="stack">
      <Card
        title={exerciseName(session.setup.exerciseId)}
        aside={`${formatShortDay(session.localDay)}, ${momentTimeText(session.startedAt)}`}
      >
        {session.imported !== undefined && (
          <p class="muted small">{importCopy.from(importCopy.format[session.imported.format], session.imported.source)}</p>
        )}
        <SessionTimeline {...recorded} audience="patient" />
        {stored !== null && <p class="muted small">{stored}</p>}
        {recorded.agrees !== null && !(recorded.agrees && stored !== null) && (
          <p class="muted small">{recorded.agrees ? copy.equal : copy.unequal}</p>
        )}
      </Card>
      {recorded.here && session.imported !== undefined && recorded.summary.rpeCr10 === null && (
        <ButtonLink href={`/session/finish/${session.id}`} block>
          {copy.effortLater}
        </ButtonLink>
      )}
      {answers.length > 0 && (
        <Card title={copy.correct} aside={copy.correctHint}>
          <ul class="plan-list">
            {answers.map((event) => (
              <li key={event.id} class="plan-row">
                <span class="plan-words">
                  <span>{event.type === 'pain' ? copy.pain(timeOf(event)) : copy.rpe(timeOf(event))}</span>
                  <strong class="number">{answerText(event, corrections)}</strong>
                </span>
                <Button small onClick={() => setCorrecting(event)}>
                  {patientCopy.checkIn.change}
                </Button>
              </li>
            ))}
          </ul>
        </Card>
      )}
      <CorrectDialog session={session} event={correcting} onClose={() => setCorrecting(null)} onSaved={onCorrected} />
    </div>
  );
}

/** The first answer and what it was corrected to. This phone's copy holds the first one, the server's answer the latest. */
function answerText(event: SessionEvent, corrections: readonly AppliedCorrection[]): string {
  const given = event.type === 'pain' ? event.painNrs : event.type === 'rpe' ? event.rpeCr10 : null;
  const own = corrections.filter((each) => each.target.id === event.id).sort((a, b) => a.at.utcUs - b.at.utcUs);
  const first = own[0]?.valueBefore ?? given;
  const latest = own[own.length - 1];
  return latest === undefined ? String(first) : `${first}, ${copy.corrected(String(latest.value))}`;
}
