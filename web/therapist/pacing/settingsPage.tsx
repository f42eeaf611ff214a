import { Link } from 'wouter-preact';
import { api } from '#web/api/client.ts';
import { Loaded } from '#web/api/loaded.tsx';
import { useLoad } from '#web/api/useLoad.ts';
import { common } from '#web/copy/common.ts';
import { settingsCopy as copy } from '#web/copy/pacingSettings.ts';
import { Shell } from '#web/therapist/shell.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { SettingsEditor } from './settingsEditor.tsx';
import { SettingsVersions } from './settingsVersions.tsx';
import '#web/therapist/plan/plan.css';
import './pacing.css';

/** The thresholds of the clinic, or of one patient over the clinic's. */
export function PacingSettingsPage({ patientId }: { patientId: string | null }) {
  const {
    reload,
    set: _set,
    ...load
  } = useLoad(`pacing-config:${patientId ?? ''}`, async (call) => {
    if (patientId === null) {
      const [config, versions] = await Promise.all([api.pacingConfig(call), api.pacingConfigVersions(call)]);
      return { config, versions, name: null };
    }
    const [config, versions, detail] = await Promise.all([
      api.patientPacingConfig(patientId, call),
      api.patientPacingConfigVersions(patientId, call),
      api.patient(patientId, call),
    ]);
    return { config, versions, name: detail.displayName };
  });
  return (
    <Shell title={copy.title}>
      <Loaded load={load} reload={reload}>
        {({ config, versions, name }) => (
          <>
            <div class="page-title-row">
              <Link href={patientId === null ? '/settings' : `/patients/${patientId}`} class="page-back" aria-label={common.back}>
                <Icon name="back" />
              </Link>
              <h1>{name === null ? copy.title : copy.titleFor(name)}</h1>
            </div>
            <p class="muted">{name === null ? copy.introClinic : copy.introPatient}</p>
            <div class="columns">
              <SettingsEditor key={versions.at(0)?.version ?? 0} patientId={patientId} config={config} onSaved={reload} />
              <SettingsVersions versions={versions} />
            </div>
          </>
        )}
      </Loaded>
    </Shell>
  );
}
