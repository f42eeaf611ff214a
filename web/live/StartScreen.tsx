import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLocation } from 'wouter-preact';
import type { ExerciseDefinition } from '#shared/exercises/define.ts';
import { exerciseById } from '#shared/exercises/index.ts';
import type { Today } from '#shared/schema/api.ts';
import type { CheckIn } from '#shared/schema/checkIn.ts';
import type { PlanExercise } from '#shared/schema/plan.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { me } from '#web/api/session.ts';
import { useLoad } from '#web/api/useLoad.ts';
import { common } from '#web/copy/common.ts';
import { liveCopy } from '#web/copy/live.ts';
import { readLocalDay } from '#web/patient/localRecords.ts';
import { todayView } from '#web/patient/todayModel.ts';
import { appDb } from '#web/store/db.ts';
import { now } from '#web/store/now.ts';
import { roomForSession, spaceLeft } from '#web/store/room.ts';
import { keepLocalRecords, persistence } from '#web/store/sync.ts';
import { loadToday } from '#web/store/today.ts';
import { Button, ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { EmptyState } from '#web/ui/emptyState.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { beginLive, currentLive, type Reopened } from './current.ts';
import { morningReadings } from './morningReadings.ts';
import { NoBluetooth } from './NoBluetooth.tsx';
import { OtherTab } from './OtherTab.tsx';
import { askBluetooth, bluetooth, homeOf } from './picking.ts';
import { askRemembered } from './remembered.ts';
import { SensorList } from './SensorList.tsx';
import { loadSensorMemory } from './sensorMemory.ts';
import { buildSetup } from './setup.ts';
import { slotsFor } from './slots.ts';

/** Sensors by one tap each, all optional; then the session begins at the gate. */
export function StartScreen({ planExerciseId }: { planExerciseId: string }) {
  const patientId = me.value?.patientId ?? '';
  const load = useLoad(`start:${patientId}`, async () => {
    const [{ today }, local] = await Promise.all([loadToday(patientId), readLocalDay(appDb(), patientId, now.localDay())]);
    const { doneMinutes, checkIn } = todayView(today, now.localDay(), local);
    return { today, doneHere: doneMinutes, checkIn };
  });
  if (load.state !== 'ready') {
    return (
      <PhonePage title={liveCopy.start.begin} back="/">
        <Loaded load={load} reload={load.reload}>
          {() => null}
        </Loaded>
      </PhonePage>
    );
  }
  const { today, ...here } = load.value;
  const item = today.plan?.exercises.find((each) => each.id === planExerciseId);
  const exercise = item === undefined ? undefined : exerciseById(item.exerciseId);
  if (item === undefined || exercise === undefined) return <Missing />;
  if (today.profile.suspended !== null) return <Suspended />;
  return <Ready patientId={patientId} today={today} {...here} item={item} exercise={exercise} />;
}

function Missing() {
  return (
    <PhonePage title={liveCopy.start.begin} back="/">
      <EmptyState title={liveCopy.start.missing} action={<ButtonLink href="/">{liveCopy.finish.home}</ButtonLink>}>
        {liveCopy.start.missingText}
      </EmptyState>
    </PhonePage>
  );
}

function Suspended() {
  return (
    <PhonePage title={liveCopy.start.suspendedTitle} back="/">
      <Notice tone="warn">{liveCopy.start.suspendedText}</Notice>
    </PhonePage>
  );
}

function Ready({
  patientId,
  today,
  doneHere,
  checkIn,
  item,
  exercise,
}: {
  patientId: string;
  today: Today;
  doneHere: number;
  checkIn: CheckIn | null;
  item: PlanExercise;
  exercise: ExerciseDefinition;
}) {
  const [, navigate] = useLocation();
  const slots = useMemo(() => slotsFor(exercise, item.side, homeOf), [exercise, item.side]);
  const support = bluetooth.value;
  const [busy, setBusy] = useState(false);
  const [other, setOther] = useState<Exclude<Reopened, 'open'> | null>(null);
  const [lowSpace, setLowSpace] = useState(false);
  const promise = liveCopy.start.persistence[persistence.value];
  const begun = useRef(false);
  useEffect(() => {
    void roomForSession(appDb(), () => spaceLeft(navigator.storage)).then((enough) => setLowSpace(!enough));
    void askBluetooth();
    void loadSensorMemory(appDb(), patientId).then(askRemembered);
    return () => {
      if (!begun.current) for (const slot of slots) void slot.release();
    };
  }, [slots, patientId]);
  if (currentLive.value !== null && !begun.current) navigate('/session/live', { replace: true });

  async function begin() {
    setBusy(true);
    void keepLocalRecords();
    const started = await beginLive({
      patientId,
      setup: buildSetup(today, item, exercise, doneHere),
      exercise,
      slots,
      readings: morningReadings(checkIn),
    });
    begun.current = started;
    setBusy(false);
    setOther(started ? null : 'otherTab');
    if (started) navigate('/session/live', { replace: true });
  }

  const any = slots.some((slot) => slot.status.value.state !== 'empty');
  const phoneHelps = exercise.angle.method === 'inclination';
  const side = item.side === 'none' ? null : common.side[item.side];
  return (
    <PhonePage
      title={exercise.name}
      back="/"
      overline={[side, liveCopy.start.sets(item.sets, item.repetitionsPerSet)].filter(Boolean).join(' · ')}
    >
      <p>{exercise.how}</p>
      {item.note !== '' && <p class="muted">{item.note}</p>}
      {support === 'unsupported' && <NoBluetooth phone={phoneHelps} />}
      {support === 'adapterOff' && (
        <Notice tone="info" title={liveCopy.start.bluetoothOffTitle}>
          {liveCopy.start.bluetoothOffText}
        </Notice>
      )}
      <Card title={liveCopy.start.sensors}>
        <p class="muted small">{liveCopy.start.sensorsHint}</p>
        <SensorList slots={slots} bluetooth={support !== null && support !== 'unsupported'} phone={phoneHelps} />
      </Card>
      {other === 'otherTab' && <OtherTab onAnswer={setOther} />}
      {other !== null && other !== 'otherTab' && <Notice tone="warn">{liveCopy.resume[other]}</Notice>}
      {lowSpace && (
        <Notice tone="warn" title={liveCopy.start.lowSpaceTitle}>
          {liveCopy.start.lowSpaceText}
        </Notice>
      )}
      {promise !== null && <p class="muted small">{promise}</p>}
      <Button variant="primary" block busy={busy} data-testid="start-session" onClick={() => void begin()}>
        {any ? liveCopy.start.begin : liveCopy.start.beginManual}
      </Button>
    </PhonePage>
  );
}
