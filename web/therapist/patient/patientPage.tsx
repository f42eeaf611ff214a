import { useState } from 'preact/hooks';
import type { PatientDetail } from '#shared/schema/api.ts';
import { api } from '#web/api/client.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { useLoad } from '#web/api/useLoad.ts';
import { common } from '#web/copy/common.ts';
import { therapist } from '#web/copy/therapist.ts';
import { Shell } from '#web/therapist/shell.tsx';
import { ButtonLink } from '#web/ui/button.tsx';
import { Chip } from '#web/ui/chip.tsx';
import { Flags } from './flags.tsx';
import { PlanCard } from './planCard.tsx';
import { ProfileCard } from './profileCard.tsx';
import { MorningsCard, TensCard } from './recentCards.tsx';
import { SessionList } from './sessionList.tsx';
import { Suspended } from './suspended.tsx';
import { TwelveWeeks } from './twelveWeeks.tsx';
import { WeekCard } from './weekCard.tsx';
import './patient.css';

const words = therapist.patient;

export function PatientPage({ patientId }: { patientId: string }) {
  const { reload, set, ...load } = useLoad(patientId, (call) => api.patient(patientId, call));
  return (
    <Shell title={load.state === 'ready' ? load.value.displayName : therapist.panel.nav}>
      <Loaded load={load} reload={reload}>
        {(detail) => <Patient detail={detail} change={set} reload={reload} />}
      </Loaded>
    </Shell>
  );
}

function Patient({ detail, change, reload }: { detail: PatientDetail; change: (detail: PatientDetail) => void; reload: () => void }) {
  const { profile } = detail;
  const [year] = useState(() => new Date().getFullYear());
  const facts = [
    profile.complaint,
    words.modesShort[profile.mode],
    profile.limits.heartRateCeilingBpm === null ? '' : `${words.ceiling.toLowerCase()} ${profile.limits.heartRateCeilingBpm}`,
  ].filter((text) => text !== '');
  return (
    <>
      <div class="page-title-row">
        <h1>{therapist.panel.age(detail.displayName, profile.birthYear === null ? null : year - profile.birthYear)}</h1>
        <span class="muted">{facts.join(' · ')}</span>
        {detail.simulated && <Chip>{common.simulated}</Chip>}
        <span style={{ marginLeft: 'auto' }}>
          <ButtonLink href="/patients" small>
            {words.back}
          </ButtonLink>
        </span>
      </div>
      {profile.suspended !== null && (
        <Suspended
          patientId={detail.patientId}
          suspended={profile.suspended}
          onCleared={(cleared) => change({ ...detail, profile: cleared })}
        />
      )}
      <div class="columns">
        <div class="stack">
          <TwelveWeeks detail={detail} />
          <SessionList patientId={detail.patientId} sessions={detail.sessions} />
        </div>
        <div class="stack">
          <Flags
            detail={detail}
            onResolved={(flag) => change({ ...detail, flags: detail.flags.map((other) => (other.id === flag.id ? flag : other)) })}
          />
          <WeekCard detail={detail} onPlan={reload} />
          <PlanCard detail={detail} />
          <ProfileCard detail={detail} onSaved={(saved) => change({ ...detail, profile: saved })} reload={reload} />
          <MorningsCard checkIns={detail.checkIns} />
          <TensCard detail={detail} />
        </div>
      </div>
    </>
  );
}
