import { Link } from 'wouter-preact';
import { Loaded } from '#web/api/loaded.tsx';
import { common } from '#web/copy/common.ts';
import { importCopy } from '#web/copy/import.ts';
import { patientNav } from '#web/copy/navigation.ts';
import { patientCopy } from '#web/copy/patient.ts';
import { appDb } from '#web/store/db.ts';
import { now } from '#web/store/now.ts';
import { dosedToday, type LoadedToday } from '#web/store/today.ts';
import { ButtonLink } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { EmptyState } from '#web/ui/emptyState.tsx';
import { Notice } from '#web/ui/notice.tsx';
import { PhonePage } from '#web/ui/page.tsx';
import { CheckInCard } from './checkInCard.tsx';
import { DoseCard } from './doseCard.tsx';
import { formatDay } from './format.ts';
import { LadderCard } from './ladderCard.tsx';
import { type LocalDayRecords, readLocalDay } from './localRecords.ts';
import { LostNotice } from './lostNotice.tsx';
import { PemCard } from './pemCard.tsx';
import { PlanCard } from './planCard.tsx';
import { SyncLine } from './syncLine.tsx';
import { todayView } from './todayModel.ts';
import { useStored } from './useStored.ts';
import { patientId, useToday } from './useToday.ts';
import './patient.css';

function greeting(hour: number): string {
  if (hour < 12) return patientCopy.greeting.morning;
  return hour < 18 ? patientCopy.greeting.afternoon : patientCopy.greeting.evening;
}

/** What to do today and how much, with its reason; the morning check-in; nothing else. */
export function TodayScreen() {
  const load = useToday();
  const day = now.localDay();
  const local = useStored(`day:${day}`, () => readLocalDay(appDb(), patientId(), day));
  return (
    <PhonePage title={greeting(new Date().getHours())} overline={formatDay(day)} nav={patientNav} aside={<SyncLine />}>
      <Loaded load={load} reload={load.reload}>
        {(loaded) => local !== undefined && <TodayBody loaded={loaded} local={local} day={day} />}
      </Loaded>
    </PhonePage>
  );
}

function TodayBody({ loaded: from, local, day }: { loaded: LoadedToday; local: LocalDayRecords; day: string }) {
  // Worked out again with every record of this phone: the morning's answers change the dose at once.
  const loaded = useStored(`dose:${day}:${from.savedUs}`, () => dosedToday(from)) ?? from;
  const { today } = loaded;
  const view = todayView(today, day, local);
  const { suspended } = today.profile;
  return (
    <div class="stack">
      <LostNotice />
      {local.unfinished !== null && (
        <Card title={patientCopy.unfinished.title} tone="accent">
          <p>{patientCopy.unfinished.text}</p>
          <ButtonLink
            href={local.unfinished.state === 'ended' ? `/session/finish/${local.unfinished.id}` : '/session/live'}
            variant="primary"
            block
          >
            {patientCopy.unfinished.open}
          </ButtonLink>
        </Card>
      )}
      {suspended !== null ? (
        <Card title={patientCopy.suspended.title} tone="stop">
          <p>{patientCopy.suspended.text(today.ptName)}</p>
          <p>{patientCopy.suspended.emergency}</p>
        </Card>
      ) : (
        today.plan !== null && (
          <DoseCard
            today={today}
            view={view}
            day={day}
            blocked={local.unfinished !== null}
            mayChange={loaded.mayChange}
            rise={loaded.rise}
          />
        )
      )}
      <CheckInCard checkIn={view.checkIn} plan={today.plan} day={day} />
      {loaded.pemDue !== null && <PemCard why={loaded.pemDue} day={day} />}
      {loaded.ladder !== null && <LadderCard ladder={loaded.ladder} day={day} />}
      {today.plan === null || today.plan.exercises.length === 0 ? (
        <Card>
          <EmptyState title={patientCopy.plan.emptyTitle}>{patientCopy.plan.empty}</EmptyState>
        </Card>
      ) : (
        <PlanCard
          plan={today.plan}
          items={view.items}
          locked={suspended !== null || local.unfinished !== null}
          suspended={suspended !== null}
        />
      )}
      <ButtonLink href="/import" variant="quiet" block>
        {importCopy.today}
      </ButtonLink>
      {loaded.from === 'cache' && (
        <Notice tone="offline">{patientCopy.sync.stale(new Date(loaded.savedUs / 1000).toLocaleString())}</Notice>
      )}
      <p class="muted small">
        {common.notEmergency} {today.clinicName}. <Link href="/settings">{patientNav[3].label}</Link>
      </p>
    </div>
  );
}
