import { Link } from 'wouter-preact';
import { api } from '#web/api/client.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { useLoad } from '#web/api/useLoad.ts';
import { common } from '#web/copy/common.ts';
import { plan as words } from '#web/copy/plan.ts';
import { Shell } from '#web/therapist/shell.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { LadderEditor } from './ladderEditor.tsx';
import { PlanEditor } from './planEditor.tsx';
import { Versions } from './versions.tsx';
import './plan.css';

export function PlanPage({ patientId }: { patientId: string }) {
  const {
    reload,
    set: _set,
    ...load
  } = useLoad(patientId, async (call) => {
    const [detail, plans] = await Promise.all([api.patient(patientId, call), api.plans(patientId, call)]);
    return { displayName: detail.displayName, plans: plans.toSorted((a, b) => b.version - a.version) };
  });
  return (
    <Shell title={words.title}>
      <Loaded load={load} reload={reload}>
        {({ displayName, plans }) => {
          const current = plans.at(0) ?? null;
          return (
            <>
              <div class="page-title-row">
                <Link href={`/patients/${patientId}`} class="page-back" aria-label={common.back}>
                  <Icon name="back" />
                </Link>
                <h1>{words.titleFor(displayName)}</h1>
                <span class="muted">{current === null ? words.first : words.versionNow(current.version)}</span>
              </div>
              <div class="columns">
                <PlanEditor key={current?.version ?? 0} patientId={patientId} current={current} onSaved={reload} />
                <div class="stack">
                  <Versions plans={plans} />
                  <LadderEditor patientId={patientId} />
                </div>
              </div>
            </>
          );
        }}
      </Loaded>
    </Shell>
  );
}
