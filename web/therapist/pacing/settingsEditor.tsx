import { useState } from 'preact/hooks';
import { ruleCatalogue } from '#shared/pacing/catalogue.ts';
import type { PacingConfigAnswer, PacingParameters, PacingValues } from '#shared/schema/pacingApi.ts';
import { ApiError } from '#web/api/apiError.ts';
import { api } from '#web/api/client.ts';
import { fieldErrors } from '#web/api/errorText.ts';
import { ErrorNotice } from '#web/api/loaded.tsx';
import { settingsCopy as copy } from '#web/copy/pacingSettings.ts';
import { Button } from '#web/ui/button.tsx';
import { Card } from '#web/ui/card.tsx';
import type { FieldErrors } from '#web/ui/formErrors.ts';
import { Notice } from '#web/ui/notice.tsx';
import { showToast } from '#web/ui/toast.tsx';
import { RuleFields } from './ruleFields.tsx';
import { errorsByField, parametersOf, type SettingsForm, settingsErrors, settingsForm } from './settingsForm.ts';

interface SettingsEditorProps {
  /** Null: the clinic's own settings. */
  patientId: string | null;
  config: PacingConfigAnswer;
  onSaved: () => void;
}

const NOTHING_SET: PacingValues = { version: 0, parameters: {} };

/** Every rule of the catalogue with its settings; a new rule appears by itself. Saved as a version: what was in force before stays as it was decided. */
export function SettingsEditor({ patientId, config, onSaved }: SettingsEditorProps) {
  const own = patientId === null ? config.clinic : (config.patient ?? NOTHING_SET);
  const clinic: PacingParameters | null = patientId === null ? null : config.clinic.parameters;
  const [form, setForm] = useState<SettingsForm>(() => settingsForm(own.parameters));
  const [errors, setErrors] = useState<FieldErrors>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const count = Object.keys(errors).length;
  const unchanged = JSON.stringify(parametersOf(form)) === JSON.stringify(parametersOf(settingsForm(own.parameters)));

  async function save() {
    const found = settingsErrors(form, clinic);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    setFailure(null);
    try {
      const update = { baseVersion: own.version, parameters: parametersOf(form) };
      await (patientId === null ? api.savePacingConfig(update) : api.savePatientPacingConfig(patientId, update));
      showToast({ text: copy.saved(own.version + 1) });
      onSaved();
    } catch (error) {
      setErrors(errorsByField(Object.entries(fieldErrors(error))));
      setFailure(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      class="stack"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {ruleCatalogue.map(({ group, rules }) => (
        <Card key={group} title={copy.groups[group]}>
          <div class="rules">
            {rules.map((rule) => (
              <RuleFields
                key={rule.id}
                rule={rule}
                form={form}
                errors={errors}
                clinic={clinic}
                onChange={(part) => setForm((before) => ({ ...before, ...part }))}
              />
            ))}
          </div>
        </Card>
      ))}
      {failure !== null &&
        (failure instanceof ApiError && failure.code === 'conflict' ? (
          <Notice tone="warn">{copy.conflict}</Notice>
        ) : (
          <ErrorNotice error={failure} />
        ))}
      <div class="plan-bar">
        <Button type="submit" variant="primary" busy={busy} disabled={unchanged}>
          {copy.save}
        </Button>
        <Button onClick={() => setForm({})} disabled={Object.keys(parametersOf(form)).length === 0}>
          {patientId === null ? copy.resetAll : copy.resetAllToClinic}
        </Button>
        <span class="field-error" role="status" hidden={count === 0}>
          {count > 0 && copy.fix(Object.keys(errors))}
        </span>
      </div>
    </form>
  );
}
