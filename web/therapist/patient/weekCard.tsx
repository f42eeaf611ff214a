import { Link } from 'wouter-preact';
import type { PatientDetail } from '#shared/schema/api.ts';
import type { PatientPacing } from '#shared/schema/pacingApi.ts';
import { api } from '#web/api/client.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { useLoad } from '#web/api/useLoad.ts';
import { pacingCopy } from '#web/copy/pacing.ts';
import { settingsCopy } from '#web/copy/pacingSettings.ts';
import { dayText, shortDayText } from '#web/copy/time.ts';
import { Card } from '#web/ui/card.tsx';
import { DayReason } from '#web/ui/timeline/dayReason.tsx';
import { EngineToday } from './engineToday.tsx';
import { PemScreen } from './pemScreen.tsx';
import { Proposal } from './proposal.tsx';
import { lastReview, nextReviewDay } from './weekModel.ts';

/** What the engine says of this patient: its proposal, and the dose of today. `onPlan`: the plan has a new version. */
export function WeekCard({ detail, onPlan }: { detail: PatientDetail; onPlan: () => void }) {
  const { patientId, profile, plan } = detail;
  const { reload, ...load } = useLoad(`pacing:${patientId}:${profile.version}:${plan?.version ?? 0}`, (call) =>
    api.pacing(patientId, call),
  );
  const review = load.state === 'ready' ? nextReviewDay(load.value, plan) : null;
  return (
    <Card title={pacingCopy.title} aside={review === null ? undefined : pacingCopy.nextReview(shortDayText(review))}>
      <Loaded load={load} reload={reload}>
        {(pacing) => (
          <div class="week">
            {pacing.proposal === null ? (
              <NothingProposed pacing={pacing} plan={plan} />
            ) : (
              <Proposal
                pacing={pacing}
                proposal={pacing.proposal}
                plan={plan}
                onAnswered={() => {
                  reload();
                  onPlan();
                }}
              />
            )}
            <div class="stack">
              <EngineToday pacing={pacing} onSet={reload} />
              <PemScreen
                pacing={pacing}
                onScreened={() => {
                  reload();
                  onPlan();
                }}
              />
              <p>
                <Link href={`/patients/${patientId}/pacing`}>{settingsCopy.openPatient}</Link>
              </p>
            </div>
          </div>
        )}
      </Loaded>
    </Card>
  );
}

function NothingProposed({ pacing, plan }: { pacing: PatientPacing; plan: PatientDetail['plan'] }) {
  const words = pacingCopy.empty;
  const day = nextReviewDay(pacing, plan);
  const last = lastReview(pacing);
  const { state } = pacing.today;
  const when =
    state === 'suspended' ? words.suspended : state === 'baseline' ? words.baseline : day === null ? words.unknown : words.on(dayText(day));
  return (
    <div class="stack-tight">
      <h3>{words.title}</h3>
      <p class="muted">{when}</p>
      {last?.kind === 'hold' && (
        <>
          <h3>{words.last(dayText(last.localDay))}</h3>
          <DayReason decision={last} />
        </>
      )}
    </div>
  );
}
