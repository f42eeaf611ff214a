import { Link, useSearchParams } from 'wouter-preact';
import { exerciseName } from '#shared/import/activities.ts';
import type { SessionDetail } from '#shared/schema/api.ts';
import { api } from '#web/api/client.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { useLoad } from '#web/api/useLoad.ts';
import { common } from '#web/copy/common.ts';
import { importCopy } from '#web/copy/import.ts';
import { sensorCopy } from '#web/copy/sensors.ts';
import { therapist } from '#web/copy/therapist.ts';
import { dayText, momentTimeText } from '#web/copy/time.ts';
import { Shell } from '#web/therapist/shell.tsx';
import { Card } from '#web/ui/card.tsx';
import { Chip } from '#web/ui/chip.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { mostSevere } from '#web/ui/timeline/light.ts';
import { storedNote } from '#web/ui/timeline/storedNote.ts';
import { SessionTimeline } from '#web/ui/timeline/timeline.tsx';
import { measuredAgain, sessionNumbers } from './sessionNumbers.ts';
import { Signals } from './signals.tsx';
import './patient.css';

const words = therapist.session;

export function SessionPage({ patientId, sessionId }: { patientId: string; sessionId: string }) {
  const { reload, set: _set, ...load } = useLoad(sessionId, (call) => api.session(sessionId, call));
  const [search] = useSearchParams();
  return (
    <Shell title={therapist.patient.sessions}>
      <Loaded load={load} reload={reload}>
        {(detail) => <SessionView patientId={patientId} detail={detail} openDecisionId={search.get('decision') ?? undefined} />}
      </Loaded>
    </Shell>
  );
}

function SessionView({
  patientId,
  detail,
  openDecisionId,
}: {
  patientId: string;
  detail: SessionDetail;
  openDecisionId: string | undefined;
}) {
  const { session, summary } = detail;
  const { setup } = session;
  return (
    <>
      <div class="page-title-row">
        <Link href={`/patients/${patientId}`} class="page-back" aria-label={common.back}>
          <Icon name="back" />
        </Link>
        <h1>
          {exerciseName(setup.exerciseId)}
          {setup.side !== 'none' && `, ${common.side[setup.side].toLowerCase()}`}
        </h1>
        <span class="muted">
          {dayText(session.localDay)}, {momentTimeText(session.startedAt)}
        </span>
        {session.simulated && <Chip>{common.simulated}</Chip>}
        {session.imported !== undefined && (
          <Chip>{importCopy.from(importCopy.format[session.imported.format], session.imported.source)}</Chip>
        )}
      </div>
      {detail.state === 'receiving' && <Notice tone="info">{words.receiving}</Notice>}
      <div class="columns">
        <div class="stack">
          <Card title={words.timeline} aside={words.timelineHint}>
            <SessionTimeline
              session={session}
              summary={summary}
              events={detail.events}
              decisions={detail.decisions}
              stimulations={detail.stimulations}
              openDecisionId={openDecisionId ?? mostSevere(detail.decisions)?.id}
            />
          </Card>
          <Signals detail={detail} />
        </div>
        <div class="stack">
          <Numbers detail={detail} />
          <Card title={words.sensors}>
            {session.streams.length === 0 ? (
              <p class="muted">{words.noSensors}</p>
            ) : (
              <ul class="plain-list small">
                {session.streams.map((stream) => (
                  <li key={stream.id}>
                    <b>{stream.sensorLabel}</b>{' '}
                    <span class="muted">
                      {words.stream[stream.kind]}, {sensorCopy.site[stream.bodySite]}
                      {stream.simulated && `, ${common.simulated.toLowerCase()}`}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </Card>
          {detail.corrections.length > 0 && (
            <Card title={words.corrections}>
              <ul class="plain-list small">
                {detail.corrections.map((correction) => (
                  <li key={correction.id}>
                    {words.corrected(
                      correction.field,
                      String(correction.valueBefore ?? '–'),
                      String(correction.value ?? '–'),
                      correction.reason,
                    )}
                  </li>
                ))}
              </ul>
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

function Numbers({ detail }: { detail: SessionDetail }) {
  const stored = storedNote(detail.events, detail.session.startedAt.utcUs);
  const again = detail.summary === null ? null : measuredAgain(detail.summary);
  return (
    <Card title={words.facts}>
      {detail.summary === null ? (
        <p class="muted">{words.noSummary}</p>
      ) : (
        <dl class="pairs">
          {sessionNumbers(detail.summary).map(([name, value]) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
      {again !== null && (again.repetitions !== null || again.rom !== null) && (
        <p class="muted small" style={{ marginTop: '10px' }}>
          {words.measuredAgain}
        </p>
      )}
      {detail.summary?.notRefined === 'pending' && (
        <p class="muted small" style={{ marginTop: '10px' }}>
          {words.firstLook}
        </p>
      )}
      {stored !== null && (
        <p class="small" style={{ marginTop: '10px' }}>
          {stored}
        </p>
      )}
      {detail.agrees !== null && (
        <p class="muted small" style={{ marginTop: '10px' }}>
          {detail.agrees ? (stored === null ? words.recordingSame : words.recordingSameElse) : words.recordingDiffers}
        </p>
      )}
    </Card>
  );
}
