import { useState } from 'preact/hooks';
import type { PatientDetail } from '#shared/schema/api.ts';
import type { Profile } from '#shared/schema/profile.ts';
import { therapist } from '#web/copy/therapist.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import { ProfileDialog } from './profileDialog.tsx';

const words = therapist.patient;

export function ProfileCard({
  detail,
  onSaved,
  reload,
}: {
  detail: PatientDetail;
  onSaved: (profile: Profile) => void;
  reload: () => void;
}) {
  const [editing, setEditing] = useState(false);
  const { profile } = detail;
  const { limits } = profile;
  const bpm = (value: number | null) => (value === null ? words.notSet : `${value} beats/min`);
  const pairs: readonly (readonly [string, string])[] = [
    [words.ceiling, limits.heartRateCeilingBpm === null ? ceilingOfPlan(detail.plan) : bpm(limits.heartRateCeilingBpm)],
    [words.maxHeart, profile.measuredMaxHeartRateBpm === null ? words.estimated : `${profile.measuredMaxHeartRateBpm}, ${words.measured}`],
    [words.restingHeart, bpm(profile.restingHeartRateBpm)],
    [words.effortCeiling, `${limits.rpeCeilingCr10} of 10`],
    [words.dose, `${limits.doseMinMinutes}–${limits.doseMaxMinutes} min`],
    [words.weeklyRise, `${limits.weeklyRisePct} %`],
    [words.mode, words.modesShort[profile.mode]],
    [words.pem, words.pems[profile.pemStatus]],
  ];
  return (
    <Card
      title={words.limits}
      aside={
        <Button small onClick={() => setEditing(true)}>
          {words.edit}
        </Button>
      }
    >
      <dl class="pairs profile-limits">
        {pairs.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <ProfileDialog
        open={editing}
        profile={profile}
        onSaved={onSaved}
        onClose={() => setEditing(false)}
        onConflict={() => {
          setEditing(false);
          reload();
        }}
      />
    </Card>
  );
}

/** The ceiling may stand in the plan alone; it is in force all the same. */
function ceilingOfPlan(plan: PatientDetail['plan']): string {
  return plan?.heartRateCeilingBpm == null ? words.notSet : words.inPlan(plan.heartRateCeilingBpm);
}
