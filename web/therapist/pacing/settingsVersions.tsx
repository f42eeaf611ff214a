import { ruleCatalogue } from '#shared/pacing/catalogue.ts';
import type { PacingConfigVersion } from '#shared/schema/pacingApi.ts';
import { settingsCopy as copy } from '#web/copy/pacingSettings.ts';
import { shortDayText } from '#web/copy/time.ts';
import { Card } from '#web/ui/card.tsx';
import { changedFields } from './settingsForm.ts';

/** Newest first; each with what it changed, by whom, and from which day on. */
export function SettingsVersions({ versions }: { versions: readonly PacingConfigVersion[] }) {
  return (
    <Card title={copy.history}>
      {versions.length === 0 && <p class="muted">{copy.historyEmpty}</p>}
      <ol class="plain-list version-list small">
        {versions.map(({ version, fromDay, byName, parameters }, i) => (
          <li key={version}>
            <b>{copy.version(version, shortDayText(fromDay))}</b> {byName !== null && <span class="muted">{byName}</span>}
            {changedFields(versions[i + 1]?.parameters ?? {}, parameters).map(({ field, before, after }) => (
              <div key={field}>{copy.change(field, meaningOf(field), word(before), word(after))}</div>
            ))}
          </li>
        ))}
      </ol>
    </Card>
  );
}

const word = (value: number | null): string => (value === null ? copy.inherited : String(value));

function meaningOf(field: string): string {
  const [ruleId, name] = field.split('.');
  for (const { rules } of ruleCatalogue) {
    const parameter = rules.find(({ id }) => id === ruleId)?.parameters[name];
    if (parameter !== undefined) return parameter.meaning;
  }
  return '';
}
